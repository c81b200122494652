// The way from a match to its field: the page is opened, the card too, the words are selected.
import { desk } from "../lib/desk.svelte";
import type { PageRef } from "../lib/types/PageRef";
import type { Spot } from "../lib/types/Spot";
import { toForm } from "./finder.svelte";

const frame = (): Promise<void> => new Promise((then) => requestAnimationFrame(() => then()));

export interface Reached {
  field: HTMLInputElement | HTMLTextAreaElement;
  start: number;
  end: number;
}

/** Focuses the field of a match and selects the words in it, where it is a plain field. */
export async function reveal(page: PageRef, spot: Spot): Promise<Reached | null> {
  toForm();
  if (desk.page?.locale !== page.locale || desk.page.address !== page.address) await desk.openPage(page);
  const key = spot.section === undefined ? "" : (desk.sections[spot.section]?.key ?? "");
  const path = spot.path.join(".");
  desk.want(key, path);
  for (let turns = 0; turns < 20; turns++) {
    await frame();
    const at = document.activeElement as HTMLElement | null;
    if (at?.dataset["path"] !== path || (at.closest<HTMLElement>("[data-section]")?.dataset["section"] ?? "") !== key) continue;
    if (!(at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement)) return null;
    select(at, spot.start, spot.end);
    return { field: at, start: spot.start, end: spot.end };
  }
  return null;
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

/** Whether the words that were reached are still what is selected. */
export function isAt(reached: Reached | null): boolean {
  return reached !== null && document.activeElement === reached.field && reached.field.selectionStart === reached.start && reached.field.selectionEnd === reached.end;
}
