import { describe, expect, test } from "vitest";

import type { Problem } from "../lib/types/Problem";
import { quote, wholes } from "./quote";
import { shownAt, standsAt } from "./spans";

const problem = (about: string, was?: string): Problem => ({
  code: "x",
  severity: "warning",
  place: { file: "pages/en/index.md" },
  message: { en: "“teh” is not in the dictionary", "zh-Hans": "" },
  hint: { en: "", "zh-Hans": "" },
  about,
  ...(was === undefined ? {} : { fix: { does: "words", was, with: ["x"] } }),
});

describe("the words of a problem", () => {
  const marked = (one: Problem, nth?: number): string => quote(one, nth).map(({ text, wrong }) => (wrong ? `[${text}]` : text)).join("");

  test("are marked where they stand alone", () => {
    expect(wholes("a cat has a bag", "a")).toEqual([0, 10]);
    expect(wholes("密钥和密钥", "密钥")).toEqual([0, 3]);
    expect(wholes("x", "")).toEqual([]);
    expect(marked(problem("One  two  three", "  "))).toBe("One[  ]two[  ]three");
    expect(marked(problem("One  two  three", "  "), 1)).toBe("One  two[  ]three");
    expect(marked(problem("This is teh end"))).toBe("This is [teh] end");
    expect(marked(problem("Nothing of it", "gone"))).toBe("Nothing of it");
  });

  test("are never cut out of a long sentence", () => {
    const long = `${"before ".repeat(60)}teh ${"after ".repeat(60)}`;
    expect(marked(problem(long))).toContain("[teh]");
    expect(marked(problem(long)).length).toBeLessThan(260);
  });
});

describe("the place of a problem", () => {
  test("is one only as long as its words stand there", () => {
    const fix = { does: "words" as const, was: "teh", with: ["the"] };
    expect(standsAt("in teh end", { start: 3, end: 6 }, fix, undefined)).toBe(true);
    expect(standsAt("in  teh end", { start: 3, end: 6 }, fix, undefined)).toBe(false);
    expect(standsAt("in the end", { start: 3, end: 6 }, undefined, "in the end")).toBe(true);
    expect(standsAt("short", { start: 9, end: 12 }, fix, "short")).toBe(false);
  });

  test("is found in what is shown, by the words beside it, or not at all", () => {
    const at = (source: string, shown: string, words: string, from = 0): number | null => {
      const start = source.indexOf(words, from);
      return shownAt(source, shown, start, start + words.length);
    };
    expect(at("We **keep** teh data.", "We keep teh data.", "teh")).toBe(8);
    expect(at("teh first, teh second", "teh first, teh second", "teh", 3)).toBe(11);
    // The same words in an address are not shown.
    expect(at("[teh](/teh) end", "teh end", "teh")).toBe(0);
    expect(at("[a](/teh) and teh", "a and teh", "teh", 6)).toBe(6);
    // Words that marks divide.
    expect(at("t**e**h", "teh", "t**e**h")).toBe(null);
    expect(at("*teh* and _teh_", "teh and teh", "teh", 6)).toBe(8);
  });
});
