// Where problems are, in words: pages, sections and fields by the names that people know them by.
import { fieldLabel, localeLabel } from "../find/labels";
import { desk } from "../lib/desk.svelte";
import { pageOf } from "../lib/problems";
import { steps } from "../lib/paths";
import { line } from "../lib/summary";
import { fill, settings } from "../lib/settings.svelte";
import type { Listed } from "../lib/types/Listed";
import type { RuleView } from "../lib/types/RuleView";
import type { By, Group } from "./rows";

/** Letters of what a section is known by. */
const LONG = 40;

const collectionOf = (file: string) => desk.site?.collections.find((one) => file === `records/${one.name}.toml`);

/** What a file is called: the title of a page, the name of a list, the settings; else its path. */
export function fileName({ problem, page, title }: Listed): string {
  const { file } = problem.place;
  if (page) return title || page.address;
  const collection = collectionOf(file);
  if (collection) return settings.text(collection.label);
  return file === "site.toml" ? settings.words.siteSettings : file;
}

/** What is said beside the name of a file: the language and address of a page. */
export function fileDetail({ page }: Listed): string {
  if (!page) return "";
  const address = page.address.startsWith("shared:") ? settings.words.sharedSection : page.address;
  return (desk.site?.locales.length ?? 0) > 1 ? `${address} · ${localeLabel(page.locale)}` : address;
}

/** Where in its file a problem is, from the outside in; empty when it is about the whole. */
export function placeIn({ problem, page, title, kind, section: summary }: Listed): string {
  const words = settings.words;
  const { file, field = "", section, line: number } = problem.place;
  if (page ?? pageOf(file)) {
    const known = desk.kinds.get(kind);
    const outer = section === undefined ? (field ? words.pageSettings : "") : known ? settings.text(known.label) : kind;
    const label = fieldLabel(section === undefined ? desk.pageForm : (known?.fields ?? []), steps(field));
    const own = line(summary);
    const named = own ? fill(words.sectionNamed, { kind: outer, name: own.length > LONG ? `${own.slice(0, LONG - 1)}…` : own }) : outer;
    return [named, label === outer ? "" : label].filter(Boolean).join(" › ");
  }
  const last = field.split(".").at(-1) ?? "";
  const locale = desk.site?.locales.some(({ tag }) => tag === last) ? localeLabel(last) : "";
  const collection = collectionOf(file);
  if (collection) return [title, fieldLabel(collection.fields, steps(field).slice(1)), locale].filter(Boolean).join(" › ");
  if (file === "site.toml") {
    const form = desk.site?.siteForm ?? [];
    const [outer, label] = [fieldLabel(form, steps(field).slice(0, 1)), fieldLabel(form, steps(field))];
    return [outer, label === outer ? "" : label, locale].filter(Boolean).join(" › ");
  }
  return number === undefined ? "" : fill(words.inFile, { file, line: number });
}

/** The whole place, from the page or list on. */
export const placeOf = (listed: Listed): string => [fileName(listed), placeIn(listed)].filter((part, i, all) => part !== "" && part !== all[i - 1]).join(" › ");

/** The heading of a group: the page or list, the kind of problem, the person. */
export function groupTitle(by: By, { id, rows }: Group, rule: RuleView | undefined): string {
  if (by === "rule") return settings.text(rule?.title ?? id);
  if (by === "person") return id || settings.words.nobody;
  const first = rows[0]?.listed;
  return first ? fileName(first) : id;
}
