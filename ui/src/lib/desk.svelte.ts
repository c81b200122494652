// The one open site as the window sees it: state, the queue of edits, and the patches to the preview.
import { tick } from "svelte";
import { SvelteMap } from "svelte/reactivity";

import { call, failure, type DayView, type Edit } from "./call";
import type { Frame } from "./frame";
import { dotted, set, type Values } from "./paths";
import { undoLabel } from "./media";
import { fill, settings } from "./settings.svelte";
import type { DataEdit } from "./types/DataEdit";
import type { DataView } from "./types/DataView";
import type { EditLabel } from "./types/EditLabel";
import type { Field } from "./types/Field";
import type { Guard } from "./types/Guard";
import type { HistoryView } from "./types/HistoryView";
import type { IndexView } from "./types/IndexView";
import type { Kind } from "./types/Kind";
import type { Localised } from "./types/Localised";
import type { OverlapView } from "./types/OverlapView";
import type { PageRef } from "./types/PageRef";
import type { PageView } from "./types/PageView";
import type { Problem } from "./types/Problem";
import type { RestoredView } from "./types/RestoredView";
import type { RecordUpdate } from "./types/RecordUpdate";
import type { Saved } from "./types/Saved";
import type { SectionView } from "./types/SectionView";
import type { Shown } from "./types/Shown";
import type { SiteView } from "./types/SiteView";
import type { Step } from "./types/Step";
import type { Update } from "./types/Update";
import type { Beside } from "../translate/beside.svelte";

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
  /** Why the preview shows an earlier state of it: a fault in the field being typed in. */
  stale = $state.raw<Problem | undefined>();
  /** It cannot be shown at all: it cannot be read. */
  readonly lost = $derived(this.state === "unreadable" && !this.hidden && this.kind !== "");

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

/** How the key of a file of fields begins where forms name what they edit: `data:site.toml`. */
const DATA = "data:";

/** One file of fields, open in a form: the site's settings, or a collection of records. */
export class Sheet {
  readonly file: string;
  values = $state<Values>({});
  /** What the dates of each record say today. */
  states = $state.raw<Record<string, string | undefined>>({});
  problems = $state.raw<Problem[]>([]);
  unreadable = $state.raw<Problem | undefined>();

  constructor(view: DataView) {
    this.file = view.file;
    this.take(view);
  }

  /** What forms call it. */
  get key(): string {
    return DATA + this.file;
  }

  take(view: DataView): void {
    if (JSON.stringify($state.snapshot(this.values)) !== JSON.stringify(view.values)) this.values = view.values as Values;
    this.states = view.states;
    this.problems = view.problems;
    this.unreadable = view.unreadable;
  }

  /** Takes in one record that was typed into; values only where nothing typed is waiting. */
  patch(update: RecordUpdate, values: boolean): void {
    const { id } = update.record;
    if (values && JSON.stringify($state.snapshot(this.values[id])) !== JSON.stringify(update.values)) this.values[id] = update.values;
    if (update.state !== this.states[id]) this.states = { ...this.states, [id]: update.state };
    this.problems = withProblems(this.problems, update);
  }
}

/** Problems after those of one record changed; the same array when they did not. */
function withProblems(all: Problem[], { file, record, problems }: RecordUpdate): Problem[] {
  // What is found in the words of a text waits for the next check of the site.
  const mine = (problem: Problem): boolean => problem.place.file === file && !problem.span && (problem.place.field ?? "").startsWith(`${record.id}.`);
  if (JSON.stringify(all.filter(mine)) === JSON.stringify(problems)) return all;
  return [...all.filter((problem) => !mine(problem)), ...problems];
}

/** Whether an update tells of more than how the site was saved. */
const isNews = ({ sections, order, front, body, problems, index, files, record, reload, site }: Update): boolean =>
  sections.length > 0 || reload || [order, front, body, problems, index, files, record, site].some((part) => part !== undefined);

/** Where a record was opened from, so that there is a way back. */
export interface Origin {
  screen: Screen;
  /** The section's key, the sheet's, or empty for the page's settings. */
  key: string;
  path: string;
  title: string;
  /** Puts the record that is made meanwhile into the field. */
  put?: (record: string) => void;
}

