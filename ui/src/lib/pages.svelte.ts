// What is done to pages as a whole: which dialog is open, what is folded, what was copied.
import { call, failure } from "./call";
import { desk, type Section } from "./desk.svelte";
import { fill, settings } from "./settings.svelte";
import { drop, joined, nameOf, parent, rows, step, within, type Spot } from "./tree";
import type { PageRef } from "./types/PageRef";
import type { TreeItem } from "./types/TreeItem";
import type { Update } from "./types/Update";

/** The dialog that is open. */
export type Opened =
  | { name: "new"; under: string; locale?: string; address?: string }
  | { name: "new-shared" }
  | { name: "rename"; address: string }
  | { name: "move"; address: string }
  | { name: "remove"; address: string }
  | { name: "trash" }
  | { name: "share"; section: Section }
  | { name: "move-section"; section: Section };

/** A state of a page, in words and with an icon, said in the tree. */
export interface Mark {
  id: string;
  text: string;
  tone: "quiet" | "amber" | "red";
}

/** Other parts of the window say more about pages here: a translation that is behind, a change since the last release. */
export const markers: ((item: TreeItem, locale: string) => Mark[])[] = [];

const main = navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl";
const CLIP = "section-clipboard";
const SMALL = 80;

function kept<T>(key: string, otherwise: T): T {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") ?? otherwise;
  } catch {
    return otherwise;
  }
}

function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Not remembered; it holds until the window is closed.
  }
}

class Pages {
  dialog = $state.raw<Opened | null>(null);
  /** Addresses whose fold differs from what it is at first. */
  private turned = $state.raw<string[]>([]);
  private of = "";
  /** Sections that were copied, as text. */
  clip = $state(kept(CLIP, ""));

  all = $derived(rows(desk.index?.tree ?? []));

  private key(): string {
    const key = `tree ${desk.site?.folder ?? ""}`;
    if (this.of !== key) {
      this.of = key;
      this.turned = kept<string[]>(key, []);
    }
    return key;
  }

  /** Whether what stands below a page is folded away: at first only in large sites. */
  folded(address: string): boolean {
    return this.turned.includes(address) === this.all.length <= SMALL;
  }

  /** Reads what was remembered for this site. */
  remembered(): void {
    this.key();
  }

  fold(address: string, folded: boolean): void {
    const key = this.key();
    if (this.folded(address) === folded) return;
    this.turned = this.turned.includes(address) ? this.turned.filter((one) => one !== address) : [...this.turned, address];
    keep(key, this.turned);
  }

  /** Unfolds everything above a page. */
  reveal(address: string): void {
    for (let up = parent(address); up !== "/"; up = parent(up)) this.fold(up, false);
  }

  title(address: string): string {
    if (address.startsWith("shared:")) {
      const one = desk.index?.shared.find((shared) => `shared:${shared.id}` === address)?.title;
      return one?.[this.locale] ?? Object.values(one ?? {})[0] ?? address;
    }
    return desk.titleOf(address) ?? address;
  }

  get locale(): string {
    return desk.page?.locale ?? desk.site?.locales[0]?.tag ?? "en";
  }

  /** The page of an address in the language on screen, else in another one. */
  ref(address: string): PageRef {
    const pages = address.startsWith("shared:")
      ? desk.index?.shared.find((one) => `shared:${one.id}` === address)?.title
      : desk.index?.tree.find((item) => item.address === address)?.pages;
    const locale = pages?.[this.locale] !== undefined ? this.locale : (Object.keys(pages ?? {})[0] ?? this.locale);
    return { locale, address };
  }

  /** Carries something out once nothing typed is waiting. What fails is said; `false` then. */
  async run(act: () => Promise<Update>, then?: (update: Update) => PageRef | undefined): Promise<boolean> {
    await desk.settled();
    try {
      const update = await act();
      if (update.index) desk.index = update.index;
      await desk.arranged(update, then?.(update));
      return true;
    } catch (error) {
      desk.error = failure(error).message;
      return false;
    }
  }

  say(text: string, what: string, undo = true): void {
    desk.notice = { text: fill(text, { what }), undo };
  }

  /** The page on screen after `from` became `to`. */
  private followed(from: string, to: string): PageRef | undefined {
    const page = desk.page;
    if (!page || !within(page.address, from)) return undefined;
    return { locale: page.locale, address: to + page.address.slice(from.length) };
  }

  async rename(from: string, to: string, redirect: boolean): Promise<boolean> {
    const words = settings.words;
    const done = await this.run(() => call.movePage({ from, to, redirect }), () => this.followed(from, to));
    if (done) this.say(words.renamedTo, to);
    return done;
  }

