// The pages as a tree: who stands below whom, and where a page goes when it is moved.
import type { TreeItem } from "./types/TreeItem";

/** One row of the tree. */
export interface Row {
  item: TreeItem;
  level: number;
  /** Address of the page above it; `/` at the top. */
  under: string;
  children: number;
  /** Its place among its neighbours, from 1, and how many there are. */
  place: number;
  of: number;
}

/** Where a page should stand. */
export interface Spot {
  under: string;
  before: string | undefined;
}

/** The address one step up; `/` for pages at the top. */
export function parent(address: string): string {
  const at = address.lastIndexOf("/");
  return at <= 0 ? "/" : address.slice(0, at);
}

export const within = (address: string, of: string): boolean => address === of || address.startsWith(`${of}/`);

/** Every row in order, each below the nearest page above it that exists. */
export function rows(tree: TreeItem[]): Row[] {
  const known = new Set(tree.map((item) => item.address));
  const above = (address: string): string => {
    let at = parent(address);
    while (at !== "/" && !known.has(at)) at = parent(at);
    return at;
  };
  const all = tree.map((item) => ({ item, level: 1, under: item.address === "/" ? "" : above(item.address), children: 0, place: 1, of: 1 }));
  const by = new Map(all.map((row) => [row.item.address, row]));
  const neighbours = new Map<string, Row[]>();
  for (const row of all) {
    const up = row.under === "/" || row.under === "" ? undefined : by.get(row.under);
    if (up) {
      up.children += 1;
      row.level = up.level + 1;
    }
    // The front page stands beside those at the top.
    const key = row.under === "" ? "/" : row.under;
    const list = neighbours.get(key) ?? [];
    list.push(row);
    neighbours.set(key, list);
    row.place = list.length;
  }
  for (const list of neighbours.values()) for (const row of list) row.of = list.length;
  return all;
}

/** The rows that are not folded away. */
export function visible(all: Row[], folded: (address: string) => boolean): Row[] {
  const hidden = new Set<string>();
  return all.filter((row) => {
    if (row.under !== "/" && row.under !== "" && (hidden.has(row.under) || folded(row.under))) {
      hidden.add(row.item.address);
      return false;
    }
    return true;
  });
}

/** Neighbours of a page in order, itself included; the front page has no place to change. */
function siblings(all: Row[], under: string): string[] {
  return all.filter((row) => row.under === under).map((row) => row.item.address);
}

/** Where a page goes one step up, down, in or out; none when there is nowhere to go. */
export function step(all: Row[], address: string, way: "up" | "down" | "in" | "out"): Spot | undefined {
  const row = all.find((one) => one.item.address === address);
  if (!row || row.under === "") return undefined;
  const list = siblings(all, row.under);
  const at = list.indexOf(address);
  if (way === "up") return at > 0 ? { under: row.under, before: list[at - 1] } : undefined;
  if (way === "down") return at < list.length - 1 ? { under: row.under, before: list[at + 2] } : undefined;
  if (way === "in") return at > 0 && list[at - 1] ? { under: list[at - 1] as string, before: undefined } : undefined;
  if (row.under === "/") return undefined;
  const up = all.find((one) => one.item.address === row.under);
  const uncles = siblings(all, up?.under ?? "/");
  return { under: up?.under ?? "/", before: uncles[uncles.indexOf(row.under) + 1] };
}

/** Where a page goes when it is dropped before, after or onto a row; none where it cannot. */
export function drop(all: Row[], address: string, target: string, side: "before" | "after" | "into"): Spot | undefined {
  const row = all.find((one) => one.item.address === target);
  if (!row || address === "/" || within(target, address)) return undefined;
  if (side === "into") return target === "/" ? undefined : { under: target, before: undefined };
  if (row.under === "") return side === "after" ? { under: "/", before: siblings(all, "/")[0] } : undefined;
  const list = siblings(all, row.under).filter((one) => one !== address);
  return { under: row.under, before: side === "before" ? target : list[list.indexOf(target) + 1] };
}

/** The address that a page has below another one. */
export const joined = (under: string, name: string): string => `${under === "/" ? "" : under}/${name}`;

/** The last part of an address. */
export const nameOf = (address: string): string => address.slice(address.lastIndexOf("/") + 1);

/** A free address for a title: its plain letters; a number where it has none, as in Chinese. */
export function addressFor(title: string, under: string, taken: (address: string) => boolean): string {
  const plain = title
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/&/g, " and ")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replace(/^-+|-+$/g, "");
  // A title that is mostly not in Latin letters makes no address that says anything.
  const latin = plain.length >= title.replace(/[\s\p{P}]/gu, "").length / 2;
  const name = plain && latin ? plain : "page";
  const wanted = joined(under, name === "index" ? "page" : name);
  if (name !== "page" && !taken(wanted)) return wanted;
  for (let n = 2; ; n++) {
    const numbered = `${wanted}-${n}`;
    if (!taken(numbered)) return numbered;
  }
}