/** What the middle of the window shows. */
export type Screen = { name: "pages" } | { name: "records"; collection: string; record?: string; adding?: boolean } | { name: "files"; file?: string } | { name: "due" } | { name: "site" } | { name: "outside" } | { name: "problems" } | { name: "review" } | { name: "releases"; release?: number };

/** What is brought to attention for a moment. */
export interface Notice {
  text: string;
  undo: boolean;
  /** What its Undo does, when that is not to undo the last edit. */
  back?: () => Promise<void>;
}

/** Rich text that a view wrote: what it shows, and what to do once the engine has compared it. */
export interface Written {
  /** Undone by itself, and not with the typing around it. */
  apart: boolean;
  shown: () => Shown;
  done: (fault: Guard | null) => void;
}

type Waiting = { edit: Edit; field: string | null; written?: Written };

class Desk {
  site = $state.raw<SiteView | null>(null);
  index = $state.raw<IndexView | null>(null);
  page = $state.raw<PageRef | null>(null);
  readOnly = $state<Localised | undefined>();
  front = $state<Values>({});
  sections = $state.raw<Section[]>([]);
  preview = $state.raw<{ html: string; turn: number }>({ html: "", turn: 0 });
  problems = $state.raw<Problem[]>([]);
  history = $state.raw<HistoryView>({});
  saved = $state.raw<Saved>({ state: "saved", turn: 0 });
  overlaps = $state.raw<OverlapView[]>([]);
  notice = $state.raw<Notice | null>(null);
  /** What is said to readers of the screen, where what happened is seen. */
  said = $state("");
  /** What was restored after a crash and is not decided on. */
  restored = $state.raw<RestoredView[]>([]);
  error = $state<Localised | null>(null);
  opening = $state(false);
  /** Files that the last edit of several files, or another program, changed; a new array each time. */
  changed = $state.raw<string[]>([]);
  /** Rises whenever the site, or what is found in it, may have become another: by edits, their undoing, other programs and checks, never by saving alone. */
  edition = $state(0);
  screen = $state.raw<Screen>({ name: "pages" });
  /** The page edited beside the open one, when two languages are compared. */
  beside = $state.raw<Beside | null>(null);
  /** Field to be focused: section key (empty for the page's settings) and path. */
  wanted = $state.raw<{ key: string; path: string; turn: number } | null>(null);
  origin = $state.raw<Origin | null>(null);
  frame: Frame | null = null;
  /** Asks for the whole preview anew. */
  redraw: (() => void) | null = null;

  private revision = 0;
  private waiting: Waiting[] = [];
  private busy = false;
  private doing: Edit["do"] | null = null;
  private started: number | null = null;
  private turn = 0;
  /** The frame was patched since the page was opened, so that its document is no longer what is shown. */
  private patched = false;
  private renewing: Promise<void> | null = null;
  private typed: { key: string; path: string } | null = null;
  private keystrokes = 0;
  readonly kinds = new SvelteMap<string, Kind>();
  private readonly sheets = new SvelteMap<string, Sheet>();

  open(site: SiteView): void {
    this.takeSite(site);
    this.saved = { state: "saved", turn: 0 };
    this.page = null;
    this.sections = [];
    this.sheets.clear();
    this.screen = { name: "pages" };
    const first = site.index.tree[0];
    const locale = site.locales[0]?.tag;
    if (first && locale) void this.enter({ locale: first.pages[locale] ? locale : (Object.keys(first.pages)[0] ?? locale), address: first.address });
  }

  /** What is known of the whole site: its forms and its lists. */
  private takeSite(site: SiteView): void {
    this.site = site;
    this.index = site.index;
    this.kinds.clear();
    for (const kind of site.kinds) this.kinds.set(kind.name, kind);
  }

  /** The site got other templates: forms and pages may be others, its texts are the same. */
  async renewed(site: SiteView): Promise<void> {
    const used = this.site?.templates?.used ?? false;
    this.takeSite(site);
    // Templates that are not used make no difference.
    if (!used && !site.templates?.used) return;
    this.refresh([...this.sheets.keys()]);
    if (this.page && this.has(this.page)) await this.openPage(this.page);
  }

