// Where the words of a problem stand in the text of a field, as it is now.
import type { Fix } from "../lib/types/Fix";
import type { Problem } from "../lib/types/Problem";
import type { Span } from "../lib/types/Span";

/** Whether what a problem is about still stands at its place: text that changed since is never marked. */
export function standsAt(text: string, span: Span, fix: Fix | undefined, about: string | undefined): boolean {
  const words = text.slice(span.start, span.end);
  if (words === "") return false;
  if (fix && "was" in fix && fix.does === "words") return words === fix.was;
  return about?.includes(words) ?? false;
}

/** The number of the problem whose words the cursor of a field is in or beside; -1 when it is at none. */
export function faultAt(field: HTMLElement, problems: Problem[]): number {
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) {
    const at = field.selectionStart ?? -1;
    return problems.findIndex(({ span }) => span !== undefined && span.start <= at && at <= span.end);
  }
  const selection = document.getSelection();
  const at = selection?.anchorNode;
  const beside = (one: HTMLElement): boolean => (one.previousSibling === at && selection?.anchorOffset === at?.textContent?.length) || (one.nextSibling === at && selection?.anchorOffset === 0);
  const all = [...field.querySelectorAll<HTMLElement>("[data-flaw]")];
  const marked = all.find((one) => selection?.containsNode(one, true)) ?? all.find(beside);
  return marked ? Number(marked.dataset["flaw"]) : -1;
}

/** What Markdown makes something else of than what it shows. */
const MARKUP = /[*_`~[\]()<>\\&#|!\n]/;

/** Letters on each side by which words are told from the same words elsewhere. */
const BESIDE = 24;

/** Where in what is shown of a block the words at a place of its source stand; null where that is not certain. */
export function shownAt(source: string, shown: string, start: number, end: number): number | null {
  const words = source.slice(start, end);
  if (words === "" || MARKUP.test(words)) return null;
  let from = start;
  while (from > 0 && start - from < BESIDE && !MARKUP.test(source.charAt(from - 1))) from--;
  let to = end;
  while (to < source.length && to - end < BESIDE && !MARKUP.test(source.charAt(to))) to++;
  const around = source.slice(from, to);
  const [written, seen] = [places(source, around), places(shown, around)];
  const nth = written.indexOf(from);
  const at = written.length === seen.length ? seen[nth] : seen.length === 1 ? seen[0] : undefined;
  return at === undefined ? null : at + start - from;
}

/** Where a text stands in another. */
function places(text: string, words: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) found.push(at);
  return found;
}
