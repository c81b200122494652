// Two languages of the open page side by side: which two, how they stand, and what is done about it.
import { call, failure } from "../lib/call";
import { desk } from "../lib/desk.svelte";
import { fill, settings } from "../lib/settings.svelte";
import type { Change } from "../lib/types/Change";
import type { PageRef } from "../lib/types/PageRef";
import type { PairView } from "../lib/types/PairView";
import type { RowView } from "../lib/types/RowView";
import type { TranslationEdit } from "../lib/types/TranslationEdit";
import { Beside } from "./beside.svelte";

/** What a row is called for as long as it is shown. */
export const nameOf = (row: RowView): string => `${row.original ?? "-"}/${row.translation ?? "-"}`;

const same = (a: PageRef, b: PageRef): boolean => a.locale === b.locale && a.address === b.address;

class Compare {
  on = $state(false);
  /** Every page instead of one. */
  listing = $state(false);
  preview = $state(false);
  editsOriginal = $state(false);
  onlyAttention = $state(false);
  view = $state.raw<PairView | null>(null);
  /** What changed in the original, by the section's key. */
  changes = $state.raw<Record<string, Change[] | undefined>>({});
  /** The page has no original in the language chosen. */
  alone = $state.raw<PageRef | null>(null);
  private from = $state<string | null>(null);
  private to = $state<string | null>(null);
  private turn = 0;
  /** The page that must be open for what is shown. */
  private expected: PageRef | null = null;

  get original(): string {
    const locales = desk.site?.locales ?? [];
    return (locales.find((locale) => locale.tag === this.from) ?? locales[0])?.tag ?? "en";
  }

  get translation(): string {
    return this.view?.translation.locale ?? this.to ?? "";
  }

  private there(page: PageRef): boolean {
    if (page.address.startsWith("shared:")) {
      const shared = desk.index?.shared.find((one) => page.address === `shared:${one.id}`);
      return shared?.title[page.locale] !== undefined;
    }
    return desk.index?.tree.find((item) => item.address === page.address)?.pages[page.locale] !== undefined;
  }

  async toggle(): Promise<void> {
    if (this.on) this.close();
    else await this.start();
  }

  close(): void {
    this.on = false;
    this.expected = null;
    this.listing = false;
    this.view = null;
    desk.beside = null;
    void call.closeBeside().catch(() => undefined);
  }

  /** Compares the open page, or another. */
  async start(wanted: PageRef | null = desk.page): Promise<void> {
    const locales = desk.site?.locales ?? [];
    if (!wanted || locales.length < 2) return;
    const original = { locale: this.original, address: wanted.address };
    let to = wanted.locale === this.original ? (this.to ?? "") : wanted.locale;
    if (to === this.original || !locales.some((locale) => locale.tag === to)) to = locales.find((locale) => locale.tag !== this.original)?.tag ?? "";
    const translation = { locale: to, address: wanted.address };
    this.to = to;
    this.expected = null;
    this.on = true;
    this.listing = false;
    await desk.settled();
    const turn = ++this.turn;
    const open = this.there(translation) ? translation : original;
    this.expected = open;
    this.alone = this.there(original) ? null : original;
    try {
      if (!desk.page || !same(desk.page, open)) await desk.openPage(open);
      if (turn !== this.turn) return;
      const beside = this.alone || open !== translation ? null : await Beside.open(original);
      const view = this.alone ? null : await call.pair(original, translation);
      if (turn !== this.turn) return;
      desk.beside = beside;
      await this.show(view);
    } catch (error) {
      desk.error = failure(error).message;
      this.close();
    }
  }

  async choose(from: string, to: string): Promise<void> {
    const before = this.original;
    this.from = from;
    // The same language on both sides makes no sense: the other side takes what this one gives up.
    this.to = to === from ? before : to;
    if (desk.page) await this.start({ locale: this.to, address: desk.page.address });
  }

  /** The open page is another one now: that one is compared. */
  follow(page: PageRef): void {
    if (this.on && this.expected && !same(this.expected, page)) void this.start(page);
  }

  /** Looks at both pages again. */
  async refresh(): Promise<void> {
    const view = this.view;
    if (!this.on || !view) return;
    const turn = ++this.turn;
    try {
      const next = await call.pair(view.original, view.translation);
      if (turn !== this.turn) return;
      if (next.there !== view.there) await this.start(view.translation);
      else await this.show(next);
    } catch {
      if (turn === this.turn) this.close();
    }
  }

  private async show(view: PairView | null): Promise<void> {
    const changes: Record<string, Change[] | undefined> = {};
    for (const row of view?.rows ?? []) {
      if (view && row.state === "behind" && row.original !== undefined) changes[row.original] = await call.originalChanges(view.original, view.translation, row.original);
    }
    this.changes = changes;
    this.view = view;
  }

  /** Carries out an edit of the translation. */
  async act(edit: TranslationEdit, said: string): Promise<void> {
    const view = this.view;
    if (!view) return;
    await desk.settled();
    try {
      desk.take(await call.translate({ original: view.original, translation: view.translation, edit }));
      await this.refresh();
      desk.notice = { text: said, undo: true };
    } catch (error) {
      desk.error = failure(error).message;
    }
  }

  mark(row: RowView, what: string): Promise<void> {
    return this.act({ do: "mark", sections: [row.original ?? ""] }, fill(settings.words.markedOne, { what }));
  }
}

export const compare = new Compare();
