// The palette: what was typed, what answers it, what is chosen, what was used before.
import { desk } from "../lib/desk.svelte";
import { actionEntries, fieldEntries, languageEntries, pageEntries, problemEntries, recordEntries, type Entry } from "./entries";
import { ranked, type Mark } from "./score";

const MOST = 60;
const RECENT = 6;
const KEY = "palette-recent";

export interface Row {
  entry: Entry;
  marks: Mark[];
  recent: boolean;
}

export class Palette {
  typed = $state("");
  at = $state(0);
  private recent = $state.raw<string[]>(remembered());
  private readonly entries: Entry[];

  constructor(readonly mode: "all" | "pages") {
    const pages = pageEntries();
    this.entries = mode === "pages" ? pages : [...actionEntries(), ...languageEntries(desk.page), ...pages, ...fieldEntries(), ...recordEntries(), ...problemEntries()];
  }

  readonly rows: Row[] = $derived.by(() => {
    if (this.typed.trim()) return ranked(this.entries, this.typed, MOST).map(({ item, marks }) => ({ entry: item, marks, recent: false }));
    const recent = this.recent.flatMap((id) => this.entries.find((entry) => entry.id === id) ?? []).slice(0, RECENT);
    const rest = this.entries.filter((entry) => !recent.includes(entry) && (this.mode === "pages" || entry.sort !== "field"));
    return [...recent.map((entry) => ({ entry, marks: [], recent: true })), ...rest.slice(0, MOST).map((entry) => ({ entry, marks: [], recent: false }))];
  });

  type(text: string): void {
    this.typed = text;
    this.at = 0;
  }

  move(step: number): void {
    const count = this.rows.length;
    if (count > 0) this.at = (this.at + step + count) % count;
  }

  /** Remembers an entry as used. */
  used(entry: Entry): void {
    // What a field or a problem is, is another thing on the next page.
    if (entry.sort === "field" || entry.sort === "problem") return;
    this.recent = [entry.id, ...this.recent.filter((id) => id !== entry.id)].slice(0, 24);
    try {
      localStorage.setItem(KEY, JSON.stringify(this.recent));
    } catch {
      // Not remembered; nothing else depends on it.
    }
  }
}

function remembered(): string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(ids) ? ids.map(String) : [];
  } catch {
    return [];
  }
}
