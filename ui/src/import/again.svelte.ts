// An existing site compared with what was made of it: what is different now, and what of it is taken.
import { SvelteSet } from "svelte/reactivity";

import { call, type Difference, type Differences } from "../lib/call";
import { desk } from "../lib/desk.svelte";
import { fill, settings } from "../lib/settings.svelte";

/** Sorts of differences in the order in which they are shown; those where something here would go come last. */
export const sorts = ["new", "changed", "gone", "both"] as const;
export type Sort = (typeof sorts)[number];

class Again {
  differences = $state.raw<Differences | null>(null);
  /** Files of the source that are taken. */
  readonly taken = new SvelteSet<string>();
  readonly groups = $derived(sorts.map((sort) => ({ sort, items: this.differences?.items.filter((item) => item.standing === sort) ?? [] })).filter(({ items }) => items.length > 0));

  /** Compares a source with the open site. What nobody edited here is taken unless the person says otherwise. */
  async compare(source: string): Promise<true> {
    const differences = await call.compareSource(source);
    this.differences = differences;
    this.taken.clear();
    for (const item of differences.items) if (item.standing === "new" || item.standing === "changed") this.taken.add(item.source);
    return true;
  }

  turn(items: Difference[], on: boolean): void {
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
