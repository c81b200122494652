import { expect, test } from "vitest";

import type { ChecklistItem } from "../lib/types/ChecklistItem";
import { brief, each, inOrder, isDay, short, stops } from "./order";

const item = (code: string, state: ChecklistItem["state"]): ChecklistItem => ({ code, state, say: { en: code, "zh-Hans": code }, count: 0, go: "problems", acceptable: false, accepted: "", details: [] });

test("what stops a release is read first, and the rest keeps its order", () => {
  const items = [item("a", "ok"), item("b", "warn"), item("c", "stop"), item("d", "ok"), item("e", "stop")];
  expect(inOrder(items).map(({ code }) => code)).toEqual(["c", "e", "b", "a", "d"]);
  expect(stops(items)).toBe(2);
});

test("only days that there are are days", () => {
  expect(isDay("2028-02-29")).toBe(true);
  for (const none of ["2026-02-29", "2026-13-01", "26-11-2026", "2026-11-2", "", "2026-11-26T"]) expect(isDay(none), none).toBe(false);
});

test("notes are told in one line without their marks", () => {
  expect(brief("**Numbers and dates**\n\n- Expires moved from 2026 to 2029\n- Two\n\n1. Three")).toBe("Numbers and dates · Expires moved from 2026 to 2029 · Two · Three");
  expect(brief("")).toBe("");
});

test("a text of one language is that of each", () => {
  expect(each("One", ["en", "zh-Hans"])).toEqual({ en: "One", "zh-Hans": "One" });
  expect(each({ en: "One" }, ["en", "zh-Hans"])).toEqual({ en: "One", "zh-Hans": "" });
});

test("pages are listed without the name of the site", () => {
  expect(short(["Harbour", "Security · Harbour", "A · B · Harbour"])).toEqual(["Harbour", "Security", "A · B"]);
  expect(short(["Security · One", "Privacy · Two", "Home"])).toEqual(["Security · One", "Privacy · Two", "Home"]);
});
