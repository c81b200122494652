// The next release while it is prepared: what the person decided, how the site stands, and what was made.
// What is typed stays while the window is open.
import { call, failure } from "../lib/call";
import { desk } from "../lib/desk.svelte";
import { keep, kept } from "../lib/kept";
import { fill, settings } from "../lib/settings.svelte";
import type { Checklist } from "../lib/types/Checklist";
import type { Localised } from "../lib/types/Localised";
import type { Released } from "../lib/types/Released";
import type { ReleaseDrafts } from "../lib/types/ReleaseDrafts";
import type { ReleaseOrder } from "../lib/types/ReleaseOrder";
import { each, isDay } from "./order";
import { past } from "./past.svelte";
import { work } from "./work.svelte";

/** Quiet time after a change before the site is looked at again, in milliseconds. */
const REST = 300;

/** A release that was just made. */
export interface Made extends Released {
  drafts: ReleaseDrafts | null;
  /** The id of the key that signed it. */
  signed: string | null;
  /** Why it could not be signed. */
  unsigned: Localised | null;
}

/** A key file and its password. */
export interface Key {
  file: string;
  password: string;
}

class NextRelease {
  date = $state("");
  by = $state(kept("released-by"));
  correction = $state(false);
  /** Reasons for what is accepted, by the item of the checklist. */
  accepted = $state<Record<string, string>>({});
  /** Notes by language. */
  notes = $state<Record<string, string>>({});
  /** The person wrote into the notes: they are not drafted anew unasked. */
  edited = $state(false);
  checklist = $state.raw<Checklist | null>(null);
  drafts = $state.raw<ReleaseDrafts | null>(null);
  failed = $state.raw<Localised | null>(null);
  made = $state.raw<Made | null>(null);
  /** The site is looked at, or will be in a moment: what is shown may not be as it is. */
  looking = $state(false);
  readonly locales = $derived((desk.site?.locales ?? []).map(({ tag }) => tag));
  private folder: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;

  /** The screen is shown: of another site nothing is kept. */
  enter(): void {
    const folder = desk.site?.folder;
    if (folder === this.folder) return;
    this.folder = folder;
    this.date = "";
    past.reset();
    this.begin();
    this.made = null;
  }

  /** Nothing is decided yet. */
  private begin(): void {
    this.correction = false;
    this.accepted = {};
    this.notes = {};
    this.edited = false;
    this.checklist = null;
    this.drafts = null;
    this.failed = null;
  }

  /** Looks again, once a burst of changes is over. */
  later(): void {
    clearTimeout(this.timer);
    this.looking = true;
    this.timer = setTimeout(() => void this.refresh(), REST);
  }

  /** Looks at the whole site, and drafts the notes unless the person wrote into them. */
  async refresh(): Promise<void> {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    this.looking = true;
    await this.look(turn);
    if (turn === this.turn) this.looking = false;
  }

  private async look(turn: number): Promise<void> {
    await desk.settled();
    if (!(await past.refresh()) || turn !== this.turn) return;
    this.date ||= past.today;
    if (!isDay(this.date)) return;
    try {
      // Whether there are notes is on the checklist: those that are drafted, or those that the person wrote.
      const found = await work.run("looking", () => call.releaseOutlook(this.order(), !this.edited));
      if (!found || turn !== this.turn) return;
      this.failed = null;
      [this.drafts, this.checklist] = found;
      if (!this.edited) this.notes = each(this.drafts.notes, this.locales);
    } catch (error) {
      if (turn === this.turn) this.failed = failure(error).message;
    }
  }

  /** The person writes what visitors are told. */
  write(locale: string, text: string): void {
    this.notes[locale] = text;
    this.edited = true;
  }

  /** Writing came to rest: whether there are notes is on the checklist. */
  written(): void {
    const none = Object.values(this.notes).every((text) => text.trim() === "");
    const listed = this.checklist?.items.find(({ code }) => code === "notes");
    if (listed && none !== (listed.state !== "ok")) this.later();
  }

  /** Drafts the notes anew, over what was written. */
  draftAgain(): void {
    this.edited = false;
    if (this.drafts) this.notes = each(this.drafts.notes, this.locales);
    this.later();
  }

  accept(code: string, reason: string): void {
    this.accepted = { ...this.accepted, [code]: reason };
    void this.refresh();
  }

  withdraw(code: string): void {
    this.accepted = Object.fromEntries(Object.entries(this.accepted).filter(([name]) => name !== code));
    void this.refresh();
  }

  private order(): ReleaseOrder {
    const notes = Object.fromEntries(Object.entries($state.snapshot(this.notes)).filter(([, text]) => text.trim() !== ""));
    return {
      date: this.date,
      notes: Object.keys(notes).length > 0 ? notes : "",
      correction: this.correction,
      by: this.by.trim(),
      accepted: Object.entries(this.accepted).map(([code, reason]) => ({ code, reason })),
    };
  }

  /** Makes the release, and signs it when there is a key. Answers what came of it. */
  async release(key: Key | null): Promise<"made" | "stopped" | "refused"> {
    clearTimeout(this.timer);
    // Whatever looks now is not waited for.
    this.turn++;
    this.looking = false;
    keep("released-by", this.by.trim());
    await desk.settled();
    const { drafts } = this;
    const attempt = await work.run("releasing", () => call.makeRelease(this.order()));
    if (!attempt) return "stopped";
    this.checklist = attempt.checklist;
    if (!attempt.released) return "refused";
    const made: Made = { ...attempt.released, drafts, signed: null, unsigned: null };
    if (key) {
      try {
        made.signed = await work.run("signing", () => call.signRelease(made.number, key.file, key.password));
      } catch (error) {
        made.unsigned = failure(error).message;
      }
    }
    this.made = made;
    this.begin();
    desk.said = fill(settings.words.madeTitle, { n: made.number });
    void this.refresh();
    return "made";
  }

  /** A release was signed after it was made. */
  signed(number: number, key: string): void {
    if (this.made?.number === number) this.made = { ...this.made, signed: key, unsigned: null };
  }
}

export const next = new NextRelease();
