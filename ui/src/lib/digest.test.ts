// Digests, as people read them.
import { expect, test } from "vitest";

import { groups } from "./digest";

test("a digest is in groups of eight", () => {
  expect(groups("0123456789abcdef01")).toBe("01234567 89abcdef 01");
});
