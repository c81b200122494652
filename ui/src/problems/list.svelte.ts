// Everything that is wrong with the open site, as its screen lists it. How it is looked at is remembered
// while the window is open.
import { SvelteMap } from "svelte/reactivity";

import { call, failure } from "../lib/call";
import { desk } from "../lib/desk.svelte";
import type { Localised } from "../lib/types/Localised";
import type { Report } from "../lib/types/Report";
import type { RuleView } from "../lib/types/RuleView";
import { BEGIN, drawn, grouped, matches, noFilter, rowsOf, type By, type Filter, type Group } from "./rows";

/** Quiet time after a change before the list is asked for again, in milliseconds. */
const REST = 40;

/** Groups that are drawn at first, and added at a time. */
const GROUPS = 60;

/** Rows that are added to a group at a time. */
const MORE = 50;

class ProblemList {
  report = $state.raw<Report | null>(null);
  failed = $state.raw<Localised | null>(null);
  by = $state<By>("page");
  filter = $state<Filter>({ ...noFilter });
  /** What is ignored instead of what counts. */
  ignored = $state(false);
  groupsShown = $state(GROUPS);
  private readonly turned = new SvelteMap<string, boolean>();
  private readonly wanted = new SvelteMap<string, number>();
  private folder: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  private readonly locales = $derived((desk.site?.locales ?? []).map(({ tag }) => tag));
  readonly rows = $derived(rowsOf(this.report?.problems ?? [], this.locales));
  readonly shown = $derived(this.rows.filter((row) => matches(row, this.filter, desk.page)));
  readonly groups = $derived(grouped(this.shown, this.by));
  readonly drawn = $derived(drawn(this.groups.slice(0, this.groupsShown), this.turned, this.wanted));
  private readonly rules = $derived(new Map((this.report?.rules ?? []).map((rule) => [rule.code, rule])));

  rule(code: string): RuleView | undefined {
    return this.rules.get(code);
  }

  get isFiltered(): boolean {
    return Object.entries(noFilter).some(([name, none]) => this.filter[name as keyof Filter] !== none);
  }

  clear(): void {
    this.filter = { ...noFilter };
    this.begin();
  }

  /** Groups are drawn as at first, after what is listed became something else. */
  begin(): void {
    this.turned.clear();
    this.wanted.clear();
    this.groupsShown = GROUPS;
  }

  narrow(change: Partial<Filter>): void {
    this.filter = { ...this.filter, ...change };
    this.begin();
  }

  group(by: By): void {
    this.by = by;
    this.begin();
  }

  turn(group: Group, open: boolean): void {
    this.turned.set(group.id, open);
  }

  more(group: Group): void {
    this.wanted.set(group.id, (this.wanted.get(group.id) ?? BEGIN) + MORE);
  }

  moreGroups(): void {
    this.groupsShown += GROUPS;
  }

  /** Asks again, once a burst of changes is over. */
  later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), REST);
  }

  async refresh(): Promise<void> {
    const folder = desk.site?.folder;
    if (folder !== this.folder) {
      this.folder = folder;
      this.report = null;
      this.ignored = false;
      this.by = "page";
      this.clear();
    }
    const asked = ++this.asked;
    try {
      await desk.settled();
      const report = await call.problemReport();
      if (asked !== this.asked) return;
      this.report = report;
      this.failed = null;
    } catch (error) {
      if (asked === this.asked) this.failed = failure(error).message;
    }
  }
}

export const list = new ProblemList();
