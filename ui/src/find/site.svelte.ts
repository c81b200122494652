// Find and replace over the site: what was asked, what was found, what is chosen, what is done about it.
import { SvelteSet } from "svelte/reactivity";

import { call, failure } from "../lib/call";
import { desk } from "../lib/desk.svelte";
import { fill, settings } from "../lib/settings.svelte";
import type { Found } from "../lib/types/Found";
import type { FoundFile } from "../lib/types/FoundFile";
import type { Localised } from "../lib/types/Localised";
import type { Query } from "../lib/types/Query";
import type { Spot } from "../lib/types/Spot";

const PAUSE = 30;
/** After this long a replacement says that it is under way. */
const SLOW = 500;

export const idOf = (spot: Spot): string => `${spot.file} ${spot.section ?? ""} ${spot.path.join(".")} ${spot.start}`;

export class SiteFind {
  text = $state("");
  with = $state("");
  matchCase = $state(false);
  wholeWords = $state(false);
  addresses = $state(false);
  /** Languages that are left out. */
  readonly without = new SvelteSet<string>();
  /** Matches that are not to be replaced. */
  readonly spared = new SvelteSet<string>();
  found = $state.raw<Found | null>(null);
  busy = $state(false);
  slow = $state(false);
  problem = $state<Localised | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  get query(): Query {
    const all = (desk.site?.locales ?? []).map(({ tag }) => tag);
    const locales = this.without.size === 0 ? [] : all.filter((tag) => !this.without.has(tag));
    return { text: this.text, matchCase: this.matchCase, wholeWords: this.wholeWords, addresses: this.addresses, locales };
  }

  /** How many matches would be replaced. */
  readonly chosen: number = $derived.by(() => (this.found ? this.found.total - this.found.locked - this.spared.size : 0));

  /** How many files they are in. */
  readonly places: number = $derived.by(() => {
    if (!this.found) return 0;
    const spared = this.found.files.filter((file) => !file.locked && this.isSpared(file)).length;
    return this.found.places - this.found.lockedPlaces - spared;
  });

  /** Whether every match of a file is spared. */
  isSpared(file: FoundFile): boolean {
    return file.total === file.matches.length && file.matches.every((match) => this.spared.has(idOf(match.spot)));
  }

  later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.search(), PAUSE);
  }

  async search(): Promise<void> {
    const asked = ++this.asked;
    try {
      await desk.settled();
      // An empty text finds nothing, but lets the engine read the site meanwhile.
      const found = await call.find(this.query);
      if (asked !== this.asked) return;
      this.found = this.text.trim() ? found : null;
      const there = found.files.flatMap((file) => file.matches.map((match) => idOf(match.spot)));
      for (const id of this.spared) if (!there.includes(id)) this.spared.delete(id);
    } catch (error) {
      this.problem = failure(error).message;
    }
  }

  choose(spots: Spot[], wanted: boolean): void {
    for (const spot of spots) {
      if (wanted) this.spared.delete(idOf(spot));
      else this.spared.add(idOf(spot));
    }
  }

  /** Replaces what is chosen. Answers whether it was done. */
  async replace(): Promise<boolean> {
    const found = this.found;
    if (!found || this.chosen <= 0 || this.busy) return false;
    this.busy = true;
    this.problem = null;
    const timer = setTimeout(() => (this.slow = true), SLOW);
    try {
      await desk.settled();
      const except = found.files.flatMap((file) => file.matches).map((match) => match.spot).filter((spot) => this.spared.has(idOf(spot)));
      const done = await call.replace($state.snapshot(this.query), this.with, except, found.total);
      desk.take(done.update);
      const pages = this.onlyPages;
      const values = { n: done.replaced, places: placesText(done.places, pages), left: done.left.length };
      const stayed = done.left.some((left) => left.reason === "formatting");
      desk.notice = { text: fill(stayed ? settings.words.replacedLeft : settings.words.replacedMany, { ...values, left: done.left.filter((left) => left.reason === "formatting").length }), undo: done.replaced > 0 };
      return true;
    } catch (error) {
      this.problem = failure(error).message;
      await this.search();
      return false;
    } finally {
      clearTimeout(timer);
      this.busy = this.slow = false;
    }
  }

  /** Whether everything listed is on pages, and not in records or settings too. */
  get onlyPages(): boolean {
    return (this.found?.files ?? []).every((file) => file.page !== undefined);
  }
}

export function placesText(n: number, pages: boolean): string {
  const words = settings.words;
  if (pages) return n === 1 ? words.onPageOne : fill(words.onPageMany, { n });
  return n === 1 ? words.inPlaceOne : fill(words.inPlaceMany, { n });
}

/** `34 matches on 12 pages`. */
export function matchesText(n: number, places: number, pages: boolean): string {
  const words = settings.words;
  const matches = n === 1 ? words.matchOne : fill(words.matchMany, { n });
  return fill(words.matchesOn, { matches, places: placesText(places, pages) });
}
