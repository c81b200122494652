import { describe, expect, test, vi } from "vitest";

// The window's settings ask for the language of the system, which there is none of here.
vi.hoisted(() => vi.stubGlobal("navigator", { language: "en" }));

import { day, shortened, whole } from "./changes";
import { settings } from "./settings.svelte";

describe("changes in words", () => {
  test("long unchanged text is shortened to what is beside a change", () => {
    const long = "word ".repeat(100);
    const [head, changed, tail] = shortened([{ turn: "same", text: long }, { turn: "added", text: long }, { turn: "same", text: long }]);
    expect(head?.text.startsWith(" … ")).toBe(true);
    expect(head?.text.length).toBeLessThan(100);
    expect(changed?.text).toBe(long);
    expect(tail?.text.endsWith(" … ")).toBe(true);
    expect(shortened([{ turn: "same", text: "short" }])[0]?.text).toBe("short");
  });

  test("lists are compared line by line", () => {
    const pieces = whole([{ turn: "same", text: "iso-" }, { turn: "removed", text: "1" }, { turn: "added", text: "2" }, { turn: "same", text: "\nsoc" }], (line) => line.toUpperCase());
    expect(pieces.filter(({ text }) => text !== "\n")).toEqual([
      { turn: "removed", text: "ISO-1" },
      { turn: "added", text: "ISO-2" },
      { turn: "same", text: "SOC" },
    ]);
    expect(whole([{ turn: "added", text: "a" }], (line) => line)).toEqual([{ turn: "added", text: "a" }]);
  });

  test("days are named from today", () => {
    const now = new Date(2026, 10, 24, 1, 0).getTime();
    expect(day(new Date(2026, 10, 24, 0, 30).getTime(), now)).toBe(settings.words.dayToday);
    expect(day(new Date(2026, 10, 23, 23, 59).getTime(), now)).toBe(settings.words.dayYesterday);
    expect(day(new Date(2026, 10, 20).getTime(), now)).toContain("20");
    expect(day(new Date(2025, 10, 20).getTime(), now)).toContain("2025");
  });
});
