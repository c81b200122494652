import { expect, test } from "vitest";

import type { OutsideAnswer } from "../lib/types/OutsideAnswer";
import type { OutsideLink } from "../lib/types/OutsideLink";
import { FILTERS, fits, lastDay, movedTo, sorted, sortOf } from "./sorts";

const link = (address: string, answer?: OutsideAnswer, on?: string): OutsideLink => ({
  address,
  host: "",
  uses: [],
  why: { en: "", "zh-Hans": "" },
  look: answer !== undefined && answer.state !== "fine" && !(answer.state === "moved" && !answer.permanent),
  due: answer === undefined,
  ...(answer ? { answer } : {}),
  ...(on ? { on } : {}),
});

const links = [
  link("https://a.example/", { state: "fine" }, "2026-11-02"),
  link("https://b.example/", { state: "moved", to: "https://b2.example/", permanent: true }, "2026-11-20"),
  link("https://c.example/", { state: "moved", to: "https://c2.example/", permanent: false }, "2026-11-03"),
  link("https://d.example/"),
  link("https://e.example/", { state: "broken", status: 500 }, "2026-10-30"),
  link("https://f.example/", { state: "gone", status: 404 }),
  link("https://g.example/", { state: "internal" }),
  link("https://h.example/", { state: "refused", status: 403 }),
];
const letters = (some: OutsideLink[]): string => some.map(({ address }) => address[8]).join("");

test("what needs a person comes first", () => {
  expect(letters(sorted(links))).toBe("fegbhdac");
});

test("every link is in exactly one sort, and each sort has a filter", () => {
  for (const one of links) expect(FILTERS).toContain(sortOf(one));
  const of = (filter: (typeof FILTERS)[number]): string => letters(links.filter((one) => fits(one, filter)));
  expect(FILTERS.map(of)).toEqual(["abcdefgh", "befgh", "f", "eg", "b", "h", "ac", "d"]);
});

test("only what moved for good is replaced", () => {
  expect(movedTo(links)).toEqual({ "https://b.example/": "https://b2.example/" });
});

test("the last check is that of the newest answer", () => {
  expect(lastDay(links)).toBe("2026-11-20");
  expect(lastDay([link("x")])).toBe("");
});
