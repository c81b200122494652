// The short tour: four places of the window, one after another.
import { keep, kept } from "../lib/kept";
import { look } from "../lib/look.svelte";

/** What is shown: the element pointed at, and its words. */
export const stops = [
  { at: ".tree, [data-testid=drawer]", title: "tourPages", text: "tourPagesText" },
  { at: ".form", title: "tourForm", text: "tourFormText" },
  { at: ".preview", title: "tourPreview", text: "tourPreviewText" },
  { at: "[data-testid=export]", title: "tourExport", text: "tourExportText" },
] as const;

class Tour {
  /** The stop shown; `null` when there is no tour. */
  at = $state<number | null>(null);

  /** Begins by itself for somebody who has not seen it. Windows driven by tests ask for it. */
  begin(): void {
    const seen = kept("tour");
    if (seen === "due" || (seen === "" && !navigator.webdriver)) this.start();
  }

  start(): void {
    if (look.layout !== "split") look.arrange("split");
    this.at = 0;
  }

  go(step: number): void {
    const next = (this.at ?? 0) + step;
    if (next >= stops.length) this.end();
    else this.at = Math.max(0, next);
  }

  end(): void {
    this.at = null;
    keep("tour", "seen");
  }
}

export const tour = new Tour();
