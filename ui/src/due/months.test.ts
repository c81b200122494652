import { expect, test } from "vitest";

import type { Due } from "../lib/types/Due";
import { OVERDUE, grouped, months } from "./months";

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
