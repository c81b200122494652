// The words that a problem is about, with the wrong ones among them.
import type { Problem } from "../lib/types/Problem";

/** A stretch of the words; `wrong` when the problem is in it. */
export interface Piece {
  text: string;
  wrong: boolean;
}

/** Letters that are shown on each side of the wrong words. */
const AROUND = 90;

const LETTER = /[\p{L}\p{N}_]/u;

/** Where words stand in a text; a word of an alphabet only where it stands alone. */
export function wholes(text: string, words: string): number[] {
  if (words === "") return [];
  const latin = (at: number): boolean => /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}_]/u.test(text.charAt(at));
  const found: number[] = [];
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) {
    const end = at + words.length;
    const joined = (latin(at - 1) && latin(at)) || (latin(end - 1) && latin(end));
    if (!joined || !LETTER.test(words)) found.push(at);
  }
  return found;
}

/** The wrong words themselves: those that would be replaced, else those that are quoted. */
export function wrongWords({ about = "", fix, message }: Problem): string {
  if (fix && "was" in fix) return fix.was;
  const quoted = [...message.en.matchAll(/“([^”]+)”/g)].map((found) => found[1] ?? "");
  return quoted.find((words) => wholes(about, words).length > 0) ?? "";
}

/** Whether the words that a problem is about say more than what is said of it. What tells two languages
 * apart is seen with both side by side. */
export const isQuoted = ({ about, code, message }: Problem): boolean => about !== undefined && !code.startsWith("translation-") && !message.en.includes(about);

/** The words around a problem, in pieces; long ones are cut beside what is wrong. Where the same words
 * stand there several times, `nth` says which are meant; without it, all are. */
export function quote(problem: Problem, nth?: number): Piece[] {
  const { about = "" } = problem;
  const was = wrongWords(problem);
  const all = wholes(about, was);
  const places = nth === undefined || all[nth] === undefined ? all : [all[nth]];
  if (places.length === 0) return about === "" ? [] : [{ text: cut(about, 0, 0), wrong: false }];
  const pieces: Piece[] = [];
  const begin = about.length > 2 * AROUND ? Math.max(0, (places[0] ?? 0) - AROUND) : 0;
  let from = begin;
  for (const at of places) {
    if (at < from) continue;
    pieces.push({ text: (pieces.length === 0 && begin > 0 ? "…" : "") + about.slice(from, at), wrong: false }, { text: was, wrong: true });
    from = at + was.length;
    if (at - begin > 2 * AROUND) break;
  }
  const rest = about.slice(from);
  pieces.push({ text: rest.length > AROUND * 1.5 ? `${rest.slice(0, AROUND)}…` : rest, wrong: false });
  return pieces.filter(({ text }) => text !== "");
}

function cut(text: string, from: number, to: number): string {
  return text.length > 2 * AROUND + (to - from) ? `${text.slice(0, 2 * AROUND)}…` : text;
}
