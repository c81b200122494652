// An existing site compared with what was made of it: what is different now, and what of it is taken.
import { SvelteSet } from "svelte/reactivity";

import { call, type Difference, type Differences } from "../lib/call";
import { desk } from "../lib/desk.svelte";
import { fill, settings } from "../lib/settings.svelte";

/** Sorts of differences in the order in which they are shown; those where something here would go come last. */
export const sorts = ["new", "changed", "media", "gone", "both"] as const;
export type Sort = (typeof sorts)[number];

/** One line of the list: a page, or a picture or document. */
export interface Item {
  /** Its path in the source. */
  source: string;
  sort: Sort;
  page?: Difference;
}

/** What nobody edited here, and takes nothing away. */
const harmless = ({ sort }: Item): boolean => sort === "new" || sort === "changed" || sort === "media";

function itemsOf({ items, media }: Differences): Item[] {
  const files = media.map((source): Item => ({ source, sort: "media" }));
  return [...items.map((page): Item => ({ source: page.source, sort: page.standing, page })), ...files];
}

class Again {
  differences = $state.raw<Differences | null>(null);
  /** Files of the source that are taken. */
  readonly taken = new SvelteSet<string>();
  private readonly items = $derived(this.differences ? itemsOf(this.differences) : []);
  readonly groups = $derived(sorts.map((sort) => ({ sort, items: this.items.filter((item) => item.sort === sort) })).filter(({ items }) => items.length > 0));

  /** Compares a source with the open site. What nobody edited here is taken unless the person says otherwise. */
  async compare(source: string): Promise<true> {
    this.differences = await call.compareSource(source);
    this.taken.clear();
    this.turn(this.items.filter(harmless), true);
    return true;
  }

  turn(items: Item[], on: boolean): void {
    for (const { source } of items) {
      if (on) this.taken.add(source);
      else this.taken.delete(source);
    }
  }

  /** Takes what was chosen, as one edit that can be undone. */
  async take(): Promise<true> {
    const sources = [...this.taken];
    await desk.settled();
    await desk.arranged(await call.takeDifferences(sources));
    desk.notice = { text: fill(settings.words.againTaken, { n: sources.length }), undo: true };
    this.differences = null;
    return true;
  }
}

export const again = new Again();
