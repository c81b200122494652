import { expect, test } from "vitest";

import { isAbout } from "./about";

const [hero, first, second] = [{ kind: "hero", id: undefined }, { kind: "text", id: "one" }, { kind: "text", id: "two" }];
const all = [hero, first, second];

test("a comment is about the section with its id, else about the only one of its kind", () => {
  expect(all.map((section) => isAbout({ kind: "text", section: "two" }, section, all))).toEqual([false, false, true]);
  expect(all.map((section) => isAbout({ kind: "hero" }, section, all))).toEqual([true, false, false]);
  expect(all.map((section) => isAbout({ kind: "text" }, section, all))).toEqual([false, false, false]);
  expect(all.map((section) => isAbout({}, section, all))).toEqual([false, false, false]);
});
