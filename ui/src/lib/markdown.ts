// What the toolbar does to a text and its selection.

/** A text with a selection. */
export interface Selected {
  text: string;
  start: number;
  end: number;
}

/** Puts marks around the selection, or takes them away when they are there. */
export function wrap({ text, start, end }: Selected, mark: string): Selected {
  const length = mark.length;
  if (text.slice(start - length, start) === mark && text.slice(end, end + length) === mark) {
    return { text: text.slice(0, start - length) + text.slice(start, end) + text.slice(end + length), start: start - length, end: end - length };
  }
  return { text: text.slice(0, start) + mark + text.slice(start, end) + mark + text.slice(end), start: start + length, end: end + length };
}

/** Begins every selected line with `prefix`, or takes it away when all have it. `1. ` counts up. */
export function prefix({ text, start, end }: Selected, mark: string): Selected {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const found = text.indexOf("\n", end);
  const to = found < 0 ? text.length : found;
  const lines = text.slice(from, to).split("\n");
  const numbered = mark === "1. ";
  const has = (line: string): boolean => (numbered ? /^\d+\. /.test(line) : line.startsWith(mark));
  const all = lines.every(has);
  const strip = (line: string): string => line.replace(/^(#{1,6} |- |\d+\. )/, "");
  const next = lines.map((line, i) => (all ? strip(line) : (numbered ? `${i + 1}. ` : mark) + strip(line))).join("\n");
  return { text: text.slice(0, from) + next + text.slice(to), start: from, end: from + next.length };
}

/** Makes the selection a link and selects its target. */
export function link({ text, start, end }: Selected, target: string): Selected {
  const label = text.slice(start, end);
  const at = start + label.length + 3;
  return { text: `${text.slice(0, start)}[${label}](${target})${text.slice(end)}`, start: at, end: at + target.length };
}
