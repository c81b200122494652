// The way from a problem to its place: the field, the words in it, and what helps there.
import { desk } from "../lib/desk.svelte";
import { hasPlace, pageOf, round } from "../lib/problems";
import type { Problem } from "../lib/types/Problem";
import { compare } from "../translate/compare.svelte";
import { standsAt } from "./spans";

const frame = (): Promise<void> => new Promise((then) => requestAnimationFrame(() => then()));

/** Frames after which a field that did not appear is given up. */
const PATIENCE = 60;

/** How the names of problems begin that are settled with both languages side by side. */
const SIDE_BY_SIDE = "translation-";

/** Links that lead nowhere: another target is chosen for them. */
const LINKS = ["broken-link", "broken-anchor"];

/** Whether there is a place to lead to. */
export const leads = (problem: Problem): boolean => hasPlace(problem);

/** Shows the place of a problem, with its words selected. */
export async function lead(problem: Problem): Promise<void> {
  const page = pageOf(problem.place.file);
  if (page && problem.code.startsWith(SIDE_BY_SIDE)) {
    desk.screen = { name: "pages" };
    await compare.start(page);
    if (compare.on) return row(problem);
  }
  if (compare.on) compare.close();
  await round.lead(problem);
  const field = await focused(problem.place.field ?? "");
  if (!field) return;
  if (LINKS.includes(problem.code)) link(field, problem);
  else select(field, problem);
}

/** The row of a section when two languages are compared. */
async function row({ code, place }: Problem): Promise<void> {
  const key = desk.sections[place.section ?? -1]?.key;
  for (let turns = 0; turns < PATIENCE; turns++) {
    await frame();
    const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
    const lacking = code === "translation-missing" ? rows.find((one) => one.dataset["state"] === "missing") : undefined;
    const own = rows.find((one) => key !== undefined && one.dataset["row"]?.split("/")[1] === key);
    const head = (own ?? lacking ?? (key === undefined ? rows[0] : undefined))?.querySelector<HTMLElement>(".toggle");
    if (!head) continue;
    head.scrollIntoView({ block: "start" });
    head.focus();
    return;
  }
}

/** The field of a path, once it has the focus. */
async function focused(path: string): Promise<HTMLElement | null> {
  for (let turns = 0; path !== "" && turns < PATIENCE; turns++) {
    await frame();
    const at = document.activeElement as HTMLElement | null;
    if (at?.dataset["path"] === path) return at;
  }
  return null;
}

/** Selects the words of a problem, if they still stand there. */
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

/** Opens what chooses the target of a link. A link of its own has that open with the focus. */
function link(field: HTMLElement, { message }: Problem): void {
  if (!field.isContentEditable) return;
  const broken = [...field.querySelectorAll<HTMLElement>("a.broken, .broken a")];
  const said = message["en"] ?? "";
  const tells = (to: string): boolean => to !== "" && (said.includes(to) || said.includes(`“${to.split("#")[1] ?? "\n"}”`));
  const wanted = broken.find((one) => tells(one.dataset["to"] ?? "")) ?? broken[0];
  if (!wanted) return;
  const selection = document.getSelection();
  selection?.selectAllChildren(wanted);
  wanted.scrollIntoView({ block: "nearest" });
  // The text learns of a selection by an event.
  setTimeout(() => field.dispatchEvent(new CustomEvent("td-link")), 60);
}
