import { expect, test } from "vitest";

import { available, keyName, register } from "./actions.svelte";

test("keys are written as the platform writes them", () => {
  expect(keyName("Mod Shift F", false)).toBe("Ctrl Shift F");
  expect(keyName("Mod Shift F", true)).toBe("⇧⌘F");
  expect(keyName("Mod K", true)).toBe("⌘K");
  expect(keyName("Shift Enter", true)).toBe("⇧Enter");
});

test("what can be done is listed while it can, the usual first and settings last", () => {
  let can = true;
  const action = (id: string, more = {}) => ({ id, title: () => id, run: () => {}, ...more });
  const back = register(action("dark", { setting: true }), action("other"), action("undo", { on: () => can }));
  expect(available().map(({ id }) => id)).toEqual(["undo", "other", "dark"]);
  can = false;
  expect(available().map(({ id }) => id)).toEqual(["other", "dark"]);
  const again = register(action("other"));
  back();
  expect(available().map(({ id }) => id)).toEqual(["other"]);
  again();
  expect(available()).toEqual([]);
});