  /** Opens the first page, or what was restored after a crash. */
  private async enter(first: PageRef): Promise<void> {
    this.restored = await call.restored().catch(() => []);
    await this.openPage(this.restored.find(({ page }) => page)?.page ?? first);
  }

  /** The Undo of a notice is that of the last edit: the next edit ends it. */
  private overtaken(): void {
    if (this.notice?.undo && !this.notice.back) this.notice = null;
  }

  /** Keeps or discards what was restored. */
  async decide(keep: boolean): Promise<void> {
    await this.settled();
    try {
      this.take(await call.decideRestored(keep));
      this.restored = [];
      this.notice = keep ? { text: settings.words.restoredKept, undo: false } : { text: settings.words.restoredDiscarded, undo: true };
    } catch (error) {
      this.error = failure(error).message;
    }
  }

  /** Says that another program changed the page, with a way back. */
  private changedOutside(page: PageRef, text: string): void {
    const back = async (): Promise<void> => {
      await this.settled();
      try {
        this.take(await call.putBack(page));
      } catch (error) {
        this.error = failure(error).message;
      }
    };
    this.notice = { text, undo: true, back };
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

  /** How saving stands, unless something newer is known: an answer may come after the event that overtook it. */
  private takeSaved(saved: Saved): void {
    if (saved.turn > this.saved.turn) this.saved = saved;
  }

  private show(view: PageView): void {
    this.edition++;
    this.page = view.page;
    this.patched = false;
    this.revision = view.revision;
    this.readOnly = view.readOnly;
    this.front = view.front as Values;
    const few = view.sections.length <= 4;
    this.sections = view.sections.map((section) => new Section(section, few));
    this.preview = { html: view.preview, turn: ++this.turn };
    this.problems = view.problems;
    this.history = view.history;
    this.takeSaved(view.saved);
    this.overlaps = view.overlaps;
  }

  /** The site is looked at on another day: the page, its problems, and what dates say of records. */
  seen(view: DayView): void {
    this.frame?.body(view.body);
    this.patched = true;
    this.problems = view.problems;
    this.index = view.index;
    this.refresh([...this.sheets.keys()]);
  }

  section(key: string): Section | undefined {
    return this.sections.find((section) => section.key === key);
  }

  /** What was typed into a field: shown at once, sent when the engine is free; the newest text wins. */
  type(key: string, path: Step[], value: unknown, written?: Written): void {
    this.overtaken();
    this.started ??= performance.now();
    this.keystrokes++;
    const values = key ? (this.sheet(key)?.values ?? this.section(key)?.values ?? this.beside?.valuesOf(key)) : this.front;
    if (!values) return;
    set(values, path, value);
    this.typed = { key, path: dotted(path) };
    const field = `${key} ${dotted(path)}`;
    const edit: Edit = key
      ? { do: "set", section: key, path, value: $state.snapshot(value) }
      : { do: "set", path, value: $state.snapshot(value) };
    const last = this.waiting.at(-1);
    if (last?.field === field && !last.written?.apart && !written?.apart) {
      last.edit = edit;
      last.written = written;
    } else this.waiting.push({ edit, field, written });
    void this.send();
  }

  /** An edit of structure. It waits for what was typed before it. */
  async act(edit: Edit): Promise<void> {
    this.overtaken();
    this.waiting.push({ edit, field: null });
    await this.send();
  }

  /** The open file of fields with this key (`data:site.toml`). */
  sheet(key: string): Sheet | undefined {
    return key.startsWith(DATA) ? this.sheets.get(key.slice(DATA.length)) : undefined;
  }

  /** Opens a file of fields for a form; `null` when it cannot be read, which is then said. */
  async openSheet(file: string): Promise<Sheet | null> {
    await this.settled();
    try {
      const view = await call.data(file);
      const known = this.sheets.get(file);
      if (known) known.take(view);
      else this.sheets.set(file, new Sheet(view));
      return this.sheets.get(file) ?? null;
    } catch (error) {
      this.error = failure(error).message;
      return null;
    }
  }

  /** An edit of a file of fields that is no typing. Answers with the record it added, if any. */
  async actData(file: string, edit: DataEdit): Promise<string | undefined> {
    await this.settled();
    try {
      const update = await call.editData(file, edit);
      this.take(update);
      return update.focus;
    } catch (error) {
      this.error = failure(error).message;
      return undefined;
    }
  }

  /** Reads open files of fields again after an edit or a change that was not typed into them. */
  private refresh(files: string[]): void {
    const before = this.keystrokes;
    for (const file of files) {
      if (this.sheets.has(file) && !this.isWaiting(DATA + file)) {
        // An answer from before the newest key would take that key back.
        void call.data(file).then((view) => this.isWaiting(DATA + file) || before !== this.keystrokes || this.sheets.get(file)?.take(view), () => this.sheets.delete(file));
      }
    }
  }

  /** Opens the page anew when the frame that comes back would show it as it was. */
  renew(): Promise<void> {
    const page = this.page;
    if (!page || !this.patched) return this.renewing ?? Promise.resolve();
    this.renewing ??= this.openPage(page).finally(() => (this.renewing = null));
    return this.renewing;
  }

  /** Shows a page, and on it a section (from 0) and perhaps a field. */
  async openPlace(page: PageRef, section: number | undefined, path: Step[]): Promise<void> {
    if (page.locale !== this.page?.locale || page.address !== this.page.address) await this.openPage(page);
    this.screen = { name: "pages" };
    await this.renew();
    await tick();
    this.want(this.sections[section ?? -1]?.key ?? "", dotted(path));
  }

  /** Opens a record from a field elsewhere, remembering the way back. */
  openRecord(collection: string, record: string, origin: Origin | null): void {
    this.origin = origin;
    this.wanted = null;
    this.screen = { name: "records", collection, record };
  }

  /** Begins a new record that a field elsewhere will name. */
  newRecord(collection: string, origin: Origin): void {
    this.origin = origin;
    this.wanted = null;
    this.screen = { name: "records", collection, adding: true };
  }

  /** Goes back to the field that a record was opened from. */
  async goBack(): Promise<void> {
    const origin = this.origin;
    this.origin = null;
    if (!origin) return;
    this.screen = origin.screen;
    if (origin.screen.name === "pages") await this.renew();
    await tick();
    this.want(origin.key, origin.path);
  }

  isWaiting(key: string): boolean {
    return this.waiting.some(({ edit }) => "section" in edit && edit.section === key);
  }

  private async send(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
        this.saved = { state: "pending", turn: this.saved.turn };
        const asked = performance.now();
        const edit = next.written && next.edit.do === "set" ? { ...next.edit, shown: next.written.shown(), apart: next.written.apart } : next.edit;
        const update = await this.carryOut(edit);
        if (!update) break;
        next.written?.done(update.guard ?? null);
        performance.measure("td-call", { start: asked, end: performance.now() });
        this.doing = next.edit.do;
        this.take(update);
        this.doing = null;
        this.measure();
      }
    } catch (error) {
      this.waiting = [];
      this.error = failure(error).message;
      const page = this.page;
      if (page) this.show(await call.openPage(page));
      await this.beside?.reload();
    } finally {
      this.busy = false;
    }
  }

  private async carryOut(edit: Edit): Promise<Update | null> {
    const key = "section" in edit ? edit.section : undefined;
    if (key?.startsWith(DATA)) {
      // Forms know only sections; a file of fields is one to them.
      return call.editData(key.slice(DATA.length), edit as DataEdit);
    }
    if (key !== undefined && this.beside?.has(key)) return call.edit(this.beside.request(edit));
    const page = this.page;
    return page ? call.edit({ page, revision: this.revision, edit }) : null;
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
    this.patched = true;
    if (isNews(update)) this.edition++;
    if (update.site) {
      void this.renewed(update.site);
      return;
    }
    if (update.record) this.takeRecord(update.record);
    if (update.files) {
      this.changed = update.files;
      if (!update.record) this.refresh(update.files);
      if (!this.beside?.is(update.page)) void this.beside?.reload();
    }
    if (this.beside?.is(update.page)) {
      this.beside.take(update);
      if (update.index) this.index = update.index;
      this.history = update.history;
      this.takeSaved(update.saved);
      return;
    }
    if (!page || update.page.locale !== page.locale || update.page.address !== page.address) {
      if (update.index) this.index = update.index;
      this.history = update.history;
      this.takeSaved(update.saved);
      return;
    }
    this.revision = update.revision;
    const themed = update.index !== undefined && update.index.theme !== this.index?.theme;
    if (themed) this.index = update.index ?? this.index;
    if (update.reload || themed) {
      this.reload(page);
      return;
    }
    for (const { section, html } of update.sections) {
      const known = this.section(section.key);
      if (known) known.take(section, !this.isWaiting(section.key));
      if (html !== undefined) this.patch(section, html, update);
    }
    if (update.order) this.reorder(update.order, update);
    if (update.front && !this.waiting.some(({ edit }) => edit.do === "set" && !edit.section)) this.front = update.front as Values;
    if (update.body !== undefined) this.frame?.body(update.body, this.sections.filter((section) => section.lost).map((section) => section.key));
    if (update.problems) this.problems = update.problems;
    if (update.index) this.index = update.index;
    if (update.overlaps) this.overlaps = update.overlaps;
    this.history = update.history;
    this.takeSaved(update.saved);
    if (update.saved.state === "saved") this.restored = [];
    const touched = update.sections.length > 0 || update.front || update.order;
    if (update.outside && touched) this.changedOutside(page, fill(settings.words.outsideOn, { page: String(this.front["title"] ?? page.address) }));
    // A moved section stays as it is on the screen; the form sees to it.
    if (update.focus && this.section(update.focus) && this.doing !== "move") this.want(update.focus, "");
  }

  /** Patches one section; while it or the field being typed in has a fault, its last good state stays. */
  private patch(view: SectionView, html: string, update: Update): void {
    const section = this.section(view.key);
    const typing = this.typed?.key === view.key ? this.typed.path : null;
    // A text with one bad link is still a text: only a field that is wrong as a whole holds the page back.
    const typed = typing !== null && this.isText(view.kind, typing) ? null : typing;
    const position = (update.order ?? this.sections.map(({ key }) => key)).indexOf(view.key);
    const fault = typed === null ? undefined : (update.problems ?? this.problems).find(({ severity, code, place }) => severity === "blocker" && code !== "required" && place.section === position && place.field === typed);
    if (section) section.stale = fault;
    const current = this.frame?.section(view.key, html, html !== "" && !fault) ?? true;
    // It was not there to be patched: the whole page is asked for.
    if (!current) this.redraw?.();
  }

  /** Whether a field of a kind is a text with formatting. */
  private isText(kind: string, path: string): boolean {
    let fields = this.kinds.get(kind)?.fields ?? [];
    let found: string | undefined;
    for (const name of path.split(".").filter((part) => !/^\d+$/.test(part))) {
      const field = fields.find((one) => one.name === name);
      found = field?.kind;
      fields = field?.fields ?? [];
    }
    return found === "markdown";
  }

  private takeRecord(update: RecordUpdate): void {
    this.sheets.get(update.file)?.patch(update, !this.isWaiting(DATA + update.file));
    const index = this.index;
    if (!index) return;
    const problems = withProblems(index.problems, update);
    let records = index.records;
    const all = records[update.collection] ?? [];
    const at = all.findIndex((one) => one.id === update.record.id);
    if (at >= 0 && JSON.stringify(all[at]?.title) !== JSON.stringify(update.record.title)) {
      records = { ...records, [update.collection]: all.map((one, i) => (i === at ? update.record : one)) };
    }
    if (problems !== index.problems || records !== index.records) this.index = { ...index, problems, records };
  }

  private reorder(order: string[], update: Update): void {
    const known = new Map(this.sections.map((section) => [section.key, section]));
    this.sections = order.flatMap((key) => {
      const view = update.sections.find(({ section }) => section.key === key)?.section;
      return known.get(key) ?? (view ? [new Section(view, true)] : []);
    });
  }

  /** The form of a page's own settings, without what only other themes ask for. */
  get pageForm(): Field[] {
    return (this.site?.pageForm ?? []).filter((field) => field.theme === null || field.theme === this.index?.theme);
  }

  private reload(page: PageRef): void {
    if (this.has(page)) void this.openPage(page);
    else this.changedOutside(page, settings.words.gone);
  }

  /** Whether a page or shared section is there. */
  has(page: PageRef): boolean {
    if (page.address.startsWith("shared:")) return this.index?.shared.some((one) => one.id === page.address.slice(7) && one.title[page.locale] !== undefined) ?? false;
    return this.index?.tree.some((item) => item.address === page.address && item.pages[page.locale]) ?? false;
  }

  /** Takes in an edit of whole pages, and opens `page`, or another one when the one on screen is gone. */
  async arranged(update: Update, page?: PageRef): Promise<void> {
    if (update.index) this.index = update.index;
    const gone = this.page !== null && !this.has(this.page);
    const open = page ?? (gone ? update.page : undefined);
    if (!open) {
      this.take(update);
      return;
    }
    this.history = update.history;
    this.takeSaved(update.saved);
    if (update.files) {
      this.changed = update.files;
      this.refresh(update.files);
    }
    await this.openPage(open);
  }

  want(key: string, path: string): void {
    const section = this.section(key);
    if (section) section.open = true;
    this.wanted = { key, path, turn: ++this.turn };
  }

  async undo(forward: boolean): Promise<void> {
    this.overtaken();
    await this.settled();
    try {
      const update = forward ? await call.redo() : await call.undo();
      if (!update) return;
      const { locale, address } = update.page;
      if (this.beside?.is(update.page)) this.take(update);
      else if (this.page?.locale !== locale || this.page.address !== address) await this.openPage(update.page);
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
    this.takeSaved(await call.save());
    if (this.saved.state === "saved") this.notice = { text: settings.words.alwaysSaved, undo: false };
  }

  /** The problems of the page or file that a section, or the key of a file of fields, belongs to. */
  problemsOf(key: string): Problem[] {
    const sheet = this.sheet(key);
    if (!sheet) return this.beside?.has(key) ? this.beside.problems : this.problems;
    const inWords = (this.index?.problems ?? []).filter(({ span, place }) => span && place.file === sheet.file);
    return inWords.length > 0 ? [...sheet.problems.filter(({ span }) => !span), ...inWords] : sheet.problems;
  }

  /** A file of fields by the name people know it by. */
  private fileName(path: string): string | undefined {
    if (path === "site.toml") return settings.words.siteSettings;
    const collection = this.site?.collections.find((one) => path === `records/${one.name}.toml`);
    return collection && settings.text(collection.label);
  }

  /** The title of the page at an address, in the language of the open page. */
  titleOf(address: string): string | undefined {
    const pages = this.index?.tree.find((item) => item.address === address.split("#")[0])?.pages;
    return pages && (pages[this.page?.locale ?? ""] ?? Object.values(pages)[0])?.title;
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
      "set-each": words.changeEach,
      "add-record": words.add,
      "remove-record": words.remove,
      mark: words.markInStep,
      copy: words.copyOriginal,
      translate: words.createTranslation,
      import: words.importTable,
      "link-boxes": words.addToBoxes,
    };
    const files = undoLabel(label);
    if (files) return files;
    const acts: Record<string, string> = { restore: words.actRestore, discard: words.actDiscard, "bring-back": words.actBringBack, "put-back": words.actPutBack };
    if (acts[label.verb]) return acts[label.verb] ?? "";
    if (label.verb === "replace") return words.replaceEdit;
    const whole = (words as Record<string, string>)[`verb_${label.verb}`];
    if (whole) return whole;
    const file = this.fileName(label.kind);
    if (file) return verbs[label.verb] ? `${verbs[label.verb]}: ${file}` : file;
    // Of a whole page only what was done is said.
    if (/^(pages|shared)\//.test(label.kind)) return verbs[label.verb] ?? label.kind;
    const kind = this.kinds.get(label.kind);
    const name = kind ? settings.text(kind.label) : words.pageSettings;
    const verb = verbs[label.verb];
    return verb ? `${verb}: ${name}` : name;
  }
}

export const desk = new Desk();
