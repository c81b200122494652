// Letters as Markdown: escaped only where they would otherwise mean something.

/** What the letters stand in. */
export interface Around {
  /** The letter before; empty at the start of the text. */
  before: string;
  /** The letter after; empty at the end. */
  after: string;
  /** They begin a line; `first` the first line of a block. */
  line: "no" | "first" | "later";
  /** In the text of a link or picture. */
  link: boolean;
  /** In a cell of a table. */
  cell: boolean;
  /** The text has definitions, so that any bracket may be a link. */
  definitions: boolean;
  /** Letters that could pair up with others of their kind in this block. */
  paired: ReadonlySet<string>;
  /** Everything that stands before in the block, as plain letters. */
  lead: string;
  /** Everything that follows in the block, as plain letters. */
  rest: string;
  /** Only the letters that follow in the block. */
  letters: string;
}

const ascii = /[!-/:-@[-`{-~]/;
const letter = /[\p{L}\p{N}\p{M}]/u;
const special = /[\\*_^`[\]!<&|]/;
const space = (c: string): boolean => c === "" || /\s/.test(c);

export function escape(text: string, around: Around): string {
  const chars = [...text];
  let out = around.line === "no" ? "" : lineStart(text, around);
  let from = around.line === "no" ? 0 : consumed(out);
  for (; from < chars.length; from++) {
    const c = chars[from] as string;
    if (c === "\n") {
      const rest = chars.slice(from + 1).join("");
      const start = lineStart(rest, { ...around, line: "later" });
      out += `\n${start}`;
      from += consumed(start);
      continue;
    }
    const before = from > 0 ? (chars[from - 1] as string) : around.before;
    const after = from + 1 < chars.length ? (chars[from + 1] as string) : around.after;
    const rest = (): string => chars.slice(from + 1).join("") + around.rest;
    out += special.test(c) && needs(c, before, after, () => around.lead + chars.slice(0, from).join(""), rest, () => chars.slice(from + 1).join("") + around.letters, around) ? `\\${c}` : c;
  }
  return out;
}

/** How many letters of the text an escaped start stands for. */
function consumed(start: string): number {
  return [...start].length - (start.includes("\\") ? 1 : 0);
}

/** The escaped start of a line that would otherwise begin a block, or nothing. */
function lineStart(text: string, around: Around): string {
  const line = text.split("\n")[0] ?? "";
  const whole = around.rest === "" || around.rest.startsWith("\n") || text.includes("\n");
  const end = whole ? "$" : "(?!)";
  const at = (pattern: string): RegExpExecArray | null => new RegExp(`^(?:${pattern})`).exec(line);
  if (at(`#{1,6}(?:[ \\t]|${end})`) || at(">") || at(`[-+*](?:[ \\t]|${end})`) || at("~~~") || at("```")) return `\\${line.charAt(0)}`;
  const number = at(`(\\d{1,9})([.)])(?:[ \\t]|${end})`);
  if (number) return `${number[1]}\\${number[2]}`;
  if (line.startsWith("[") && /^\[[^\]]*\]:/.test(text + around.rest)) return "\\[";
  if (at("(?:\\*[ \\t]*){3,}$") || at("(?:-[ \\t]*){2,}$") || at("(?:_[ \\t]*){3,}$")) return `\\${line.charAt(0)}`;
  if (around.line === "later" && (at("=+[ \\t]*$") || at("-+[ \\t]*$") || at("[|:\\- \\t]*-[|:\\- \\t]*$"))) return `\\${line.charAt(0)}`;
  return "";
}

function needs(c: string, before: string, after: string, lead: () => string, rest: () => string, text: () => string, around: Around): boolean {
  switch (c) {
    case "\\":
      return after === "" || after === "\n" || ascii.test(after);
    case "*":
      return around.paired.has("*") && !(space(before) && space(after));
    case "_":
      return around.paired.has("_") && !(space(before) && space(after)) && !(letter.test(before) && letter.test(after));
    case "^":
      return around.paired.has("^") && !(space(before) && space(after)) && !(letter.test(before) && letter.test(after) && !/^[^\s^]+\^/.test(rest()) && !/\^[^\s^]+$/.test(lead()));
    case "`":
      return around.paired.has("`");
    case "[":
      return around.link || around.definitions || after === "^" || /^[^\]]*\](\(|\[)/.test(rest()) || /\][([]/.test(text());
    case "]":
      return around.link;
    case "!":
      return after === "[";
    case "<":
      return /[A-Za-z/!?]/.test(after) || /^[^\s<>]+@/.test(rest());
    case "&":
      return /^(#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][\dA-Za-z]*);/.test(rest());
    case "|":
      return around.cell;
    default:
      return false;
  }
}

/** A letter written so that it is punctuation to what stands beside it. */
export const entity = (c: string): string => `&#${String(c.codePointAt(0))};`;

/** The address of a link or picture. */
export function address(to: string, cell: boolean): string {
  const clean = to.replace(/[\n\r]/g, (c) => encodeURIComponent(c));
  const plain = clean
    .replace(/\\(?=[!-/:-@[-`{-~]|$)/g, "\\\\")
    .replace(/&(?=(#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][\dA-Za-z]*);)/g, "\\&");
  const bare = clean !== "" && !/[\s<>\p{Cc}]/u.test(clean) && balanced(clean);
  const out = bare ? plain : `<${plain.replace(/[<>]/g, "\\$&")}>`;
  return cell ? out.replace(/\|/g, "\\|") : out;
}

function balanced(text: string): boolean {
  let open = 0;
  for (const c of text) {
    if (c === "(") open++;
    else if (c === ")" && --open < 0) return false;
  }
  return open === 0;
}

/** Address and title between the round brackets. */
export function destination(to: string, title: string, cell: boolean): string {
  if (title === "") return to === "" ? "" : address(to, cell);
  const quoted = title
    .replace(/\n+/g, " ")
    .replace(/\\(?=[!-/:-@[-`{-~]|$)/g, "\\\\")
    .replace(/"/g, '\\"')
    .replace(/&(?=(#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][\dA-Za-z]*);)/g, "\\&");
  return `${address(to, cell)} "${cell ? quoted.replace(/\|/g, "\\|") : quoted}"`;
}

/** Code inside a line. */
export function codeSpan(text: string, cell: boolean): string {
  const runs = new Set((text.match(/`+/g) ?? []).map((run) => run.length));
  let size = 1;
  while (runs.has(size)) size++;
  const ticks = "`".repeat(size);
  const padded = /^`|`$/.test(text) || (/^ .* $/.test(text) && /[^ ]/.test(text)) ? ` ${text} ` : text;
  return ticks + (cell ? padded.replace(/\|/g, "\\|") : padded) + ticks;
}
