// What the buttons of a problem say.
import { fill, settings } from "../lib/settings.svelte";
import type { Problem } from "../lib/types/Problem";
import { remedies } from "./rows";

/** Letters of a remedy that a button shows. */
const LONG = 32;

const short = (text: string): string => (text.length > LONG ? `${text.slice(0, LONG - 1)}…` : text);

/** What one remedy does, in words. */
export function remedyWords(problem: Problem, choice: number): string {
  const words = settings.words;
  const { fix } = problem;
  if (!fix || fix.does === "remove") return words.fixRemove;
  const text = fix.with[choice] ?? "";
  if (fix.does === "address") return fix.with.length === 1 ? words.fixEverywhere : fill(words.fixEverywhereWith, { with: short(text) });
  if (text === "") return words.fixTakeOut;
  // What nobody sees cannot be quoted.
  if (text.trim() === "") return words.fixSpace;
  return fill(fix.does === "value" ? words.fixValue : words.fixWith, { with: short(text) });
}

/** What the button of all remedies says. */
export function fixWords(problem: Problem): string {
  return remedies(problem).length > 1 ? settings.words.fixChoose : remedyWords(problem, 0);
}
