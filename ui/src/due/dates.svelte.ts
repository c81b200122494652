// What is due, as the screen lists it: by month, narrowed by owner and by what happens.
import { SvelteMap, SvelteSet } from "svelte/reactivity";

import { desk } from "../lib/desk.svelte";
import { settings } from "../lib/settings.svelte";
import type { Due } from "../lib/types/Due";
import type { DueKind } from "../lib/types/DueKind";
import type { Horizon } from "../lib/types/Horizon";
import type { Only } from "../lib/types/Only";
import { firstOf, grouped, upTo } from "./months";

/** How many days are listed at once. */
const STEP = 60;

/** What is due, and what of it is shown. */
export class DueDates {
  readonly horizon: Horizon;
  owner = $state<string | null>(null);
  kind = $state<DueKind | null>(null);
  untrue = $state(false);
  /** How many days are listed; more as one scrolls. */
  most = $state(STEP);
  readonly shown = $derived.by(() => this.horizon.dues.filter((due) => this.holds(due)));
  readonly groups = $derived(grouped(this.shown));
  readonly listed = $derived(firstOf(this.groups, this.most));

  constructor(horizon: Horizon, before?: DueDates) {
    this.horizon = horizon;
    if (before) [this.owner, this.kind, this.untrue, this.most] = [before.owner, before.kind, before.untrue, before.most];
  }

  private holds(due: Due): boolean {
    return (this.owner === null || due.owner === this.owner) && (this.kind === null || due.kind === this.kind) && (!this.untrue || due.untrue !== undefined);
  }

  /** Who is responsible for something; nobody comes last. */
  get owners(): string[] {
    const all = new SvelteSet(this.horizon.dues.map(({ owner }) => owner));
    return [...all].sort((a, b) => Number(a === "") - Number(b === "") || a.localeCompare(b, settings.language));
  }

  get kinds(): { kind: DueKind; label: string }[] {
    const found = new SvelteMap<DueKind, string>();
    // What has passed is told in other words: those of what comes are preferred.
    for (const due of [...this.horizon.dues].reverse()) if (!found.has(due.kind)) found.set(due.kind, settings.text(due.what));
    return [...found].map(([kind, label]) => ({ kind, label })).sort((a, b) => a.label.localeCompare(b.label, settings.language));
  }

  get isFiltered(): boolean {
    return this.owner !== null || this.kind !== null || this.untrue;
  }

  get only(): Only {
    return { ...(this.owner === null ? {} : { owner: this.owner }), ...(this.kind === null ? {} : { kind: this.kind }), untrue: this.untrue };
  }

  /** Lists more: the next days, or all up to a month. */
  more(month?: string): void {
    this.most = month === undefined ? this.most + STEP : Math.max(this.most, upTo(this.groups, month));
  }

  clear(): void {
    [this.owner, this.kind, this.untrue] = [null, null, false];
  }

  /** The next day on which something becomes untrue. */
  get next(): string | undefined {
    return this.horizon.untrue.find(({ date }) => date > this.horizon.asOf)?.date;
  }

  /** What something belongs to: its collection, or that it is a page or a setting. */
  static home(due: Due): string {
    const collection = desk.site?.collections.find(({ name }) => name === due.collection);
    if (collection) return settings.text(collection.label);
    return due.place.file === "site.toml" ? settings.words.siteSettings : settings.words.duePage;
  }
}
