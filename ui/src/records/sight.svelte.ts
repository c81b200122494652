// What a record looks like on the site, asked for after each edit: one question at a time, the newest wins.
import { call } from "../lib/call";
import { desk } from "../lib/desk.svelte";
import type { RecordPreview } from "../lib/types/RecordPreview";

/** What is to be seen. */
export interface Wanted {
  collection: string;
  record: string;
  locale: string;
}

const same = (a: Wanted | null, b: Wanted): boolean => a?.collection === b.collection && a.record === b.record && a.locale === b.locale;

export class Sight {
  /** The newest answer, and what it answers. */
  answer = $state.raw<RecordPreview | null>(null);
  of = $state.raw<Wanted | null>(null);
  private next: Wanted | null = null;
  private busy = false;

  /** Asks how a record looks. While a question is under way only the newest waits. */
  async ask(wanted: Wanted): Promise<void> {
    this.next = wanted;
    if (this.busy) return;
    this.busy = true;
    try {
      for (let now: Wanted | null = wanted; now; now = this.next) {
        this.next = null;
        const asked = performance.now();
        const answer = await call.recordPreview(now.collection, now.record, now.locale, this.near(now));
        performance.measure("td-sight", { start: asked, end: performance.now() });
        [this.answer, this.of] = [answer, now];
      }
    } catch {
      // The site was closed meanwhile. What is shown stays until there is more to show.
    } finally {
      this.busy = false;
    }
  }

  /** Where it was shown last: typing into a record moves nothing. */
  private near(wanted: Wanted): RecordPreview["place"] {
    const typing = desk.changed.every((file) => file === `records/${wanted.collection}.toml`);
    return typing && same(this.of, wanted) ? this.answer?.place : undefined;
  }
}
