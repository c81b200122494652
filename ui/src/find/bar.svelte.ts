// Finding on the open page: what was typed, the matches in order, and which of them is the present one.
import { call, failure } from "../lib/call";
import { desk } from "../lib/desk.svelte";
import type { Match } from "../lib/types/Match";
import { highlight } from "./highlight";
import { reveal, type Reached } from "./reveal";

const PAUSE = 60;

export class Bar {
  text = $state("");
  matchCase = $state(false);
  wholeWords = $state(false);
  matches = $state.raw<Match[]>([]);
  total = $state(0);
  /** The present match; -1 before the first was gone to. */
  at = $state(-1);
  /** Whether an answer to what was typed is there. */
  answered = $state(false);
  reached: Reached | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  private way = Promise.resolve();
  /** How many steps are not yet at their match. */
  private under = 0;

  /** Searches after a short pause; what was gone to stays the present one where it is still there. */
  later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.search(), PAUSE);
  }

  async search(): Promise<void> {
    const page = desk.page;
    const asked = ++this.asked;
    if (!page || this.text.trim() === "") {
      this.matches = [];
      this.total = 0;
      this.at = -1;
      this.answered = false;
      this.paint();
      return;
    }
    try {
      await desk.settled();
      const found = await call.find({ text: this.text, matchCase: this.matchCase, wholeWords: this.wholeWords, addresses: false, locales: [], page });
      if (asked !== this.asked) return;
      this.matches = found.files.flatMap((file) => file.matches);
      this.total = found.total;
      this.at = Math.min(this.at, this.matches.length - 1);
      this.answered = true;
      this.paint();
    } catch (error) {
      desk.error = failure(error).message;
    }
  }

  /** Goes to the next match, or the one before; one after the other when asked again on the way. */
  go(step: number): Promise<void> {
    this.under++;
    this.way = this.way
      .then(() => this.step(step))
      .catch((error: unknown) => void (desk.error = failure(error).message))
      .finally(() => this.under--);
    return this.way;
  }

  private async step(step: number): Promise<void> {
    clearTimeout(this.timer);
    if (!this.answered) await this.search();
    const count = this.matches.length;
    const page = desk.page;
    if (count === 0 || !page) return;
    this.at = this.at < 0 ? (step > 0 ? 0 : count - 1) : (this.at + step + count) % count;
    const match = this.matches[this.at];
    if (!match) return;
    this.reached = await reveal(page, match.spot, { text: this.text, matchCase: this.matchCase, nth: match.nth });
    this.paint();
  }

  /** Whether the present match is what is selected, or on the way to be, so that Enter goes on and does not write. */
  get here(): boolean {
    return this.under > 0 || (this.reached?.here() ?? false);
  }

  /** Shows the matches in the preview. */
  paint(): void {
    const match = this.matches[this.at];
    const key = match && (match.spot.section === undefined ? "" : desk.sections[match.spot.section]?.key);
    const now = match && key ? { key, path: match.spot.path.join("."), nth: match.nth } : null;
    highlight(desk.frame, { text: this.answered ? this.text : "", matchCase: this.matchCase }, now);
  }

  clear(): void {
    clearTimeout(this.timer);
    this.asked++;
    highlight(desk.frame, { text: "", matchCase: false }, null);
  }
}
