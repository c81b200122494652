import { expect, test } from "vitest";

import { dotted, get, set, steps } from "./paths";

test("values are found and set by path", () => {
  const values = { items: [{ label: "a" }] };
  expect(get(values, ["items", 0, "label"])).toBe("a");
  expect(get(values, ["items", 3, "label"])).toBeUndefined();
  set(values, ["items", 0, "label"], "b");
  set(values, ["more", "inner"], 1);
  expect(values).toEqual({ items: [{ label: "b" }], more: { inner: 1 } });
  set(values, ["items", 0, "label"], null);
  expect(values.items[0]).toEqual({});
});

test("paths are written with dots and read back", () => {
  expect(steps("items.2.to")).toEqual(["items", 2, "to"]);
  expect(dotted(steps("items.2.to"))).toBe("items.2.to");
  expect(steps("")).toEqual([]);
});
