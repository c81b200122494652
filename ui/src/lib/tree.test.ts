import { expect, test } from "vitest";

import { addressFor, drop, rows, step, visible } from "./tree";
import type { TreeItem } from "./types/TreeItem";

const tree = (...addresses: string[]): TreeItem[] => addresses.map((address) => ({ address, depth: 0, pages: {} }));
const all = rows(tree("/", "/a", "/a/x", "/a/y", "/b", "/c/deep"));
const row = (address: string) => all.find((one) => one.item.address === address);

test("pages stand below the nearest page that exists", () => {
  expect(all.map((one) => one.level)).toEqual([1, 1, 2, 2, 1, 1]);
  expect(row("/a")).toMatchObject({ children: 2, place: 2, of: 4 });
  expect(row("/a/y")).toMatchObject({ under: "/a", place: 2, of: 2 });
  expect(row("/c/deep")?.under).toBe("/");
});

test("what is folded hides all below it", () => {
  expect(visible(all, (address) => address === "/a").map((one) => one.item.address)).toEqual(["/", "/a", "/b", "/c/deep"]);
});

test("a step goes up, down, in and out", () => {
  expect(step(all, "/a/y", "up")).toEqual({ under: "/a", before: "/a/x" });
  expect(step(all, "/a/x", "down")).toEqual({ under: "/a", before: undefined });
  expect(step(all, "/b", "in")).toEqual({ under: "/a", before: undefined });
  expect(step(all, "/a/x", "out")).toEqual({ under: "/", before: "/b" });
  expect(step(all, "/a", "up")).toBeUndefined();
  expect(step(all, "/a/x", "up")).toBeUndefined();
  expect(step(all, "/", "down")).toBeUndefined();
});

test("a page is dropped beside or onto another, never below itself", () => {
  expect(drop(all, "/b", "/a/y", "before")).toEqual({ under: "/a", before: "/a/y" });
  expect(drop(all, "/b", "/a/y", "after")).toEqual({ under: "/a", before: undefined });
  expect(drop(all, "/b", "/a", "into")).toEqual({ under: "/a", before: undefined });
  expect(drop(all, "/b", "/", "after")).toEqual({ under: "/", before: "/a" });
  expect(drop(all, "/a", "/a/x", "into")).toBeUndefined();
  expect(drop(all, "/", "/a", "after")).toBeUndefined();
});

test("addresses come from titles, and are free", () => {
  const taken = (address: string) => ["/a/backups", "/a/page-2"].includes(address);
  expect(addressFor("Security & privacy", "/", taken)).toBe("/security-and-privacy");
  expect(addressFor("Backups", "/a", taken)).toBe("/a/backups-2");
  expect(addressFor("Über uns", "/", taken)).toBe("/uber-uns");
  expect(addressFor("备份", "/a", taken)).toBe("/a/page-3");
  expect(addressFor("SOC 2 第二类报告的最新说明", "/", taken)).toBe("/page-2");
  expect(addressFor("", "/", taken)).toBe("/page-2");
});
