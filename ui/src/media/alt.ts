// Which alternative text of a picture applies: a section's own, else the one kept with the file.
import { desk } from "../lib/desk.svelte";
import { get, type Values } from "../lib/paths";
import type { Step } from "../lib/types/Step";
import { library } from "./library.svelte";

/** What is kept with a picture for people who do not see it. */
export interface KeptText {
  text: string;
  decorative: boolean;
}

/** The text kept with a picture, as pages in a language use it; null when there is none. */
export function keptText(path: string, locale: string): KeptText | null {
  const file = library.file(path);
  if (!file) return null;
  if (file.decorative) return { text: "", decorative: true };
  const text = (file.alt[""] ?? file.alt[locale] ?? file.alt[desk.site?.locales[0]?.tag ?? ""] ?? "").trim();
  return text === "" ? null : { text, decorative: false };
}

/** The language of the page that a section stands on. */
export function localeOf(section: string): string {
  const page = desk.beside?.has(section) ? desk.beside.page : desk.page;
  return page?.locale ?? desk.site?.locales[0]?.tag ?? "";
}

/** The text of a field that stands beside another in the same form. */
export function beside(values: Values, path: Step[], name: string): string {
  const value = get(values, [...path.slice(0, -1), name]);
  return typeof value === "string" ? value : "";
}
