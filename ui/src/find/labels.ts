// What the fields of kinds, collections and settings are called, by path.
import { desk } from "../lib/desk.svelte";
import { settings } from "../lib/settings.svelte";
import type { Field } from "../lib/types/Field";
import type { FoundFile } from "../lib/types/FoundFile";
import type { Match } from "../lib/types/Match";
import type { Step } from "../lib/types/Step";

/** The label of the innermost field that a path names. */
export function fieldLabel(fields: Field[], path: Step[]): string {
  let label = "";
  let inside = fields;
  for (const step of path) {
    const field = inside.find((one) => one.name === step);
    if (!field) continue;
    label = settings.text(field.label);
    inside = field.fields;
  }
  return label;
}

export const localeLabel = (tag: string): string => desk.site?.locales.find((locale) => locale.tag === tag)?.label ?? tag;

export function recordTitle(collection: string, id: string): string {
  const title = desk.index?.records[collection]?.find((record) => record.id === id)?.title;
  return title?.[""] ?? title?.[settings.language] ?? Object.values(title ?? {})[0] ?? id;
}

/** Where a match stands in its file, from the outside in. */
export function placeOf(file: FoundFile, match: Match): string {
  const words = settings.words;
  const { path, section } = match.spot;
  const inner = path.at(-1);
  const locale = typeof inner === "string" && desk.site?.locales.some(({ tag }) => tag === inner) ? localeLabel(inner) : "";
  if (file.page) {
    const kind = desk.kinds.get(match.kind);
    const fields = section === undefined ? desk.pageForm : (kind?.fields ?? []);
    const outer = section === undefined ? words.pageSettings : kind ? settings.text(kind.label) : "";
    const label = fieldLabel(fields, path);
    return [outer, label === outer ? "" : label].filter(Boolean).join(" › ");
  }
  if (file.collection) {
    const collection = desk.site?.collections.find((one) => one.name === file.collection);
    return [recordTitle(file.collection, String(path[0])), fieldLabel(collection?.fields ?? [], path), locale].filter(Boolean).join(" › ");
  }
  const form = desk.site?.siteForm ?? [];
  const [outer, label] = [fieldLabel(form, path.slice(0, 1)), fieldLabel(form, path)];
  return [outer, label === outer ? "" : label, locale].filter(Boolean).join(" › ");
}

/** What a file is called. */
export function fileTitle(file: FoundFile): string {
  const words = settings.words;
  if (file.page) return file.title;
  const collection = desk.site?.collections.find((one) => one.name === file.collection);
  return collection ? settings.text(collection.label) : words.siteSettings;
}
