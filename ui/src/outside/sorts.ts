// What became of links to other sites, sorted for the person who looks at them.
import type { OutsideLink } from "../lib/types/OutsideLink";

export type Sort = "gone" | "unreachable" | "moved" | "refused" | "unasked" | "fine";
export type Filter = "all" | "look" | Sort;

/** What needs a person comes first. */
const ORDER: Sort[] = ["gone", "unreachable", "moved", "refused", "unasked", "fine"];
export const FILTERS: Filter[] = ["all", "look", "gone", "unreachable", "moved", "refused", "fine", "unasked"];

/** What became of one link. */
export function sortOf({ answer }: OutsideLink): Sort {
  if (!answer) return "unasked";
  switch (answer.state) {
    case "moved":
      return answer.permanent ? "moved" : "fine";
    case "broken":
    case "internal":
      return "unreachable";
    default:
      return answer.state;
  }
}

export const fits = (link: OutsideLink, filter: Filter): boolean => filter === "all" || (filter === "look" ? link.look : sortOf(link) === filter);

/** Those that a person should look at first, else by address. */
export function sorted(links: OutsideLink[]): OutsideLink[] {
  const rank = (link: OutsideLink): number => ORDER.indexOf(sortOf(link));
  return [...links].sort((a, b) => rank(a) - rank(b) || (a.address < b.address ? -1 : 1));
}

/** The new addresses of links that moved for good. */
export function movedTo(links: OutsideLink[]): Record<string, string> {
  return Object.fromEntries(links.flatMap(({ address, answer }) => (answer?.state === "moved" && answer.permanent ? [[address, answer.to]] : [])));
}

/** The day of the newest answer. */
export const lastDay = (links: OutsideLink[]): string => links.map(({ on }) => on ?? "").sort().at(-1) ?? "";
