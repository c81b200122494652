// The next release as data: what is ordered, in which order the checklist is read, and where it leads.
import type { ChecklistItem } from "../lib/types/ChecklistItem";
import type { ItemState } from "../lib/types/ItemState";
import type { Localised } from "../lib/types/Localised";
import type { ReleaseView } from "../lib/types/ReleaseView";

const RANK: Record<ItemState, number> = { stop: 0, warn: 1, ok: 2 };

/** The checklist as it is read: what stops the release first. */
export const inOrder = (items: ChecklistItem[]): ChecklistItem[] => [...items].sort((a, b) => RANK[a.state] - RANK[b.state]);

/** How many things stop the release. */
export const stops = (items: ChecklistItem[]): number => items.filter(({ state }) => state === "stop").length;

/** A text that may differ by language, for each of these languages. */
export const each = (text: Localised, locales: string[]): Record<string, string> =>
  Object.fromEntries(locales.map((tag) => [tag, typeof text === "string" ? text : (text[tag] ?? "")]));

/** Whether a text is a day that there is: `2026-11-26`. */
export function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** How many pages were approved for a release. */
export const approvedPages = ({ approvals }: ReleaseView): number => new Set(approvals.map(({ page }) => page)).size;

/** The first lines of notes, without their marks. */
export const brief = (notes: string): string =>
  notes.split("\n").map((line) => line.replace(/^\s*(?:[-*#>]+|\d+\.)\s+/, "").replace(/\*\*|__|`/g, "").trim()).filter(Boolean).join(" · ");

/** Titles without what most of them end with: the name of the site. */
export function short(titles: string[]): string[] {
  const end = (title: string): string => (title.includes(" · ") ? title.slice(title.lastIndexOf(" · ")) : "");
  const common = titles.map(end).find((one) => one !== "" && titles.filter((title) => title.endsWith(one)).length * 2 > titles.length) ?? "";
  return titles.map((title) => (common && title.endsWith(common) ? title.slice(0, -common.length) : title));
}
