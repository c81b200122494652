import { expect, test } from "vitest";

import { pieces, ranked, score } from "./score";

const titles = (typed: string, ...all: string[]): string[] => ranked(all.map((title) => ({ title })), typed, 9).map(({ item }) => item.title);

test("whole before start before start of a word before inside before letters in order", () => {
  expect(titles("data", "Metadata", "Your data", "Data residency", "Data", "Dark and tall area")).toEqual(["Data", "Data residency", "Your data", "Metadata", "Dark and tall area"]);
  expect(titles("ds", "Data", "Design", "Design of systems")).toEqual(["Design of systems"]);
  expect(titles("dos", "Design of systems", "Dosage")).toEqual(["Dosage", "Design of systems"]);
});

test("every word must be answered, in any order, by title or address", () => {
  const page = { title: "Incidents", more: "/security/incidents" };
  expect(score(page, "sec inc")).not.toBeNull();
  expect(score(page, "inc privacy")).toBeNull();
  expect(score(page, "")).toEqual({ score: 0, marks: [] });
});

test("a title counts more than what stands beside it", () => {
  const found = ranked([{ title: "Other", more: "/privacy" }, { title: "Privacy", more: "/other" }], "priv", 9);
  expect(found.map(({ item }) => item.title)).toEqual(["Privacy", "Other"]);
});

test("every sign of Chinese starts a word", () => {
  expect(titles("中心", "信任中心", "中心", "数据")).toEqual(["中心", "信任中心"]);
  expect(titles("信心", "信任中心")).toEqual(["信任中心"]);
});

test("what was typed is marked, whatever its case", () => {
  expect(score({ title: "Data Design" }, "des DA")?.marks).toEqual([[0, 2], [5, 8]]);
  expect(pieces("Data Design", [[0, 2], [5, 8]]).filter((p) => p.marked).map((p) => p.text)).toEqual(["Da", "Des"]);
  expect(pieces("Data", [])).toEqual([{ text: "Data", marked: false }]);
  expect(score({ title: "İstanbul x" }, "x")?.marks).toEqual([[9, 10]]);
});

test("a thousand pages are ranked within a frame or two, and only the best are kept", () => {
  const many = Array.from({ length: 1000 }, (_, i) => ({ title: `Page ${i}`, more: `/part/p${i}` }));
  expect(ranked(many, "page 99", 50)[0]?.item.title).toBe("Page 99");
  expect(ranked(many, "p", 50)).toHaveLength(50);
});
