// The way from a problem to its place, and to what helps there.
import { desk } from "../lib/desk.svelte";
import { hasPlace, pageOf, round } from "../lib/problems";
import type { Problem } from "../lib/types/Problem";
import { compare } from "../translate/compare.svelte";
import { frame, PATIENCE } from "./words";

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
  const field = await round.lead(problem);
  // A field that is nothing but a link opens its list by itself.
  if (field?.isContentEditable && LINKS.includes(problem.code)) field.dispatchEvent(new CustomEvent("td-link"));
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
