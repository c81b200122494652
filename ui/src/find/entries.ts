// Everything the palette offers: actions, pages, fields of the open page, records, problems.
import { CircleAlert, Database, FileText, Languages, Pencil, Settings2, TextCursorInput, TriangleAlert, type Square } from "@lucide/svelte";

import { tick } from "svelte";

import { desk } from "../lib/desk.svelte";
import { get } from "../lib/paths";
import { hasPlace, round } from "../lib/problems";
import { fill, settings } from "../lib/settings.svelte";
import type { Field } from "../lib/types/Field";
import type { PageRef } from "../lib/types/PageRef";
import type { Problem } from "../lib/types/Problem";
import type { Step } from "../lib/types/Step";
import { available } from "./actions.svelte";
import { toForm } from "./finder.svelte";
import { localeLabel, recordTitle } from "./labels";
import type { Findable } from "./score";

export type Sort = "action" | "setting" | "page" | "field" | "record" | "problem";

export interface Entry extends Findable {
  /** Stable over sessions, so that it can be among the recent ones. */
  id: string;
  sort: Sort;
  icon: typeof Square;
  keys?: string;
  run: () => void;
  /** What Ctrl or ⌘ with Enter does. */
  other?: () => void;
}

/** What is shown at most of a value. */
const LONG = 60;

function toPage(page: PageRef): void {
  desk.screen = { name: "pages" };
  void desk.openPage(page);
}

function toField(key: string, path: string): void {
  toForm();
  void tick().then(() => desk.want(key, path));
}

export function actionEntries(): Entry[] {
  return available().map((action) => ({
    id: `action ${action.id}`,
    sort: action.setting ? "setting" : "action",
    title: action.title(),
    icon: action.icon ?? (action.setting ? Settings2 : Pencil),
    run: action.run,
    ...(action.also ? { also: action.also() } : {}),
    ...(action.keys ? { keys: action.keys } : {}),
  }));
}

/** Pages in the language of the open page first, each with the way to its other language. */
export function pageEntries(): Entry[] {
  const locales = desk.site?.locales ?? [];
  const here = desk.page?.locale ?? locales[0]?.tag ?? "en";
  const order = [here, ...locales.map(({ tag }) => tag).filter((tag) => tag !== here)];
  const go = (locale: string, address: string) => (): void => toPage({ locale, address });
  return order.flatMap((locale) =>
    (desk.index?.tree ?? []).flatMap((item) => {
      const page = item.pages[locale];
      if (!page) return [];
      const next = order.find((tag) => tag !== locale && item.pages[tag]);
      const entry: Entry = {
        id: `page ${locale} ${item.address}`,
        sort: "page",
        title: page.title,
        more: locales.length > 1 ? `${item.address} · ${localeLabel(locale)}` : item.address,
        also: locale,
        icon: FileText,
        run: go(locale, item.address),
        ...(next ? { other: go(next, item.address) } : {}),
      };
      return [entry];
    }),
  );
}

export function fieldEntries(): Entry[] {
  const words = settings.words;
  const front = fieldsOf(desk.pageForm, desk.front, "", words.pageSettings, []);
  return front.concat(
    desk.sections.flatMap((section) => {
      const kind = desk.kinds.get(section.kind);
      return section.state === "ready" && kind ? fieldsOf(kind.fields, section.values, section.key, settings.text(kind.label), []) : [];
    }),
  );
}

function fieldsOf(fields: Field[], values: unknown, key: string, outer: string, base: Step[]): Entry[] {
  return fields.flatMap((field) => {
    if (field.when && String(get(values, [...base, field.when.field]) ?? "") !== field.when.is) return [];
    const path = [...base, field.name];
    const value = get(values, path);
    const label = settings.text(field.label);
    if (field.kind === "list") return (Array.isArray(value) ? value : []).flatMap((_, i) => fieldsOf(field.fields, values, key, outer, [...path, i]));
    if (field.kind === "group") return fieldsOf(field.fields, values, key, outer, path);
    const text = typeof value === "string" ? value.replace(/\s+/g, " ").slice(0, LONG) : "";
    const entry: Entry = {
      id: `field ${key} ${path.join(".")}`,
      sort: "field",
      title: label,
      more: [outer === label ? "" : outer, text].filter(Boolean).join(" › "),
      icon: TextCursorInput,
      run: () => toField(key, path.join(".")),
    };
    return [entry];
  });
}

export function recordEntries(): Entry[] {
  return (desk.site?.collections ?? []).flatMap((collection) =>
    (desk.index?.records[collection.name] ?? []).map((record) => {
      const titles = Object.values(record.title);
      const title = recordTitle(collection.name, record.id);
      const run = (): void => void (desk.screen = { name: "records", collection: collection.name, record: record.id });
      return { id: `record ${collection.name} ${record.id}`, sort: "record" as const, title, more: settings.text(collection.label), also: `${titles.join(" ")} ${record.id}`, icon: Database, run };
    }),
  );
}

export function problemEntries(): Entry[] {
  const entry = (problem: Problem, here: boolean): Entry => ({
    id: `problem ${problem.code} ${problem.place.file} ${problem.place.section ?? ""} ${problem.place.field ?? ""} ${problem.message.en}`,
    sort: "problem",
    title: settings.text(problem.message),
    more: settings.text(problem.hint),
    icon: problem.severity === "blocker" ? CircleAlert : TriangleAlert,
    run: () => (here ? toField(desk.sections[problem.place.section ?? -1]?.key ?? "", problem.place.field ?? "") : hasPlace(problem) ? void round.show(problem, true) : available().find(({ id }) => id === "problems")?.run()),
  });
  const all = [...desk.problems.map((problem) => entry(problem, true)), ...(desk.index?.problems ?? []).map((problem) => entry(problem, false))];
  // The same may be wrong twice in one text: it leads to one place.
  return [...new Map(all.map((one) => [one.id, one])).values()];
}

/** The ways to the other languages of the open page. */
export function languageEntries(page: PageRef | null): Entry[] {
  const item = desk.index?.tree.find((one) => one.address === page?.address);
  if (!page || !item) return [];
  return (desk.site?.locales ?? []).flatMap(({ tag, label }) =>
    tag === page.locale || !item.pages[tag]
      ? []
      : [{ id: `language ${tag}`, sort: "action" as const, title: fill(settings.words.switchLanguage, { what: label }), also: tag, icon: Languages, run: () => toPage({ locale: tag, address: page.address }) }],
  );
}

