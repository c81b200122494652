// A line of text as Markdown, in the style of the file; every mark so placed that it takes effect.
import type { Inline } from "../lib/types/Inline";
import type { Mark } from "../lib/types/Mark";
import { codeSpan, destination, entity, escape } from "./escape";
import { closes, opens, raises } from "./flank";
import { marksOf, sameMark } from "./runs";

/** Where a line of text stands. */
export interface Place {
  cell: boolean;
  heading: boolean;
  /** In a heading that is underlined. */
  underlined?: boolean;
  definitions: boolean;
  /** How new lines are written where the text does not say. */
  breakBy: string;
}

/** Letters to be escaped, marks to be checked, or source as it is. */
type Part =
  | { is: "letters"; text: string; link: boolean }
  | { is: "mark"; text: string; open: boolean }
  | { is: "source"; text: string; line?: boolean };

export function writeInline(inline: Inline[], place: Place): string {
  const parts = write(inline, [], place, false);
  return settle(parts, place);
}

const rank: Record<Mark["is"], number> = { link: 0, bold: 1, italic: 2, super: 3, code: 4 };

/** Parts of pieces inside the marks `inside`. */
function write(pieces: Inline[], inside: Mark[], place: Place, link: boolean): Part[] {
  const out: Part[] = [];
  let at = 0;
  while (at < pieces.length) {
    const piece = pieces[at] as Inline;
    const todo = marksOf(piece).filter((mark) => mark.is !== "code" && !inside.some((other) => sameMark(mark, other)));
    if (todo.length === 0) {
      out.push(...single(piece, place, link));
      at++;
      continue;
    }
    const reach = todo.map((mark) => ({ mark, end: extent(pieces, at, mark, todo) }));
    reach.sort((a, b) => b.end - a.end || rank[a.mark.is] - rank[b.mark.is]);
    // `[^` begins the mark of a footnote, so what is raised at the start of a link stands around it.
    const around = todo.some((mark) => mark.is === "link") ? reach.find((other) => other.mark.is === "super") : undefined;
    const { mark, end } = around ?? (reach[0] as { mark: Mark; end: number });
    const also = reach.find((other) => other.end === end && other.mark.is === "italic" && mark.is === "bold")?.mark;
    const inner = pieces.slice(at, end);
    if (mark.is === "link") out.push(...writeLink(mark, inner, inside, place));
    else {
      const within = write(inner, also ? [...inside, mark, also] : [...inside, mark], place, link);
      const { head, tail } = peel(within);
      out.push(...head);
      if (within.length > 0) out.push(...emphasis(mark, also, within, out.at(-1)));
      out.push(...tail);
    }
    at = end;
  }
  return out;
}

/** Takes blanks and new lines from both ends: no mark takes effect beside them. */
function peel(parts: Part[]): { head: Part[]; tail: Part[] } {
  const head: Part[] = [];
  const tail: Part[] = [];
  for (const [out, front] of [[head, true], [tail, false]] as const) {
    for (let part = front ? parts[0] : parts.at(-1); part; part = front ? parts[0] : parts.at(-1)) {
      const put = (taken: Part): void => void (front ? out.push(taken) : out.unshift(taken));
      if (part.is === "source" && part.line === true) {
        put(part);
        parts.splice(front ? 0 : -1, 1);
        continue;
      }
      if (part.is !== "letters") break;
      const blank = (front ? /^\s+/ : /\s+$/).exec(part.text)?.[0] ?? "";
      if (blank === "") break;
      put({ ...part, text: blank });
      const rest = front ? part.text.slice(blank.length) : part.text.slice(0, part.text.length - blank.length);
      parts.splice(front ? 0 : -1, 1, ...(rest === "" ? [] : [{ ...part, text: rest }]));
      if (rest !== "") break;
    }
  }
  return { head, tail };
}

/** Where the stretch that carries `mark` ends; never inside a link that begins in it. */
function extent(pieces: Inline[], from: number, mark: Mark, todo: Mark[]): number {
  let end = from;
  const carries = (at: number): boolean => {
    const piece = pieces[at];
    return piece !== undefined && (piece.is === "break" || marksOf(piece).some((other) => sameMark(mark, other)));
  };
  while (carries(end)) end++;
  while (end > from + 1 && pieces[end - 1]?.is === "break") end--;
  if (mark.is === "link") return end;
  const outer = todo.find((other) => other.is === "link");
  const linkAt = (at: number): Mark | undefined => marksOf(pieces[at] ?? { is: "text", text: "" }).find((other) => other.is === "link");
  const same = (a: Mark | undefined, b: Mark | undefined): boolean => a !== undefined && b !== undefined && sameMark(a, b);
  // What is raised stands around links, and may stand around parts of them.
  if (!outer && mark.is !== "super" && end < pieces.length && same(linkAt(end - 1), linkAt(end))) {
    let cut = end;
    while (cut > from && same(linkAt(cut - 1), linkAt(end))) cut--;
    if (cut > from) end = cut;
  }
  return end;
}