  /** Puts a page where `spot` says. Answers its address then. */
  async place(address: string, spot: Spot | undefined): Promise<string> {
    if (!spot) return address;
    const to = joined(spot.under, nameOf(address));
    const words = settings.words;
    const title = this.title(address);
    const moves = to !== address;
    const done = await this.run(() => call.placePage(address, spot.under, spot.before, true), () => (moves ? this.followed(address, to) : undefined));
    if (!done) return address;
    if (moves) {
      this.reveal(to);
      desk.notice = { text: fill(words.nowAt, { what: title, to }), undo: true };
    }
    return to;
  }

  step = (address: string, way: "up" | "down" | "in" | "out"): Promise<string> => this.place(address, step(this.all, address, way));

  dropped = (address: string, target: string, side: "before" | "after" | "into"): Spot | undefined => drop(this.all, address, target, side);

  async duplicate(address: string): Promise<void> {
    const title = this.title(address);
    const before = new Set([...(desk.index?.tree ?? []).map((item) => item.address), ...(desk.index?.shared ?? []).map((one) => `shared:${one.id}`)]);
    const done = await this.run(
      () => call.duplicatePage(address),
      () => {
        const now = [...(desk.index?.tree ?? []).map((item) => item.address), ...(desk.index?.shared ?? []).map((one) => `shared:${one.id}`)];
        const added = now.find((one) => !before.has(one));
        return added ? this.ref(added) : undefined;
      },
    );
    if (done) this.say(settings.words.duplicated, title);
  }

  /** Makes a shared section in one more language: a copy, to be translated. */
  async translate(address: string, locale: string): Promise<void> {
    const title = this.title(address);
    const wanted = { address, titles: { [locale]: title }, template: "copy", navigation: false };
    if (await this.run(() => call.addPage(wanted), () => ({ locale, address }))) this.say(settings.words.copyMade, title);
  }

  async hide(address: string, hidden: boolean): Promise<void> {
    const title = this.title(address);
    if (await this.run(() => call.hidePage(address, hidden))) this.say(hidden ? settings.words.pageHidden : settings.words.pageShown, title);
  }

  async copyAddress(address: string): Promise<void> {
    await navigator.clipboard.writeText(address).catch(() => {});
    this.say(settings.words.copied, address, false);
  }

  private async copied(section: Section): Promise<boolean> {
    if (!desk.page) return false;
    await desk.settled();
    try {
      this.clip = await call.copySection(desk.page, section.key);
    } catch (error) {
      desk.error = failure(error).message;
      return false;
    }
    keep(CLIP, this.clip);
    await navigator.clipboard.writeText(this.clip).catch(() => {});
    return true;
  }

  async copy(section: Section): Promise<void> {
    if (await this.copied(section)) this.say(settings.words.copied, this.name(section), false);
  }

  async cut(section: Section): Promise<void> {
    if (!(await this.copied(section))) return;
    await desk.act({ do: "remove", section: section.key });
    this.say(settings.words.cutOut, this.name(section));
  }

  async paste(after: Section | undefined): Promise<void> {
    const page = desk.page;
    if (!page || !this.clip) return;
    await this.run(() => call.pasteSection(page, after?.key, this.clip));
  }

  async own(section: Section): Promise<void> {
    const page = desk.page;
    if (page && (await this.run(() => call.ownSection(page, section.key)))) this.say(settings.words.nowOwn, this.name(section));
  }

  name(section: Section): string {
    const kind = desk.kinds.get(section.kind);
    return kind ? settings.text(kind.label) : settings.words.item;
  }

  /** What the menu of a section offers beyond the page: for all but text outside sections. */
  actions(section: Section): { id: string; text: string; key?: string; line?: boolean; off: boolean; run: () => unknown }[] {
    const words = settings.words;
    const page = desk.page;
    const whole = section.kind !== "";
    const shared = section.kind === "shared";
    const inShared = page?.address.startsWith("shared:") ?? false;
    return [
      { id: "copy", text: words.copy, key: `${main} C`, line: true, off: !whole, run: () => this.copy(section) },
      { id: "cut", text: words.cut, key: `${main} X`, off: !whole, run: () => this.cut(section) },
      { id: "paste", text: words.paste, key: `${main} V`, off: !this.clip, run: () => this.paste(section) },
      { id: "to-page", text: words.toPage, line: true, off: !whole, run: () => (this.dialog = { name: "move-section", section }) },
      ...(shared ? [{ id: "own", text: words.makeOwn, off: false, run: () => this.own(section) }] : []),
      ...(!shared && !inShared ? [{ id: "share", text: words.makeShared, off: !whole || section.state !== "ready", run: () => (this.dialog = { name: "share", section }) }] : []),
    ];
  }

  /** Copy, cut and paste by keyboard on the head of a section. */
  keys(event: KeyboardEvent, section: Section, locked: boolean): boolean {
    if (event.isComposing || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return false;
    const key = event.key.toLowerCase();
    if (key === "c" && section.kind) void this.copy(section);
    else if (key === "x" && section.kind && !locked) void this.cut(section);
    else if (key === "v" && !locked) void this.paste(section);
    else return false;
    event.preventDefault();
    return true;
  }
}

export const pages = new Pages();
