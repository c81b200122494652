import { expect, test } from "vitest";

import { isColour, onWhite } from "./colour";

test("only full hexadecimal colours count", () => {
  expect(isColour("#0a6c94") && isColour("#FFFFFF")).toBe(true);
  for (const bad of ["", "#fff", "0a6c94", "#0a6c9g", "teal"]) expect(isColour(bad)).toBe(false);
});

test("contrast is that of WCAG", () => {
  expect(onWhite("#000000")).toBeCloseTo(21, 5);
  expect(onWhite("#ffffff")).toBeCloseTo(1, 5);
  expect(onWhite("#767676")).toBeCloseTo(4.54, 2);
});
