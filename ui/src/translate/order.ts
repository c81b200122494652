// The order of the list of pages and languages.
import type { LanguagesRow } from "../lib/types/LanguagesRow";

export interface Order {
  by: "title" | "attention";
  /** The language looked at; none for all together. */
  locale: string | null;
  down: boolean;
}

/** Pages in the order asked for; equal ones keep the order of the site. */
export function ordered(pages: LanguagesRow[], order: Order): LanguagesRow[] {
  const needs = (page: LanguagesRow): number =>
    page.locales.filter((one) => order.locale === null || one.locale === order.locale).reduce((sum, one) => sum + one.attention, 0);
  const sign = order.down ? -1 : 1;
  return [...pages].sort((a, b) => sign * (order.by === "title" ? a.title.localeCompare(b.title) : needs(a) - needs(b)));
}
