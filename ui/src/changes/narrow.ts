// What of the changes is listed: by what they are about, and by words.
import type { Changes } from "../lib/types/Changes";
import type { Meaning } from "../lib/types/Meaning";
import type { PageChanges } from "../lib/types/PageChanges";
import type { PublicChange } from "../lib/types/PublicChange";
import type { SectionPlace } from "../lib/types/SectionPlace";

/** All meanings, what matters most first. */
export const MEANINGS: Meaning[] = ["commitments", "numbers", "names", "links", "documents", "wording", "layout"];

/** A change of a page, with its place there. */
export interface Shown {
  change: PublicChange;
  place: SectionPlace | null;
}

/** A page, and what of it is listed. */
export interface Listed {
  page: PageChanges;
  shown: Shown[];
}

/** The changes of a page, what matters most first. */
export function shownOf(changes: Changes, page: PageChanges): Shown[] {
  const all = page.changes.flatMap((at, i): Shown[] => {
    const change = changes.list[at];
    return change ? [{ change, place: page.places[i] ?? null }] : [];
  });
  return all.sort((a, b) => MEANINGS.indexOf(a.change.meaning) - MEANINGS.indexOf(b.change.meaning));
}

/** The changes that no page shows. */
export function besidePages(changes: Changes): PublicChange[] {
  const shown = new Set(changes.pages.flatMap((page) => page.changes));
  return changes.list.filter((_, at) => !shown.has(at));
}

/** How many changes are about what. */
export function counts(changes: Changes): Map<Meaning, number> {
  const found = new Map<Meaning, number>();
  for (const { meaning } of changes.list) found.set(meaning, (found.get(meaning) ?? 0) + 1);
  return found;
}

/** Whether a change is looked for. `said` is its sentence. */
export function fits(change: PublicChange, meaning: Meaning | "", search: string, said: string): boolean {
  if (meaning && change.meaning !== meaning) return false;
  const wanted = search.trim().toLowerCase();
  if (!wanted) return true;
  return `${said}\n${change.pieces.map((piece) => piece.text).join("")}`.toLowerCase().includes(wanted);
}

/** The pages with what is listed of each; without a wish, pages that only look different too. */
export function narrowed(changes: Changes, meaning: Meaning | "", search: string, say: (change: PublicChange) => string): Listed[] {
  const wanted = search.trim().toLowerCase();
  return changes.pages.flatMap((page): Listed[] => {
    const all = shownOf(changes, page);
    const named = wanted !== "" && `${page.title}\n${page.path}`.toLowerCase().includes(wanted);
    const shown = all.filter(({ change }) => fits(change, meaning, named ? "" : search, say(change)));
    return shown.length > 0 || (!meaning && (named || !wanted)) ? [{ page, shown }] : [];
  });
}
