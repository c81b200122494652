import { expect, test } from "vitest";

import { ENOUGH, isColour, onDark, onWhite, rounded } from "./colour";

test("only full hexadecimal colours count", () => {
  expect(isColour("#0a6c94") && isColour("#FFFFFF")).toBe(true);
  for (const bad of ["", "#fff", "0a6c94", "#0a6c9g", "teal"]) expect(isColour(bad)).toBe(false);
});

test("contrast is that of WCAG", () => {
  expect(onWhite("#000000")).toBeCloseTo(21, 5);
  expect(onWhite("#ffffff")).toBeCloseTo(1, 5);
  expect(onWhite("#767676")).toBeCloseTo(4.54, 2);
});

test("contrast with dark pages, and what falls short looks so", () => {
  expect(onDark("#12181d")).toBeCloseTo(1, 5);
  expect(onDark("#ffffff")).toBeCloseTo(17.9, 1);
  expect(onDark("#000000")).toBeLessThan(1.3);
  expect(onWhite("#777777") < ENOUGH && rounded(onWhite("#777777"))).toBe("4.4");
});
