// The way from a match to its field: the page is opened, the card too, the words are selected.
import { desk } from "../lib/desk.svelte";
import type { PageRef } from "../lib/types/PageRef";
import type { Spot } from "../lib/types/Spot";
import { toForm } from "./finder.svelte";
import { places, type Sought } from "./highlight";

const frame = (): Promise<void> => new Promise((then) => requestAnimationFrame(() => then()));

export interface Reached {
  field: HTMLElement;
  /** Whether the words that were reached are still what is selected. */
  here: () => boolean;
}

/** What to select in a text that is shown as it will look: the words, and which of them. */
export interface Wanted extends Sought {
  nth: number;
}

/** Focuses the field of a match and selects the words in it. */
export async function reveal(page: PageRef, spot: Spot, wanted?: Wanted): Promise<Reached | null> {
  toForm();
  if (desk.page?.locale !== page.locale || desk.page.address !== page.address) await desk.openPage(page);
  const key = spot.section === undefined ? "" : (desk.sections[spot.section]?.key ?? "");
  const path = spot.path.join(".");
  desk.want(key, path);
  for (let turns = 0; turns < 40; turns++) {
    await frame();
    let at = document.activeElement as HTMLElement | null;
    if (at?.dataset["path"] !== path || (at.closest<HTMLElement>("[data-section]")?.dataset["section"] ?? "") !== key) {
      // A text in a card that was just opened is there a moment later.
      at = key && turns > 2 ? document.querySelector<HTMLElement>(`[data-section="${key}"] [data-path="${path}"]`) : null;
      at?.focus();
      if (document.activeElement !== at || !at) continue;
    }
    if (at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement) return inField(at, spot.start, spot.end);
    return at.isContentEditable && wanted ? inText(at, wanted) : null;
  }
  return null;
}

function inField(field: HTMLInputElement | HTMLTextAreaElement, start: number, end: number): Reached {
  select(field, start, end);
  return { field, here: () => document.activeElement === field && field.selectionStart === start && field.selectionEnd === end };
}

function inText(field: HTMLElement, wanted: Wanted): Reached | null {
  const range = places(field, wanted)[wanted.nth];
  const selection = document.getSelection();
  if (!range || !selection) return null;
  selection.removeAllRanges();
  selection.addRange(range);
  range.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
  const words = selection.toString();
  return { field, here: () => document.activeElement === field && words !== "" && document.getSelection()?.toString() === words };
}

/** The same for a record or the settings of the site. */
export async function revealData(collection: string | undefined, spot: Spot): Promise<void> {
  desk.screen = collection ? { name: "records", collection, record: String(spot.path[0]) } : { name: "site" };
  const wanted = spot.path.map(String);
  for (let turns = 0; turns < 40; turns++) {
    await frame();
    // List items on the way are opened one inside the other.
    for (let i = 2; i < wanted.length; i++) document.querySelector<HTMLElement>(`[data-opens="${wanted.slice(0, i).join(".")}"][aria-expanded="false"]`)?.click();
    const field = document.querySelector<HTMLElement>(`[data-path="${wanted.join(".")}"]`);
    if (!field) continue;
    field.focus();
    if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) select(field, spot.start, spot.end);
    return;
  }
}

function select(field: HTMLInputElement | HTMLTextAreaElement, start: number, end: number): void {
  field.setSelectionRange(start, end);
  // A field that gets the focus brings its selection into view; one that has it does not.
  field.blur();
  field.focus();
  field.setSelectionRange(start, end);
}
