import { describe, expect, test, vi } from "vitest";

import type { Listed } from "../lib/types/Listed";
import type { Problem } from "../lib/types/Problem";
import type { Severity } from "../lib/types/Severity";

vi.stubGlobal("navigator", { language: "en", platform: "Linux" });
const { drawn, grouped, matches, nextSteps, noFilter, rowsOf, standing } = await import("./rows");

const said = (text: string): Problem["message"] => ({ en: text, "zh-Hans": text });

function listed(code: string, severity: Severity, file: string, more: Partial<Problem> = {}, owner = ""): Listed {
  const [, locale = "", name = ""] = /^pages\/([^/]+)\/(.+)\.md$/.exec(file) ?? [];
  const problem: Problem = { code, severity, place: { file, field: "body" }, message: said(`About ${code}`), hint: said(""), ...more };
  return { problem, title: name, kind: "", section: "", owner, ...(locale ? { page: { locale, address: `/${name}` } } : {}) };
}

const space = (file: string, about = "One  two."): Listed => listed("double-space", "tip", file, { about, fix: { does: "words", was: "  ", with: [" "] } });

describe("the list of problems", () => {
  const all = [
    space("pages/en/a.md"),
    space("pages/en/a.md"),
    listed("broken-link", "blocker", "pages/zh-Hans/b.md", {}, "Ada"),
    listed("not-a-choice", "warning", "records/certifications.toml", { place: { file: "records/certifications.toml", field: "late.title.en" } }),
  ];
  const rows = rowsOf(all, ["en", "zh-Hans"]);

  test("tells two of the same apart, and which of the same words is meant", () => {
    expect(new Set(rows.map((row) => row.key)).size).toBe(4);
    expect(rows.map((row) => row.nth)).toEqual([0, 1, 0, 0]);
    expect(rows.map((row) => row.locale)).toEqual(["en", "en", "zh-Hans", "en"]);
  });

  test("is narrowed by everything at once", () => {
    const kept = (change: object): string[] => rows.filter((row) => matches(row, { ...noFilter, ...change }, { locale: "en", address: "/a" })).map((row) => row.listed.problem.code);
    expect(kept({})).toHaveLength(4);
    expect(kept({ severity: "blocker" })).toEqual(["broken-link"]);
    expect(kept({ locale: "zh-Hans" })).toEqual(["broken-link"]);
    expect(kept({ here: true })).toEqual(["double-space", "double-space"]);
    expect(kept({ fixable: true })).toEqual(["double-space", "double-space"]);
    expect(kept({ search: "ABOUT ada" })).toEqual(["broken-link"]);
    expect(kept({ rule: "not-a-choice", severity: "tip" })).toEqual([]);
  });

  test("is divided with what stops a release first, and nobody last", () => {
    expect(grouped(rows, "page").map((group) => group.id)).toEqual(["pages/zh-Hans/b.md", "records/certifications.toml", "pages/en/a.md"]);
    expect(grouped(rows, "rule").map((group) => [group.id, group.rows.length])).toEqual([["broken-link", 1], ["not-a-choice", 1], ["double-space", 2]]);
    expect(grouped(rows, "person").map((group) => group.id)).toEqual(["Ada", ""]);
  });

  test("draws few of many", () => {
    const many = rowsOf(Array.from({ length: 3000 }, (_, i) => space(`pages/en/${Math.floor(i / 3)}.md`, `${i}  ${i}`)), ["en"]);
    const count = (by: "page" | "rule", turned: [string, boolean][] = []): number => drawn(grouped(many, by), new Map(turned), new Map()).reduce((sum, group) => sum + group.shown.length, 0);
    expect(count("page")).toBeLessThan(100);
    expect(count("rule")).toBe(25);
    expect(count("rule", [["double-space", false]])).toBe(0);
  });

  test("says first what weighs most, then what is done at one press", () => {
    expect(nextSteps(rows)).toMatchObject([{ rule: "broken-link", mend: false }, { rule: "double-space", mend: true }]);
    expect(nextSteps(rows.slice(0, 2))).toMatchObject([{ rule: "double-space", mend: true }]);
    expect(nextSteps([])).toEqual([]);
  });

  test("is ready without anything but tips", () => {
    expect(standing(rows)).toBe("not");
    expect(standing(rows.slice(3))).toBe("nearly");
    expect(standing(rows.slice(0, 2))).toBe("ready");
  });
});
