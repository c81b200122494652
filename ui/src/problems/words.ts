// Selects the words that a problem is about, once its field has the focus.
import type { Problem } from "../lib/types/Problem";
import { targetProblem } from "../links/state";
import { standsAt } from "./spans";

export const frame = (): Promise<void> => new Promise((then) => requestAnimationFrame(() => then()));

/** Frames after which a field that did not appear is given up. */
export const PATIENCE = 60;

/** How the names of problems end that are about a link. */
const LINK = /-(link|anchor|link-text|target|label)$/;

/** Selects the words of a problem in its field, if they still stand there. Answers with the field. */
export async function selectWords(problem: Problem): Promise<HTMLElement | null> {
  const path = problem.place.field;
  if (!path || !(problem.span ?? LINK.test(problem.code))) return null;
  for (let turns = 0; turns < PATIENCE; turns++) {
    await frame();
    const field = document.activeElement as HTMLElement | null;
    if (field?.dataset["path"] !== path) continue;
    if (problem.span) select(field, problem);
    else if (field.isContentEditable) selectLink(field, problem);
    return field;
  }
  return null;
}

function select(field: HTMLElement, problem: Problem): void {
  const { span, fix, about } = problem;
  if (!span) return;
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) {
    if (!standsAt(field.value, span, fix, about)) return;
    field.setSelectionRange(span.start, span.end);
    // A field that gets the focus brings its selection into view; one that has it does not.
    field.blur();
    field.focus();
    field.setSelectionRange(span.start, span.end);
  } else {
    field.dispatchEvent(new CustomEvent("td-words", { detail: problem }));
  }
}

/** The link in a text that a problem names by its address or its words. */
function selectLink(field: HTMLElement, { code, message, about = "" }: Problem): void {
  const said = `${message.en}\n${about}`;
  const place = (to: string): string => to.slice(to.indexOf("#") + 1);
  const tells = (to: string): boolean => to !== "" && (said.includes(to) || (to.includes("#") && said.includes(`“${place(to)}”`)));
  const found = asked(field, tells);
  if (!found && code.startsWith("broken-")) asked(field, (to) => targetProblem(to) !== null);
}

/** Asks a text to select the first link whose target is one; answers whether there was any. */
const asked = (field: HTMLElement, is: (to: string) => boolean): boolean => !field.dispatchEvent(new CustomEvent("td-link-to", { detail: is, cancelable: true }));