function single(piece: Inline, place: Place, link: boolean): Part[] {
  switch (piece.is) {
    case "text":
      return marksOf(piece).some((mark) => mark.is === "code")
        ? [{ is: "source", text: codeSpan(piece.text, place.cell) }]
        : [{ is: "letters", text: piece.text, link }];
    case "break":
      return [{ is: "source", text: piece.by || place.breakBy, line: true }];
    case "picture": {
      const alt = escapeAlone(piece.alt, place);
      return [{ is: "source", text: piece.label !== undefined ? `![${alt}][${piece.label}]` : `![${alt}](${destination(piece.to, piece.title, place.cell)})` }];
    }
    case "raw":
      return [{ is: "source", text: piece.source }];
  }
}

function escapeAlone(text: string, place: Place): string {
  return escape(text.replace(/\n/g, " "), { before: "", after: "", line: "no", link: true, cell: place.cell, definitions: true, paired: new Set("*_^`"), lead: "", rest: "", letters: "" });
}

function writeLink(mark: Mark & { is: "link" }, inner: Inline[], inside: Mark[], place: Place): Part[] {
  const only = inner.length === 1 && inner[0]?.is === "text" && marksOf(inner[0]).every((other) => other.is === "link" || inside.some((outer) => sameMark(outer, other))) ? inner[0].text : null;
  if (only !== null && autolink(mark, only) && !(place.cell && only.includes("|"))) return [{ is: "source", text: `<${only}>` }];
  const label = mark.label === "<>" ? undefined : mark.label;
  const end = label === undefined ? `](${destination(mark.to, mark.title, place.cell)})` : label === only && !/[\\*_`^[\]<&!]/.test(label) ? "][]" : `][${label}]`;
  return [{ is: "source", text: "[" }, ...write(inner, [...inside, mark], place, true), { is: "source", text: end }];
}

/** Whether a link is best written as its address alone. */
function autolink(mark: Mark & { is: "link" }, text: string): boolean {
  if (mark.title !== "" || (mark.label !== undefined && mark.label !== "<>")) return false;
  if (mark.to === text) return /^[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*$/.test(text);
  return mark.to === `mailto:${text}` && /^[\w.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(text);
}

function emphasis(mark: Mark, also: Mark | undefined, inner: Part[], before: Part | undefined): Part[] {
  const times = also ? 3 : mark.is === "bold" ? 2 : 1;
  const wanted = mark.is === "bold" || mark.is === "italic" ? (mark.by === "_" ? "_" : "*") : "^";
  const other = wanted === "*" ? "_" : "*";
  const by = wanted !== "^" && (charOf(before) === wanted || entangled(inner, wanted)) ? other : wanted;
  const text = by.repeat(times);
  return [{ is: "mark", text, open: true }, ...inner, { is: "mark", text, open: false }];
}

/** The letter of a mark; two of a kind beside one another would be read as one. */
const charOf = (part: Part | undefined): string => (part?.is === "mark" ? part.text.charAt(0) : "");

/** Whether stretches inside, of which one begins or ends with the whole, would be paired up wrongly by marks of a kind. */
function entangled(inner: Part[], c: string): boolean {
  return (charOf(inner[0]) === c || charOf(inner.at(-1)) === c) && inner.filter((part) => charOf(part) === c).length > 2;
}

/** Parts as one text: letters escaped, marks checked against what stands beside them. */
function settle(parts: Part[], place: Place): string {
  const paired = pairs(parts);
  const out: string[] = [];
  parts.forEach((part, at) => {
    if (part.is === "letters") {
      const previous = parts[at - 1];
      const starts = at === 0 || (previous?.is === "source" && previous.line === true);
      out.push(escape(part.text, {
        before: lastOf(parts, at - 1),
        after: firstOf(parts, at + 1),
        line: place.cell || place.heading || !starts ? "no" : at === 0 ? "first" : "later",
        link: part.link,
        cell: place.cell,
        definitions: place.definitions,
        paired,
        lead: plain(parts.slice(0, at)),
        rest: plain(parts.slice(at + 1)),
        letters: parts.slice(at + 1).map((other) => (other.is === "letters" ? other.text : "\ufffc")).join(""),
      }));
    } else if (part.is === "source" && part.line === true) {
      const empty = at === 0 || (parts[at - 1]?.is === "source" && (parts[at - 1] as { line?: boolean }).line === true);
      const next = parts[at + 1];
      const blank = next === undefined || (next.is === "source" && next.line === true);
      out.push(`${empty || blank ? "\\" : part.text}\n`);
    } else out.push(part.text);
  });
  if (place.heading || place.underlined) endOfHeading(parts, out, place.heading);
  // What is written anew beside one mark may stand beside another.
  for (let turn = 0; turn < 4 && flank(parts, out); turn++);
  return out.join("");
}

/** Letters that appear more than once unescaped, or as marks, so that they might pair up. */
function pairs(parts: Part[]): Set<string> {
  const all = parts.map((part) => (part.is === "letters" || part.is === "mark" ? part.text : part.text.replace(/[^`]/g, ""))).join("");
  const marks = parts.filter((part) => part.is === "mark").map((part) => part.text).join("");
  return new Set(["*", "_", "^", "`"].filter((c) => marks.includes(c) || all.split(c).length > 2));
}

