// Links to other sites: what is known of them, and asking for them beside everything else.
import { call, failure, on } from "../lib/call";
import { desk } from "../lib/desk.svelte";
import { fill, settings } from "../lib/settings.svelte";
import type { Localised } from "../lib/types/Localised";
import type { OutsideLink } from "../lib/types/OutsideLink";
import type { OutsideOutcome } from "../lib/types/OutsideOutcome";
import type { OutsideProgress } from "../lib/types/OutsideProgress";

const PAUSE = 50;

class Outside {
  /** All links; `null` before they were listed. */
  links = $state.raw<OutsideLink[] | null>(null);
  running = $state(false);
  progress = $state.raw<OutsideProgress | null>(null);
  /** How asking ended the last time. */
  outcome = $state<OutsideOutcome | null>(null);
  error = $state<Localised | null>(null);
  replacing = $state(false);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;

  /** How many a person should look at. */
  readonly look: number = $derived.by(() => this.links?.filter((link) => link.look).length ?? 0);

  /** Another site was opened. */
  forget(): void {
    this.turn++;
    clearTimeout(this.timer);
    this.links = null;
    this.progress = this.outcome = this.error = null;
  }

  /** Lists the links soon; several changes at once are one. */
  later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.list(), this.links ? PAUSE : 0);
  }

  private async list(): Promise<void> {
    const turn = ++this.turn;
    try {
      await desk.settled();
      const { links } = await call.outsideLinks();
      if (turn === this.turn) this.links = links;
    } catch (error) {
      if (turn === this.turn) this.error = failure(error).message;
    }
  }

  /** Asks for those that are due; with `again` for all, with `only` for one. */
  async check(again: boolean, only: string | null = null): Promise<void> {
    if (this.running) return;
    const site = desk.site?.folder;
    this.running = true;
    this.progress = this.outcome = this.error = null;
    const listening = on.outsideProgress((now) => (this.progress = now));
    try {
      await desk.settled();
      const { outcome, view } = await call.checkOutside(only, again);
      if (site !== desk.site?.folder) return;
      this.turn++;
      this.links = view.links;
      this.outcome = outcome;
      if (desk.screen.name !== "outside") desk.notice = { text: this.said, undo: false };
    } catch (error) {
      if (site === desk.site?.folder) this.error = failure(error).message;
    } finally {
      this.running = false;
      void listening.then((end) => end());
    }
  }

  cancel(): void {
    void call.cancelOutside();
  }

  /** How asking ended, in words; empty before it was asked. */
  get said(): string {
    const words = settings.words;
    const n = this.look === 0 ? words.elsewhereNoneToLook : fill(words.elsewhereToLook, { n: this.look });
    const patterns = { done: words.elsewhereDone, stopped: words.elsewhereStopped, offline: words.elsewhereOffline };
    return this.outcome ? fill(patterns[this.outcome], { n }) : "";
  }

  /** Writes other addresses in place of some, everywhere. Answers why it was not done. */
  async replace(addresses: Record<string, string>): Promise<Localised | null> {
    this.replacing = true;
    try {
      await desk.settled();
      const { update } = await call.replaceOutside(addresses);
      desk.take(update);
      const n = Object.keys(addresses).length;
      desk.notice = { text: n === 1 ? settings.words.elsewhereReplaced : fill(settings.words.elsewhereReplacedAll, { n }), undo: true };
      await this.list();
      return null;
    } catch (error) {
      return failure(error).message;
    } finally {
      this.replacing = false;
    }
  }
}

export const outside = new Outside();
