// Which way of finding is open, and the keys that open it.
import { desk } from "../lib/desk.svelte";
import { look } from "../lib/look.svelte";

class Finder {
  /** The palette, with everything or with pages only. */
  palette = $state<"all" | "pages" | null>(null);
  /** The bar over the form. */
  bar = $state(false);
  /** Find and replace over the site. */
  site = $state(false);
  /** What to look for first: what was selected. */
  seed = $state("");
  /** What had the focus before the palette. */
  back: HTMLElement | null = null;
  /** Counts openings, so that an open bar takes a new seed. */
  turn = $state(0);

  /** Answers whether the key was one of these. */
  keys(event: KeyboardEvent): boolean {
    const main = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!main || event.isComposing || event.defaultPrevented) return false;
    const key = event.key.toLowerCase();
    const open = document.querySelector("dialog[open]");
    if (open && !this.palette) return false;
    if (key === "k" && !event.shiftKey) this.open("all");
    else if (key === "p" && !event.shiftKey) this.open("pages");
    else if (key === "f" && !open) this.find(event.shiftKey ? "site" : "bar");
    else return false;
    return true;
  }

  /** Opens the palette, turns it from one kind to the other, or closes it. */
  open(mode: "all" | "pages"): void {
    if (!this.palette) this.back = document.activeElement as HTMLElement | null;
    this.palette = this.palette === mode ? null : mode;
  }

  find(where: "bar" | "site", text = selected()): void {
    this.palette = null;
    this.seed = text;
    this.turn++;
    if (where === "bar") {
      toForm();
      this.bar = true;
    }
    if (where === "site") this.site = true;
  }
}

/** Brings the form of the page into view. */
export function toForm(): void {
  desk.screen = { name: "pages" };
  if (look.layout === "preview") look.arrange("split");
}

/** What is selected in the field that has the focus, when it is short. */
function selected(): string {
  const at = document.activeElement;
  const field = at instanceof HTMLTextAreaElement || (at instanceof HTMLInputElement && at.type === "text");
  const text = field ? at.value.slice(at.selectionStart ?? 0, at.selectionEnd ?? 0) : (window.getSelection()?.toString() ?? "");
  return text.length <= 80 && !text.includes("\n") ? text.trim() : "";
}

export const finder = new Finder();
