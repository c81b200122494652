// What tables of records show: columns, texts, filters and order.
import type { Collection } from "./types/Collection";
import type { Field } from "./types/Field";
import type { Values } from "./paths";

/** What a cell of a column shows. */
export type Cell = "title" | "state" | "field" | "used" | "problems";

/** One column of a table. */
export interface Column {
  key: string;
  cell: Cell;
  field?: Field;
  /** Width in pixels; the title takes what is left. */
  width: number;
  /** The lower, the longer it stays when there is little room. */
  rank: number;
}

/** What decides which records are listed. */
export interface Filter {
  search: string;
  /** Wanted values of choices, of `owner` and of `state`, by name. */
  values: Record<string, string>;
  problems: boolean;
  unused: boolean;
  untranslated: boolean;
}

export const noFilter: Filter = { search: "", values: {}, problems: false, unused: false, untranslated: false };

/** How a table is sorted; manual order when there is none. */
export interface Sort {
  key: string;
  up: boolean;
}

/** One record, as far as filters and order look at it. */
export interface Listed {
  id: string;
  title: string;
  search: string;
  state: string;
  uses: number;
  blockers: number;
  warnings: number;
  untranslated: boolean;
  value: (name: string) => string;
}

export const STATES = ["expired", "expiring", "valid", "stated", "planned", "undated"];
const DATES = ["expires", "issued", "effective", "date"];
const TITLE_LEAST = 190;

/** All columns of a collection, in order. */
export function columns(collection: Collection, states: boolean): Column[] {
  const found: Column[] = [{ key: collection.title, cell: "title", width: TITLE_LEAST, rank: 0 }];
  const field = (name: string): Field | undefined => collection.fields.find((one) => one.name === name);
  if (states) found.push({ key: "state", cell: "state", width: 112, rank: 1 });
  const detail = collection.fields.find((one) => one.kind === "choice" && one.name !== "visibility") ?? collection.fields.find((one) => one.name !== collection.title && !one.internal && ["link", "text"].includes(one.kind));
  if (detail) found.push({ key: detail.name, cell: "field", field: detail, width: detail.kind === "choice" ? 124 : 180, rank: 4 });
  DATES.flatMap((name) => field(name) ?? [])
    .filter((one) => one.kind === "date")
    .slice(0, 2)
    .forEach((one, i) => found.push({ key: one.name, cell: "field", field: one, width: 104, rank: 5 + i * 2 }));
  const [owner, visibility] = [field("owner"), field("visibility")];
  if (owner) found.push({ key: "owner", cell: "field", field: owner, width: 132, rank: 6 });
  if (visibility) found.push({ key: "visibility", cell: "field", field: visibility, width: 104, rank: 8 });
  found.push({ key: "used", cell: "used", width: 64, rank: 3 }, { key: "problems", cell: "problems", width: 84, rank: 2 });
  return found;
}

/** The columns that fit into a width, the more important ones first. */
export function fitting(all: Column[], width: number): Column[] {
  let left = width;
  const kept = new Set<Column>();
  for (const column of [...all].sort((a, b) => a.rank - b.rank)) {
    if (column.rank > 0 && column.width > left) break;
    left -= column.width;
    kept.add(column);
  }
  return all.filter((column) => kept.has(column));
}

/** A value in a language; other languages stand in for it. */
export function text(value: unknown, language: string): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map((one) => text(one, language)).filter(Boolean).join(", ");
  if (typeof value !== "object") return String(value);
  const each = value as Record<string, unknown>;
  const filled = [each[language], each["en"], ...Object.values(each)].find((one) => one !== undefined && one !== "");
  return typeof filled === "object" ? "" : String(filled ?? "");
}

/** Every text of a record in every language, in small letters. */
export function searchable(values: unknown): string {
  if (typeof values === "object" && values !== null) return Object.values(values).map(searchable).join("\n");
  return String(values ?? "").toLowerCase();
}

/** Whether a text that differs by language is missing in one of them. */
export function isUntranslated(fields: Field[], values: Values, locales: string[]): boolean {
  return fields.some((field) => {
    const value = values[field.name];
    if (!field.localised || !["text", "multiline", "markdown"].includes(field.kind) || typeof value !== "object" || value === null) return false;
    const each = value as Record<string, string | undefined>;
    const filled = locales.filter((locale) => (each[locale] ?? "").trim() !== "");
    return filled.length > 0 && filled.length < locales.length;
  });
}

/** Whether a record is listed. */
export function matches(row: Listed, filter: Filter): boolean {
  const wanted = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length > 0 && !wanted.every((word) => row.search.includes(word))) return false;
  if (filter.problems && row.blockers + row.warnings === 0) return false;
  if (filter.unused && row.uses > 0) return false;
  if (filter.untranslated && !row.untranslated) return false;
  return Object.entries(filter.values).every(([name, value]) => value === "" || (name === "state" ? row.state : row.value(name)) === value);
}

/** The same records in order. */
export function sorted<T extends Listed>(rows: T[], sort: Sort | null, title: string, language: string): T[] {
  if (!sort) return rows;
  const by = new Intl.Collator(language, { numeric: true }).compare;
  const compare = (a: T, b: T): number => {
    if (sort.key === "state") return STATES.indexOf(a.state) - STATES.indexOf(b.state);
    if (sort.key === "used") return a.uses - b.uses;
    if (sort.key === "problems") return a.blockers - b.blockers || a.warnings - b.warnings;
    const [x, y] = sort.key === title ? [a.title, b.title] : [a.value(sort.key), b.value(sort.key)];
    // What is empty stands last in either direction.
    if (x === "" || y === "") return (Number(x === "") - Number(y === "")) * (sort.up ? 1 : -1);
    return by(x, y);
  };
  return [...rows].sort((a, b) => compare(a, b) * (sort.up ? 1 : -1));
}
