// The files of an existing site as the preview lists them: what each becomes, filters, sums.
import type { ImportFigures } from "../lib/types/ImportFigures";
import type { ImportNote } from "../lib/types/ImportNote";
import type { ImportRefused } from "../lib/types/ImportRefused";
import type { ImportReport } from "../lib/types/ImportReport";
import type { ImportedPage } from "../lib/types/ImportedPage";

/** What rows are narrowed to. */
export type Filter = "all" | "look" | "repaired" | "left" | "refused";

/** One file: a page that is made of it, or why there is none. */
export interface Row {
  source: string;
  page?: ImportedPage;
  refused?: ImportRefused;
  /** How often each is said of it. */
  look: number;
  repaired: number;
  left: number;
  /** All that the search looks through, in small letters. */
  search: string;
}

/** How often all of them happened. */
export const times = (notes: ImportNote[]): number => notes.reduce((sum, note) => sum + note.count, 0);

export function rowsOf(report: ImportReport): Row[] {
  const pages = report.pages.map((page): Row => ({
    source: page.source,
    page,
    look: times(page.lookAt),
    repaired: times(page.repaired),
    left: times(page.leftOut),
    search: `${page.source}\n${page.title}\n${page.page.address}`.toLowerCase(),
  }));
  const refused = report.refused.map((file): Row => ({ source: file.source, refused: file, look: 0, repaired: 0, left: 0, search: file.source.toLowerCase() }));
  return [...pages, ...refused];
}

const kept: Record<Filter, (row: Row) => boolean> = {
  all: () => true,
  look: (row) => row.look > 0,
  repaired: (row) => row.repaired > 0,
  left: (row) => row.left > 0,
  refused: (row) => row.refused !== undefined,
};

/** How many rows each filter leaves. */
export function counts(rows: Row[]): Record<Filter, number> {
  const count = (filter: Filter): number => rows.filter(kept[filter]).length;
  return { all: rows.length, look: count("look"), repaired: count("repaired"), left: count("left"), refused: count("refused") };
}

/** The rows that a filter and every word of a search leave. */
export function matching(rows: Row[], filter: Filter, search: string): Row[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => kept[filter](row) && words.every((word) => row.search.includes(word)));
}

/** A share in percent with one digit after the point; all is said only of all, and none only of none. */
export function share(part: number, whole: number): string {
  if (whole === 0 || part === whole) return part === 0 && whole > 0 ? "0" : "100";
  if (part === 0) return "0";
  const tenths = Math.min(999, Math.max(1, Math.floor((part / whole) * 1000)));
  return (tenths / 10).toFixed(1);
}

/** What is not in typed fields, in percent, so that both together are all of it. */
export function rest(figures: ImportFigures): string {
  const typed = Number(share(figures.typed, figures.characters));
  return typed === 100 ? "0" : (100 - typed).toFixed(1);
}

/** The first of several names, and how many more there are. */
export function few(names: string[], most: number): { names: string[]; more: number } {
  return names.length <= most + 1 ? { names, more: 0 } : { names: names.slice(0, most), more: names.length - most };
}

/** The last part of a path, without what says that it is packed: `Legal Site.zip` is “Legal Site”. */
export function nameOf(path: string): string {
  const last = path.replace(/[\\/]+$/, "").split(/[\\/]/).at(-1) ?? "";
  return last.replace(/\.(zip|md|markdown|html?)$/i, "");
}

/** The file of a path in the source. */
export const fileOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** The folder of a path in the source, with the line that ends it; empty at the top. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
