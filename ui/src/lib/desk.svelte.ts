// The one open site as the window sees it: state, the queue of edits, and the patches to the preview.
import { SvelteMap } from "svelte/reactivity";

import { call, failure, type Edit } from "./call";
import type { Frame } from "./frame";
import { dotted, set, type Values } from "./paths";
import { settings } from "./settings.svelte";
import type { EditLabel } from "./types/EditLabel";
import type { Guard } from "./types/Guard";
import type { HistoryView } from "./types/HistoryView";
import type { IndexView } from "./types/IndexView";
import type { Kind } from "./types/Kind";
import type { OverlapView } from "./types/OverlapView";
import type { PageRef } from "./types/PageRef";
import type { PageView } from "./types/PageView";
import type { Problem } from "./types/Problem";
import type { SaveState } from "./types/SaveState";
import type { SectionView } from "./types/SectionView";
import type { Shown } from "./types/Shown";
import type { SiteView } from "./types/SiteView";
import type { Step } from "./types/Step";
import type { Update } from "./types/Update";

/** One card of the form. */
export class Section {
  readonly key: string;
  kind = $state("");
  id = $state<string | undefined>();
  aside = $state(false);
  hidden = $state(false);
  state = $state<SectionView["state"]>("ready");
  problem = $state.raw<Problem | undefined>();
  source = $state<string | undefined>();
  values = $state<Values>({});
  open = $state(false);

  constructor(view: SectionView, open: boolean) {
    this.key = view.key;
    this.open = open;
    this.take(view, true);
  }

  /** Takes in what the engine says; values only where nothing typed is waiting. */
  take(view: SectionView, values: boolean): void {
    this.kind = view.kind;
    this.id = view.id;
    this.aside = view.aside;
    this.hidden = view.hidden;
    this.state = view.state;
    this.problem = view.problem;
    this.source = view.source;
    if (values && JSON.stringify($state.snapshot(this.values)) !== JSON.stringify(view.values)) {
      this.values = view.values as Values;
    }
  }
}

/** What is brought to attention for a moment. */
export interface Notice {
  text: string;
  undo: boolean;
}

/** Rich text that a view wrote: what it shows, and what to do once the engine has compared it. */
export interface Written {
  shown: () => Shown;
  done: (fault: Guard | null) => void;
}

type Waiting = { edit: Edit; field: string | null; written?: Written };

class Desk {
  site = $state.raw<SiteView | null>(null);
  index = $state.raw<IndexView | null>(null);
  page = $state.raw<PageRef | null>(null);
  readOnly = $state<string | undefined>();
  front = $state<Values>({});
  sections = $state.raw<Section[]>([]);
  preview = $state.raw<{ html: string; turn: number }>({ html: "", turn: 0 });
  problems = $state.raw<Problem[]>([]);
  history = $state.raw<HistoryView>({});
  saved = $state.raw<SaveState>({ state: "saved" });
  overlaps = $state.raw<OverlapView[]>([]);
  notice = $state.raw<Notice | null>(null);
  error = $state<string | null>(null);
  opening = $state(false);
  /** Field to be focused: section key (empty for the page's settings) and path. */
  wanted = $state.raw<{ key: string; path: string; turn: number } | null>(null);
  frame: Frame | null = null;

  private revision = 0;
  private waiting: Waiting[] = [];
  private busy = false;
  private started: number | null = null;
  private turn = 0;
  readonly kinds = new SvelteMap<string, Kind>();

  open(site: SiteView): void {
    this.site = site;
    this.index = site.index;
    this.kinds.clear();
    for (const kind of site.kinds) this.kinds.set(kind.name, kind);
    this.page = null;
    this.sections = [];
    const first = site.index.tree[0];
    const locale = site.locales[0]?.tag;
    if (first && locale) void this.openPage({ locale: first.pages[locale] ? locale : (Object.keys(first.pages)[0] ?? locale), address: first.address });
  }

  async openPage(page: PageRef): Promise<void> {
    await this.settled();
    this.opening = true;
    try {
      this.show(await call.openPage(page));
    } catch (error) {
      this.error = failure(error).message;
    } finally {
      this.opening = false;
    }
  }

  private show(view: PageView): void {
    this.page = view.page;
    this.revision = view.revision;
    this.readOnly = view.readOnly;
    this.front = view.front as Values;
    const few = view.sections.length <= 4;
    this.sections = view.sections.map((section) => new Section(section, few));
    this.preview = { html: view.preview, turn: ++this.turn };
    this.problems = view.problems;
    this.history = view.history;
    this.saved = view.saved;
    this.overlaps = view.overlaps;
  }

  section(key: string): Section | undefined {
    return this.sections.find((section) => section.key === key);
  }

