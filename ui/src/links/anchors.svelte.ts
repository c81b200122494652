// Which places pages have that a link can lead to: asked of the engine once a page, and again after edits.
import { SvelteMap } from "svelte/reactivity";

import { call } from "../lib/call";
import { desk } from "../lib/desk.svelte";

/** Time without an edit, in milliseconds, after which what is known is asked for again. */
const REST = 250;

class Anchors {
  /** Counts what became known, for those who draw links by hand. */
  turn = $state(0);
  private readonly known = new SvelteMap<string, string[]>();
  private asked = new Set<string>();
  private wanted = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private watching = false;

  /** Whether the page at an address has a place; undefined as long as that is not known. */
  has(locale: string, address: string, place: string): boolean | undefined {
    const key = `${locale} ${address}`;
    const found = this.known.get(key);
    if (!found && !this.asked.has(key)) this.want(key);
    return found?.includes(place);
  }

  private want(key: string): void {
    this.asked.add(key);
    // One question for all the links of a form.
    if (this.wanted.size === 0) queueMicrotask(() => void this.ask());
    this.wanted.add(key);
  }

  private async ask(): Promise<void> {
    this.watch();
    const keys = [...this.wanted];
    this.wanted = new Set();
    const site = desk.site;
    for (const locale of new Set(keys.map((key) => key.slice(0, key.indexOf(" "))))) {
      const addresses = keys.filter((key) => key.startsWith(`${locale} `)).map((key) => key.slice(locale.length + 1));
      // What cannot be asked stays unknown, and nothing is said of it.
      const found = await call.pageAnchors(locale, addresses).catch(() => null);
      if (!found || site !== desk.site) return;
      for (const address of addresses) this.put(`${locale} ${address}`, found[address] ?? []);
    }
  }

  private put(key: string, places: string[]): void {
    if (this.known.get(key)?.join(" ") === places.join(" ")) return;
    this.known.set(key, places);
    this.turn++;
  }

  /** Every edit and every change by another program may make a place or take one away. */
  private watch(): void {
    if (this.watching) return;
    this.watching = true;
    let site = desk.site;
    $effect.root(() => {
      $effect(() => {
        if (desk.site === site) return;
        site = desk.site;
        this.known.clear();
        this.asked = new Set();
      });
      $effect(() => {
        void desk.history;
        void desk.changed;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => {
          if (this.asked.size === 0 || !desk.site) return;
          this.wanted = new Set([...this.wanted, ...this.asked]);
          void this.ask();
        }, REST);
      });
    });
  }
}

export const anchors = new Anchors();
