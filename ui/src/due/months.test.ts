import { expect, test } from "vitest";

import type { Due } from "../lib/types/Due";
import { OVERDUE, firstOf, grouped, months, upTo } from "./months";

const due = (date: string, more: Partial<Due> = {}): Due => ({ date, kind: "review", what: { en: "Review due", "zh-Hans": "复核" }, title: "T", owner: "", place: { file: "records/x.toml", field: "a.review-by" }, overdue: false, hidden: false, ...more });

test("months go from the first day to the last, over the end of a year", () => {
  expect(months("2026-11-24", "2027-02-01")).toEqual(["2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01"]);
  expect(months("2026-11-24", "2027-11-24")).toHaveLength(13);
  expect(months("2026-11-24", "2026-11-24")).toEqual(["2026-11-01"]);
});

test("what is overdue comes first, whatever its month", () => {
  const all = [due("2026-10-01", { overdue: true }), due("2026-11-01", { overdue: true }), due("2026-12-01"), due("2026-12-31", { untrue: "2027-01-01" }), due("2027-02-01")];
  expect(grouped(all).map(({ id, dues, untrue }) => [id, dues.length, untrue])).toEqual([[OVERDUE, 2, 0], ["2026-12", 2, 1], ["2027-02", 1, 0]]);
  expect(grouped([])).toEqual([]);
});

test("of a long list the first days are listed, and as many more as are asked for", () => {
  const all = grouped([due("2026-12-01"), due("2026-12-02"), due("2027-01-01"), due("2027-02-01")]);
  expect(firstOf(all, 3).map(({ id, dues }) => [id, dues.length])).toEqual([["2026-12", 2], ["2027-01", 1]]);
  expect(firstOf(all, 1).map(({ id, dues, all }) => [id, dues.length, all])).toEqual([["2026-12", 1, 2]]);
  expect(firstOf(all, 99)).toEqual(all);
  expect([upTo(all, "2026-12"), upTo(all, "2027-02"), upTo(all, "2030-01")]).toEqual([2, 4, 0]);
});