  /** What was typed into a field: shown at once, sent when the engine is free; the newest text wins. */
  type(key: string, path: Step[], value: unknown, written?: Written): void {
    this.started ??= performance.now();
    const values = key ? this.section(key)?.values : this.front;
    if (!values) return;
    set(values, path, value);
    const field = `${key} ${dotted(path)}`;
    const edit: Edit = key
      ? { do: "set", section: key, path, value: $state.snapshot(value) }
      : { do: "set", path, value: $state.snapshot(value) };
    const last = this.waiting.at(-1);
    if (last?.field === field) {
      last.edit = edit;
      last.written = written;
    } else this.waiting.push({ edit, field, written });
    void this.send();
  }

  /** An edit of structure. It waits for what was typed before it. */
  async act(edit: Edit): Promise<void> {
    this.waiting.push({ edit, field: null });
    await this.send();
  }

  private isWaiting(key: string): boolean {
    return this.waiting.some(({ edit }) => "section" in edit && edit.section === key);
  }

  private async send(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
        const page = this.page;
        if (!page) break;
        this.saved = { state: "pending" };
        const asked = performance.now();
        const edit = next.written && next.edit.do === "set" ? { ...next.edit, shown: next.written.shown() } : next.edit;
        const update = await call.edit({ page, revision: this.revision, edit });
        next.written?.done(update.guard ?? null);
        performance.measure("td-call", { start: asked, end: performance.now() });
        this.take(update);
        this.measure();
      }
    } catch (error) {
      this.waiting = [];
      this.error = failure(error).message;
      const page = this.page;
      if (page) this.show(await call.openPage(page));
    } finally {
      this.busy = false;
    }
  }

  /** From the key press to the first frame after the patch. */
  private measure(): void {
    const start = this.started;
    this.started = null;
    if (start === null) return;
    requestAnimationFrame(() => performance.measure("td-keystroke", { start, end: performance.now() }));
  }

  /** Resolves when nothing typed is waiting. */
  async settled(): Promise<void> {
    while (this.busy || this.waiting.length > 0) await new Promise((then) => setTimeout(then, 4));
  }

  /** The one way into the window's state. */
  take(update: Update): void {
    const page = this.page;
    if (!page || update.page.locale !== page.locale || update.page.address !== page.address) {
      if (update.index) this.index = update.index;
      return;
    }
    this.revision = update.revision;
    if (update.reload) {
      this.reload(page);
      return;
    }
    for (const { section, html } of update.sections) {
      const known = this.section(section.key);
      if (known) known.take(section, !this.isWaiting(section.key));
      if (html !== undefined) this.frame?.section(section.key, html);
    }
    if (update.order) this.reorder(update.order, update);
    if (update.front && !this.waiting.some(({ edit }) => edit.do === "set" && !edit.section)) this.front = update.front as Values;
    if (update.body !== undefined) this.frame?.body(update.body);
    if (update.problems) this.problems = update.problems;
    if (update.index) this.index = update.index;
    if (update.overlaps) this.overlaps = update.overlaps;
    this.history = update.history;
    this.saved = update.saved;
    if (update.outside && update.sections.length > 0) this.notice = { text: settings.words.outside, undo: false };
    if (update.focus) this.want(update.focus, "");
  }

  private reorder(order: string[], update: Update): void {
    const known = new Map(this.sections.map((section) => [section.key, section]));
    this.sections = order.flatMap((key) => {
      const view = update.sections.find(({ section }) => section.key === key)?.section;
      return known.get(key) ?? (view ? [new Section(view, true)] : []);
    });
  }

  private reload(page: PageRef): void {
    if (this.index?.tree.some((item) => item.address === page.address && item.pages[page.locale])) void this.openPage(page);
    else this.error = settings.words.gone;
  }

  want(key: string, path: string): void {
    const section = this.section(key);
    if (section) section.open = true;
    this.wanted = { key, path, turn: ++this.turn };
  }

  async undo(forward: boolean): Promise<void> {
    await this.settled();
    try {
      const update = forward ? await call.redo() : await call.undo();
      if (!update) return;
      const { locale, address } = update.page;
      if (this.page?.locale !== locale || this.page.address !== address) await this.openPage(update.page);
      else this.take(update);
    } catch (error) {
      this.error = failure(error).message;
    }
  }

  async settle(id: number, keep: "mine" | "theirs"): Promise<void> {
    if (!this.page) return;
    try {
      this.take(await call.settleOverlap(this.page, id, keep));
    } catch (error) {
      this.error = failure(error).message;
    }
  }

  async save(): Promise<void> {
    await this.settled();
    this.saved = await call.save();
    if (this.saved.state === "saved") this.notice = { text: settings.words.alwaysSaved, undo: false };
  }

  /** An edit in words. */
  label(label: EditLabel): string {
    const words = settings.words;
    const verbs: Record<string, string> = {
      add: words.addSection,
      "add-item": words.add,
      move: words.moveDown,
      duplicate: words.duplicate,
      hide: words.hide,
      show: words.show,
      remove: words.remove,
      "remove-item": words.remove,
      aside: words.aside,
      source: words.repair,
    };
    const kind = this.kinds.get(label.kind);
    const name = kind ? settings.text(kind.label) : words.pageSettings;
    const verb = verbs[label.verb];
    return verb ? `${verb}: ${name}` : name;
  }
}

export const desk = new Desk();
