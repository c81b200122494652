// The pieces of a line of text as the file can hold them: blanks moved out of marks, edges trimmed.
import type { Inline } from "../lib/types/Inline";
import type { Mark } from "../lib/types/Mark";

/** Marks that cannot begin or end with a blank. */
const tight = (mark: Mark): boolean => mark.is === "bold" || mark.is === "italic" || mark.is === "super";
const isCode = (marks: Mark[]): boolean => marks.some((mark) => mark.is === "code");

export const marksOf = (piece: Inline): Mark[] => piece.marks ?? [];

export function sameMark(a: Mark, b: Mark): boolean {
  return a.is === b.is && (a.is !== "link" || b.is !== "link" || (a.to === b.to && a.title === b.title && a.label === b.label));
}

export function sameMarks(a: Mark[], b: Mark[]): boolean {
  return a.length === b.length && a.every((mark) => b.some((other) => sameMark(mark, other)));
}

function text(value: string, marks: Mark[]): Inline {
  return marks.length > 0 ? { is: "text", text: value, marks } : { is: "text", text: value };
}

/** Adds a piece; letters that carry the same as those before them join these. */
function push(out: Inline[], piece: Inline): void {
  const last = out.at(-1);
  if (piece.is === "text" && piece.text === "") return;
  if (last?.is === "text" && piece.is === "text" && sameMarks(marksOf(last), marksOf(piece))) {
    out[out.length - 1] = text(last.text + piece.text, marksOf(last));
  } else out.push(piece);
}

/** What the file can hold of `pieces`. */
export function tidy(pieces: Inline[]): Inline[] {
  const trimmed = trim(pieces.map((piece) => (piece.is === "break" ? { is: "break", by: piece.by } : piece)));
  let out: Inline[] = trimmed;
  for (const is of ["bold", "italic", "super"] as const) out = hoist(out, is);
  const joined: Inline[] = [];
  for (const piece of out) push(joined, piece);
  return joined;
}

/** Takes blanks from both ends of every line, and line breaks from the end of the block. */
function trim(pieces: Inline[]): Inline[] {
  const out: Inline[] = [];
  let start = true;
  for (const piece of pieces) {
    if (piece.is === "break") {
      trimEnd(out);
      start = true;
      out.push(piece);
    } else if (piece.is !== "text" || isCode(marksOf(piece))) {
      start = false;
      out.push(piece);
    } else {
      for (const part of piece.text.split(/(\n)/)) {
        if (part === "\n") {
          if (!start) {
            trimEnd(out);
            out.push(text("\n", marksOf(piece)));
          }
          start = true;
          continue;
        }
        const value = start ? part.replace(/^[ \t]+/, "") : part;
        if (value !== "") {
          start = false;
          out.push(text(value, marksOf(piece)));
        }
      }
    }
  }
  for (;;) {
    trimEnd(out);
    if (out.at(-1)?.is !== "break") return out;
    out.pop();
  }
}

function trimEnd(out: Inline[]): void {
  for (let last = out.at(-1); last?.is === "text" && !isCode(marksOf(last)); last = out.at(-1)) {
    const value = last.text.replace(/[ \t\n]+$/, "");
    if (value === last.text) return;
    out.pop();
    if (value !== "") out.push(text(value, marksOf(last)));
  }
}

/** Moves blanks at the ends of what carries a mark out of it. */
function hoist(pieces: Inline[], is: Mark["is"]): Inline[] {
  const carries = (piece: Inline): boolean => marksOf(piece).some((mark) => mark.is === is);
  const without = (marks: Mark[]): Mark[] => marks.filter((mark) => !(mark.is === is && tight(mark)));
  const out: Inline[] = [];
  let at = 0;
  while (at < pieces.length) {
    const piece = pieces[at] as Inline;
    if (!carries(piece)) {
      out.push(piece);
      at++;
      continue;
    }
    let end = at;
    while (end < pieces.length && (carries(pieces[end] as Inline) || pieces[end]?.is === "break")) end++;
    const stretch = pieces.slice(at, end);
    const head: Inline[] = [];
    const tail: Inline[] = [];
    strip(stretch, head, without, true);
    strip(stretch, tail, without, false);
    out.push(...head, ...stretch, ...tail);
    at = end;
  }
  return out;
}

function strip(stretch: Inline[], blanks: Inline[], without: (marks: Mark[]) => Mark[], front: boolean): void {
  const put = (piece: Inline): void => void (front ? blanks.push(piece) : blanks.unshift(piece));
  for (let piece = front ? stretch[0] : stretch.at(-1); piece; piece = front ? stretch[0] : stretch.at(-1)) {
    const take = (): void => void (front ? stretch.shift() : stretch.pop());
    if (piece.is === "break") {
      take();
      put(piece);
      continue;
    }
    if (piece.is !== "text" || isCode(marksOf(piece))) return;
    const blank = (front ? /^\s+/ : /\s+$/).exec(piece.text)?.[0] ?? "";
    if (blank === "") return;
    take();
    put(text(blank, without(marksOf(piece))));
    const rest = front ? piece.text.slice(blank.length) : piece.text.slice(0, piece.text.length - blank.length);
    if (rest === "") continue;
    const kept = text(rest, marksOf(piece));
    if (front) stretch.unshift(kept);
    else stretch.push(kept);
    return;
  }
}
