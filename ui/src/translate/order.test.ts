import { expect, test } from "vitest";

import type { LanguagesRow } from "../lib/types/LanguagesRow";
import { ordered } from "./order";

const page = (title: string, ...attention: number[]): LanguagesRow => ({
  address: `/${title}`,
  title,
  original: true,
  locales: attention.map((n, i) => ({ locale: ["zh", "de"][i] ?? "", there: true, standing: { inStep: 0, behind: 0, unknown: 0, missing: 0, extra: 0 }, flags: 0, attention: n })),
});

test("what needs most comes first, and equal pages keep the order of the site", () => {
  const pages = [page("c", 1, 0), page("b", 0, 4), page("a", 1, 0)];
  const titles = (order: Parameters<typeof ordered>[1]): string => ordered(pages, order).map((one) => one.title).join("");
  expect(titles({ by: "attention", locale: null, down: true })).toBe("bca");
  expect(titles({ by: "attention", locale: "zh", down: true })).toBe("cab");
  expect(titles({ by: "title", locale: null, down: false })).toBe("abc");
  expect(pages.map((one) => one.title).join("")).toBe("cba");
});
