// How the page and the panes are looked at: width, zoom, colours, day, layout. Nothing of it changes the site.
import { call, failure } from "./call";
import { desk } from "./desk.svelte";
import { kept, keep } from "./kept";
import type { Localised } from "./types/Localised";
import type { PageRef } from "./types/PageRef";

/** Colours of the page in the preview; `system` is what a visitor on this machine sees. */
export type Scheme = "system" | "light" | "dark" | "forced" | "print";
export const schemes: Scheme[] = ["system", "light", "dark", "forced", "print"];

export type Layout = "form" | "split" | "preview";

/** Widths of the preview; `null` is all the room there is. */
export const widths: (number | null)[] = [null, 360, 768, 1280];

/** The width of a sheet of A4 in CSS pixels. */
export const PAPER = 794;

const ZOOMS = [50, 67, 80, 90, 100, 110, 125, 150, 175, 200];

export const TREE = { least: 180, most: 420, usual: 264 };
export const FORM = { least: 25, most: 75, usual: 46 };
const within = (value: number, { least, most }: { least: number; most: number }): number => Math.min(most, Math.max(least, value));

class Look {
  width = $state<number | null>(null);
  zoom = $state(100);
  scheme = $state<Scheme>("system");
  layout = $state<Layout>(kept("layout", ["split", "form", "preview"]));
  /** The tree lies over the form, in narrow windows. */
  drawer = $state(false);
  tree = $state(within(Number(kept("tree")) || TREE.usual, TREE));
  form = $state(within(Number(kept("form")) || FORM.usual, FORM));
  /** The day shown, when it is not today. */
  day = $state<string | null>(null);
  dayError = $state<Localised | null>(null);
  private visited = $state.raw<PageRef[]>([]);
  private at = $state(-1);
  readonly canGoBack = $derived(this.at > 0);
  readonly canGoForward = $derived(this.at < this.visited.length - 1);
  /** The page as wide as it is shown: paper has a width of its own. */
  readonly shownWidth = $derived(this.scheme === "print" ? PAPER : this.width);

  /** A new site: nothing was visited, and it is today. */
  reset(): void {
    this.visited = [];
    this.at = -1;
    this.day = null;
    this.dayError = null;
    this.drawer = false;
  }

  arrange(layout: Layout): void {
    this.layout = layout;
    keep("layout", layout);
  }

  /** Shows or hides the preview. */
  togglePreview(): void {
    this.arrange(this.layout === "form" ? "split" : "form");
  }

  sizeTree(width: number): void {
    this.tree = within(Math.round(width), TREE);
    keep("tree", String(this.tree));
  }

  sizeForm(share: number): void {
    this.form = within(Math.round(share * 10) / 10, FORM);
    keep("form", String(this.form));
  }

  /** The next larger or smaller zoom; 0 is the page as it is. */
  step(direction: -1 | 0 | 1): void {
    if (direction === 0) this.zoom = 100;
    else if (direction > 0) this.zoom = ZOOMS.find((zoom) => zoom > this.zoom) ?? this.zoom;
    else this.zoom = [...ZOOMS].reverse().find((zoom) => zoom < this.zoom) ?? this.zoom;
  }

  /** Remembers a page that was opened. */
  note(page: PageRef): void {
    const here = this.visited[this.at];
    if (here?.locale === page.locale && here.address === page.address) return;
    this.visited = [...this.visited.slice(0, this.at + 1), page].slice(-100);
    this.at = this.visited.length - 1;
  }

  /** Opens the page visited before or after this one. */
  async go(step: -1 | 1): Promise<void> {
    const page = this.visited[this.at + step];
    if (!page) return;
    this.at += step;
    await desk.openPage(page);
  }

  /** Shows the page as of a day, with its problems then; `null` is today. */
  async asOf(day: string | null): Promise<void> {
    if (!desk.page) return;
    try {
      await desk.settled();
      const view = await call.previewDay(desk.page, day);
      this.day = view.other ? view.day : null;
      this.dayError = null;
      desk.seen(view);
    } catch (error) {
      this.dayError = failure(error).message;
    }
  }
}

export const look = new Look();
desk.redraw = () => void look.asOf(look.day);
