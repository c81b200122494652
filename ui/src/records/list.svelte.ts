// The list of a collection's records: rows, filters, order and selection.
import { SvelteSet } from "svelte/reactivity";

import { call } from "../lib/call";
import { desk, type Sheet } from "../lib/desk.svelte";
import type { Values } from "../lib/paths";
import { columns, isUntranslated, matches, noFilter, searchable, sorted, text, type Column, type Filter, type Listed, type Sort } from "../lib/rows";
import { settings } from "../lib/settings.svelte";
import type { Collection } from "../lib/types/Collection";
import type { Problem } from "../lib/types/Problem";

/** One record. What it shows is worked out anew only when the record itself changes. */
export class Row implements Listed {
  readonly id: string;
  private readonly list: RecordList;
  values = $derived.by((): Values => (this.list.sheet.values[this.id] ?? {}) as Values);
  title = $derived.by(() => text(this.values[this.list.collection.title], settings.language) || this.id);
  search = $derived.by(() => `${searchable(this.values)}\n${this.id}`);
  untranslated = $derived.by(() => isUntranslated(this.list.collection.fields, this.values, this.list.locales));
  hidden = $derived.by(() => this.values["visibility"] === "hidden");

  constructor(list: RecordList, id: string) {
    this.list = list;
    this.id = id;
  }

  get state(): string {
    return this.list.sheet.states[this.id] ?? "";
  }

  get uses(): number {
    return this.list.counts[this.id] ?? 0;
  }

  get problems(): Problem[] {
    return this.list.problems[this.id] ?? [];
  }

  get blockers(): number {
    return this.problems.filter((problem) => problem.severity === "blocker").length;
  }

  get warnings(): number {
    return this.problems.filter((problem) => problem.severity === "warning").length;
  }

  value = (name: string): string => text(this.values[name], settings.language);
}

/** What a person set for a collection; it stays while the site is open. */
class Setting {
  readonly sheet: Sheet;
  filter = $state<Filter>({ ...noFilter, values: {} });
  sort = $state.raw<Sort | null>(null);
  counts = $state.raw<Record<string, number | undefined>>({});
  counted = $state(false);
  readonly selected = new SvelteSet<string>();

  constructor(sheet: Sheet) {
    this.sheet = sheet;
  }
}

const kept: Record<string, Setting | undefined> = {};

function settingOf(collection: Collection, sheet: Sheet): Setting {
  const known = kept[collection.name];
  if (known?.sheet === sheet) return known;
  return (kept[collection.name] = new Setting(sheet));
}

/** The records of one collection, as the table lists them. It lives as long as the screen: what it works
 *  out belongs to that. */
export class RecordList {
  readonly collection: Collection;
  readonly sheet: Sheet;
  private readonly setting: Setting;
  private readonly made = Object.create(null) as Record<string, Row>;

  readonly ids = $derived.by(() => Object.keys(this.sheet.values));
  readonly rows = $derived.by(() => this.ids.map((id) => this.row(id)));
  readonly shown = $derived.by(() => {
    const found = this.isFiltered ? this.rows.filter((row) => matches(row, this.filter)) : this.rows;
    return sorted(found, this.sort, this.collection.title, settings.language);
  });
  readonly problems = $derived.by(() => {
    const found = Object.create(null) as Record<string, Problem[] | undefined>;
    for (const problem of this.sheet.problems) (found[problem.place.field?.split(".")[0] ?? ""] ??= []).push(problem);
    return found;
  });
  readonly columns = $derived.by((): Column[] => columns(this.collection, Object.keys(this.sheet.states).length > 0));
  /** Values of `owner` that occur, for its filter. */
  readonly owners = $derived.by(() => this.rows.map((row) => row.value("owner")).filter((owner, i, all) => owner !== "" && all.indexOf(owner) === i).sort());

  /** What a state is called in this list. */
  stateName(state: string): string {
    const own = this.collection.states?.labels[state];
    return (own && settings.text(own)) || ((settings.words as Record<string, string>)[`state_${state}`] ?? state);
  }

  constructor(collection: Collection, sheet: Sheet) {
    this.collection = collection;
    this.sheet = sheet;
    this.setting = settingOf(collection, sheet);
  }

  get filter(): Filter {
    return this.setting.filter;
  }

  get sort(): Sort | null {
    return this.setting.sort;
  }

  set sort(sort: Sort | null) {
    this.setting.sort = sort;
  }

  get counts(): Record<string, number | undefined> {
    return this.setting.counts;
  }

  get counted(): boolean {
    return this.setting.counted;
  }

  get selected(): SvelteSet<string> {
    return this.setting.selected;
  }

  get locales(): string[] {
    return (desk.site?.locales ?? []).map((locale) => locale.tag);
  }

  get isFiltered(): boolean {
    const { search, values, problems, unused, untranslated } = this.filter;
    return search.trim() !== "" || problems || unused || untranslated || Object.values(values).some(Boolean);
  }

  /** Records can be moved only where their order is the one of the file. */
  get isManual(): boolean {
    return !this.sort && !this.isFiltered;
  }

  private row(id: string): Row {
    return (this.made[id] ??= new Row(this, id));
  }

  find(id: string | undefined): Row | undefined {
    return this.rows.find((row) => row.id === id);
  }

  clear(): void {
    this.setting.filter = { ...noFilter, values: {} };
  }

  /** Asks anew how often each record is used. */
  async count(): Promise<void> {
    this.setting.counts = await call.recordCounts(this.collection.name);
    this.setting.counted = true;
  }

  /** Records chosen in the table that are still there, in order. */
  get chosen(): string[] {
    return this.ids.filter((id) => this.selected.has(id));
  }
}
