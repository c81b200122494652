// What can be done from the palette. Each part of the window registers what it offers.
import type { Square } from "@lucide/svelte";
import { SvelteMap } from "svelte/reactivity";

/** Something to do. Texts and conditions are functions, so that they follow language and state. */
export interface Action {
  /** Stable, for example `undo`. The last one to register an id wins. */
  id: string;
  title: () => string;
  /** Other words people look for. */
  also?: () => string;
  icon?: typeof Square;
  /** Keys as `keyName` writes them. */
  keys?: string;
  /** Whether it can be done now; left out of the list when not. */
  on?: () => boolean;
  run: () => void;
  /** A setting of the window rather than an act. */
  setting?: boolean;
}

const all = new SvelteMap<string, Action>();

/** Offers actions; call what it answers to take them back. Made for `$effect` and `onMount`. */
export function register(...actions: Action[]): () => void {
  for (const action of actions) all.set(action.id, action);
  return () => {
    for (const action of actions) if (all.get(action.id) === action) all.delete(action.id);
  };
}

/** What people look for most, in this order; the rest follows as it was offered, settings last. */
const FIRST = ["undo", "redo", "go-to", "find-page", "find-site", "add-section", "add-page", "problems", "export"];

function rank(action: Action): number {
  const at = FIRST.indexOf(action.id);
  return action.setting ? FIRST.length + 1 : at < 0 ? FIRST.length : at;
}

/** What can be done now. */
export const available = (): Action[] => [...all.values()].filter((action) => action.on?.() ?? true).sort((a, b) => rank(a) - rank(b));

const mac = typeof navigator !== "undefined" && navigator.platform.startsWith("Mac");

/** A key as this platform writes it: `keyName("Mod Shift F")` is `⇧⌘F` or `Ctrl Shift F`. */
export function keyName(keys: string, onMac = mac): string {
  if (!onMac) return keys.replace("Mod", "Ctrl");
  const signs: Record<string, string> = { Alt: "⌥", Shift: "⇧", Mod: "⌘" };
  const parts = keys.split(" ");
  const held = ["Alt", "Shift", "Mod"].filter((name) => parts.includes(name)).map((name) => signs[name]);
  return [...held, ...parts.filter((part) => !(part in signs))].join("");
}