const plain = (parts: Part[]): string => parts.map((part) => (part.is === "source" && part.line === true ? "\n" : part.text)).join("");

function firstOf(parts: Part[], at: number): string {
  const part = parts[at];
  if (!part) return "";
  return [...part.text][0] ?? "\n";
}

function lastOf(parts: Part[], at: number): string {
  const part = parts[at];
  if (!part) return "";
  return part.is === "source" && part.line === true ? "\n" : ([...part.text].at(-1) ?? "");
}

/** `#` and `{…}` at the end of a heading are read as something else. */
function endOfHeading(parts: Part[], out: string[], closes: boolean): void {
  const at = parts.length - 1;
  if (parts[at]?.is !== "letters") return;
  let text = out[at] ?? "";
  if (closes) text = text.replace(/(^|\s)(#+)$/, (all, before: string, marks: string) => (at === 0 || before !== "" ? `${before}\\${marks}` : all));
  // A backslash does not help against what a heading has at its end.
  text = text.replace(/\{([^{}]*)\}$/, `${entity("{")}$1}`);
  out[at] = text;
  if (/\{[^{}]*\}$/.test(out.join(""))) out[at] = text.slice(0, -1) + entity("}");
}

/** Writes the letter beside a mark as an entity where the mark would not take effect otherwise. */
function flank(parts: Part[], out: string[]): boolean {
  let changed = false;
  parts.forEach((part, at) => {
    if (part.is !== "mark") return;
    const c = part.text.charAt(0);
    const before = edge(parts, out, at, -1);
    const after = edge(parts, out, at, 1);
    if (part.open ? opens(c, before, after) : closes(c, before, after)) return;
    if (c === "^" && raises(part.open ? before : after, within(parts, out, at))) return;
    if (c === "_" && !touches(parts, at) && (part.open ? opens("*", before, after) : closes("*", before, after))) {
      const other = partner(parts, at);
      const pair = other === undefined ? undefined : parts[other];
      if (other !== undefined && pair?.is === "mark" && !touches(parts, other)) {
        for (const [index, mark] of [[at, part], [other, pair]] as const) {
          mark.text = "*".repeat(mark.text.length);
          out[index] = mark.text;
        }
        changed = true;
        return;
      }
    }
    const beside = part.open ? at - 1 : at + 1;
    if (parts[beside]?.is !== "letters") return;
    const letters = [...(out[beside] ?? "")];
    const letter = part.open ? letters.pop() : letters.shift();
    if (letter === undefined || letter === "\n" || letter === ";" || letter === "&") return;
    changed = true;
    // A backslash before the letter is one that is meant.
    if (part.open && (/\\*$/.exec(letters.join(""))?.[0].length ?? 0) % 2 === 1) letters.push("\\");
    out[beside] = part.open ? letters.join("") + entity(letter) : entity(letter) + letters.join("");
  });
  return changed;
}

/** The letter before or after the run of marks of one kind that the mark at `at` is part of. */
function edge(parts: Part[], out: string[], at: number, step: 1 | -1): string {
  const c = out[at]?.charAt(0);
  let i = at + step;
  while (out[i] === "" || (parts[i]?.is === "mark" && out[i]?.charAt(0) === c)) i += step;
  const text = out[i] ?? "";
  return (step > 0 ? [...text.slice(0, 2)][0] : [...text.slice(-2)].at(-1)) ?? "";
}

/** Whether another mark stands directly beside the mark at `at`. */
const touches = (parts: Part[], at: number): boolean => parts[at - 1]?.is === "mark" || parts[at + 1]?.is === "mark";

/** The mark that closes or opens what the mark at `at` opens or closes. */
function partner(parts: Part[], at: number): number | undefined {
  const part = parts[at];
  if (part?.is !== "mark") return undefined;
  const step = part.open ? 1 : -1;
  let depth = 0;
  for (let i = at; i >= 0 && i < parts.length; i += step) {
    const other = parts[i];
    if (other?.is !== "mark") continue;
    depth += other.open === part.open ? 1 : -1;
    if (depth === 0) return i;
  }
  return undefined;
}

/** What stands between the mark at `at` and its partner. */
function within(parts: Part[], out: string[], at: number): string {
  const other = partner(parts, at) ?? at;
  return out.slice(Math.min(at, other) + 1, Math.max(at, other)).join("");
}
