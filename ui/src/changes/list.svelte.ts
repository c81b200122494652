// What changed for visitors: the list, which page of it is looked at, and which change.
import { call, failure, type Comparison } from "../lib/call";
import { desk } from "../lib/desk.svelte";
import { markers } from "../lib/pages.svelte";
import { settings } from "../lib/settings.svelte";
import type { Changes } from "../lib/types/Changes";
import type { Localised } from "../lib/types/Localised";
import type { Meaning } from "../lib/types/Meaning";
import type { PageRef } from "../lib/types/PageRef";
import { besidePages, counts, fits, narrowed, type Listed, type Shown } from "./narrow";

/** What was published last, and the site as it is now. */
export const LAST: Comparison = { of: "last" };

/** The page that stands for what shows on none. */
export const BESIDE = "";

class List {
  changes = $state.raw<Changes | null>(null);
  /** The pages of the site by their paths in the bundle. */
  pages = $state.raw<Record<string, PageRef | undefined>>({});
  /** What is compared. */
  what = $state.raw<Comparison>(LAST);
  working = $state(false);
  progress = $state.raw<{ done: number; total: number } | null>(null);
  fault = $state<Localised>("");
  stopped = $state(false);
  meaning = $state<Meaning | "">("");
  search = $state("");
  /** The path of the page that is looked at. */
  path = $state<string | null>(null);
  /** The change that is looked at, among those that are listed of the page. */
  at = $state(0);
  /** Numbers the comparisons, so that frames know when to show anew. */
  turn = $state(0);

  /** The site that was compared. */
  private folder = $state("");
  /** What the person wants compared; `what` is what was compared. */
  private wished = LAST;
  /** Whether something changed while a comparison was made. */
  private waiting = false;

  readonly listed = $derived.by((): Listed[] => (this.changes ? narrowed(this.changes, this.meaning, this.search, (change) => settings.text(change.say)) : []));
  readonly told = $derived(this.listed.filter(({ page, shown }) => page.turn !== "layout" || shown.length > 0));
  /** Pages that only look different, of which nothing else is to be said. */
  readonly quiet = $derived(this.listed.filter(({ page, shown }) => page.turn === "layout" && shown.length === 0));
  readonly beside = $derived.by((): Shown[] => {
    const all = this.changes ? besidePages(this.changes) : [];
    return all.filter((change) => fits(change, this.meaning, this.search, settings.text(change.say))).map((change) => ({ change, place: null }));
  });
  /** Whatever of the list has changes to be stepped through, page by page. */
  readonly stops = $derived.by((): { path: string; shown: Shown[] }[] => {
    const pages = this.told.map(({ page, shown }) => ({ path: page.path, shown }));
    return this.beside.length > 0 ? [...pages, { path: BESIDE, shown: this.beside }] : pages;
  });
  readonly counts = $derived(this.changes ? counts(this.changes) : new Map<Meaning, number>());
  readonly page = $derived(this.listed.find(({ page }) => page.path === this.path) ?? null);
  readonly shown = $derived.by((): Shown[] => (this.path === BESIDE ? this.beside : (this.page?.shown ?? [])));
  readonly current = $derived(this.shown[this.at] ?? null);
  readonly last = $derived(this.what.of === "last");
  /** Whether the later side is the site as it is now. */
  readonly ofSite = $derived(this.what.of === "last" || (this.what.of === "releases" ? this.what.to : this.what.after) === null);
  /** The pages that visitors would find changed, by language and address. */
  readonly marked = $derived.by((): Set<string> => {
    // What was compared may have been another site.
    if (this.folder !== desk.site?.folder) return new Set();
    if (!this.changes || !this.last || this.changes.before.root === "") return new Set();
    return new Set(this.changes.pages.flatMap(({ path, turn }) => {
      const ref = this.pages[path];
      return ref && turn !== "layout" ? [`${ref.locale} ${ref.address}`] : [];
    }));
  });

  /** Compares anew. */
  async compare(what: Comparison): Promise<void> {
    this.wished = what;
    if (this.working) {
      // What changed meanwhile is compared afterwards.
      this.waiting = true;
      return;
    }
    this.working = true;
    await desk.settled();
    const folder = desk.site?.folder ?? "";
    if (folder !== this.folder) this.forget(folder);
    this.stopped = false;
    this.fault = "";
    try {
      const found = await call.compare(what);
      if (what !== this.what) this.path = null;
      this.changes = found.changes;
      this.pages = found.pages;
      this.what = what;
      this.turn++;
      // Whoever looks at a change goes on looking at it.
      if (this.path !== null && this.shown.length > 0) this.at = Math.min(this.at, this.shown.length - 1);
      else this.choose(this.page ? this.path : null);
    } catch (error) {
      const { code, message } = failure(error);
      if (this.wished === what) this.wished = this.what;
      if (code === "cancelled") this.stopped = true;
      else this.fault = message;
    } finally {
      this.working = false;
      this.progress = null;
    }
    const again = this.waiting && !this.stopped;
    this.waiting = false;
    if (again) await this.again();
  }

  /** Compares anew with what is wanted: something changed. */
  again(): Promise<void> {
    return this.compare(desk.site?.folder === this.folder ? this.wished : LAST);
  }

  private forget(folder: string): void {
    this.folder = folder;
    this.changes = null;
    this.what = LAST;
    this.path = null;
    this.meaning = "";
    this.search = "";
  }

  /** Looks at a page; at the first that is listed when none is named. */
  choose(path: string | null): void {
    this.path = path ?? this.told[0]?.page.path ?? (this.beside.length > 0 ? BESIDE : (this.quiet[0]?.page.path ?? null));
    this.at = 0;
  }

  /** Narrows the list, and stays at the page if it is still there. */
  narrow(wish: { meaning?: Meaning | ""; search?: string }): void {
    if (wish.meaning !== undefined) this.meaning = wish.meaning;
    if (wish.search !== undefined) this.search = wish.search;
    const there = this.path === BESIDE ? this.beside.length > 0 : this.page !== null;
    this.choose(there ? this.path : null);
  }

  /** Goes to the next or previous change, over the ends of pages. Answers whether there was one. */
  step(by: 1 | -1): boolean {
    const next = this.at + by;
    if (next >= 0 && next < this.shown.length) {
      this.at = next;
      return true;
    }
    const here = this.stops.findIndex(({ path }) => path === this.path);
    const stop = this.stops[here + by];
    if (stop === undefined || here < 0) return false;
    this.choose(stop.path);
    if (by < 0) this.at = Math.max(0, this.shown.length - 1);
    return true;
  }

  /** The next change in the list that is none of `seen`, from where one is around the end; `null` when all are. */
  unseen(seen: ReadonlySet<string>): { path: string; at: number } | null {
    const all = this.stops.flatMap(({ path, shown }) => shown.map(({ change }, at) => ({ path, at, id: change.id })));
    const here = all.findIndex(({ path, at }) => path === this.path && at === this.at);
    return [...all.slice(here + 1), ...all.slice(0, here + 1)].find(({ id }) => !seen.has(id)) ?? null;
  }

  /** Looks at a change of a page. */
  look(path: string, at: number): void {
    this.choose(path);
    this.at = at;
  }
}

export const list = new List();

// Pages that differ are marked in the tree as of the last comparison: nothing is compared while somebody types.
markers.push((item, locale) => (list.marked.has(`${locale} ${item.address}`) ? [{ id: "released", text: settings.words.changesTreeMark, tone: "quiet" }] : []));
