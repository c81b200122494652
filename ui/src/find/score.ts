// How well a text answers what was typed: whole, from its start, from the start of a word, inside, or its letters in order.

/** A stretch of a text that was typed: from, to. */
export type Mark = [number, number];

export interface Scored {
  score: number;
  marks: Mark[];
}

/** What can be found: what it is called, and what else it answers to. */
export interface Findable {
  title: string;
  /** Shown beside the title. */
  more?: string;
  /** Not shown. */
  also?: string;
}

const CJK = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/;
const LETTER = /[\p{L}\p{N}]/u;

/** Small letters, unit for unit, so that places stay what they are. */
export function folded(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return [...text].map((one) => (one.toLowerCase().length === one.length ? one.toLowerCase() : one)).join("");
}

/** Whether a word starts at `at`. Every sign of Chinese is a word. */
function startsWord(text: string, at: number): boolean {
  const [before, here] = [text[at - 1], text[at]];
  if (before === undefined || here === undefined) return true;
  return LETTER.test(here) && (!LETTER.test(before) || CJK.test(here) || CJK.test(before) || (/\d/.test(here) && !/\d/.test(before)));
}

/** One word against a text, both folded. */
function word(text: string, wanted: string): Scored | null {
  let at = text.indexOf(wanted);
  if (at >= 0) {
    const end = (from: number): Mark[] => [[from, from + wanted.length]];
    if (at === 0) return { score: text.length === wanted.length ? 1000 : 800 - Math.min(99, text.length - wanted.length), marks: end(0) };
    const first = at;
    for (; at >= 0; at = text.indexOf(wanted, at + 1)) {
      if (startsWord(text, at)) return { score: 600 - Math.min(99, at), marks: end(at) };
    }
    return { score: 400 - Math.min(99, first), marks: end(first) };
  }
  return wanted.length > 1 ? letters(text, wanted) : null;
}

/** The letters of a word in order, the first of them at the start of a word; few gaps are better. */
function letters(text: string, wanted: string): Scored | null {
  const marks: Mark[] = [];
  let at = -1;
  for (const [i, letter] of [...wanted].entries()) {
    let next = text.indexOf(letter, at + 1);
    if (next !== at + 1 || i === 0) {
      // Elsewhere only where a word starts: letters from the middle of words say nothing.
      while (next >= 0 && !startsWord(text, next)) next = text.indexOf(letter, next + 1);
    }
    if (next < 0) return null;
    const last = marks.at(-1);
    if (last && last[1] === next) last[1] = next + letter.length;
    else marks.push([next, next + letter.length]);
    at = next + letter.length - 1;
  }
  return { score: 300 - Math.min(200, marks.length * 20) - Math.min(60, at), marks };
}

/** The texts of what was asked for before, so that each letter typed costs only the comparing. */
const known = new WeakMap<Findable, [string, string, string]>();

function texts(item: Findable): [string, string, string] {
  const fold = (text: string | undefined): string => folded((text ?? "").normalize("NFC"));
  const found = known.get(item) ?? [fold(item.title), fold(item.more), fold(item.also)];
  known.set(item, found);
  return found;
}

/** Every word typed must be answered, by the title or by what else there is. */
export function score(item: Findable, typed: string): Scored | null {
  const words = folded(typed.normalize("NFC")).split(/\s+/).filter(Boolean);
  const [title, more, also] = texts(item);
  let total = 0;
  const marks: Mark[] = [];
  for (const one of words) {
    const inTitle = word(title, one);
    const beside = Math.max(...[more, also].map((text) => (text ? (word(text, one)?.score ?? 0) * 0.5 : 0)));
    if (!inTitle && beside === 0) return null;
    total += Math.max(inTitle?.score ?? 0, beside);
    if (inTitle && inTitle.score >= beside) marks.push(...inTitle.marks);
  }
  return { score: words.length ? total / words.length : 0, marks: joined(marks) };
}

/** Marks in order, none over another. */
function joined(marks: Mark[]): Mark[] {
  const out: Mark[] = [];
  for (const [from, to] of marks.sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}

/** The best answers first; equal ones in the order given. */
export function ranked<T extends Findable>(items: T[], typed: string, most: number): { item: T; marks: Mark[] }[] {
  const found = items.flatMap((item) => {
    const scored = score(item, typed);
    return scored ? [{ item, ...scored }] : [];
  });
  return found.sort((a, b) => b.score - a.score).slice(0, most);
}

/** A text cut at its marks. */
export function pieces(text: string, marks: Mark[]): { text: string; marked: boolean }[] {
  const out: { text: string; marked: boolean }[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    if (from > at) out.push({ text: text.slice(at, from), marked: false });
    out.push({ text: text.slice(from, to), marked: true });
    at = to;
  }
  if (at < text.length) out.push({ text: text.slice(at), marked: false });
  return out;
}
