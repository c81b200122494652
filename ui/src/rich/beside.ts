// What a block does to the block after it, and what is put between the two so that both stay what they are.
import type { Node } from "../lib/types/Node";
import { fits } from "./fits";

/** A block and its bytes. */
export interface Written {
  readonly tree: Node;
  readonly source: string;
}

/** Parts two blocks that would become one, and shows nothing. The engine takes it for a blank line. */
export const separator = "<!-- -->";

const marker = /^[ \t]*(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)[ \t]?/;
const indentOf = (source: string): number => (/^[ \t]*/.exec(source)?.[0] ?? "").replace(/\t/g, "    ").length;
const isList = ({ tree, source }: Written): boolean => tree.is === "list" || (tree.is === "opaque" && tree.why === "other" && marker.test(source));

/** The mark that a list's source begins with; nothing for other blocks. */
export const listMark = (block: Written): string => (isList(block) ? (/^\s*\d*(\S)/.exec(block.source)?.[1] ?? "") : "");

/** How far a block must be indented to become part of the block before it. */
function reach(block: Written): number {
  const { tree, source } = block;
  if (isList(block)) return source.split("\n").reduce((least, line) => Math.min(least, marker.exec(line)?.[0].replace(/\t/g, "  ").length ?? least), Infinity);
  if (tree.is === "code") return /^(?: {4}| {0,3}\t)/.test(source) ? 4 : Infinity;
  if (tree.is !== "opaque" || tree.why === "html" || tree.why === "definition") return Infinity;
  return tree.why === "footnote" ? 4 : 1;
}

/** Whether a block would become part of the block before it, blank lines between them or not. */
export function merges(before: Written, block: Written): boolean {
  if (indentOf(block.source) >= reach(before)) return true;
  return isList(before) && isList(block) && listMark(before) === listMark(block);
}

/** Whether indented code can stand after a block. */
export const takesIndented = (before: Written): boolean => reach(before) <= 4;

/** HTML that reaches over blank lines: how it begins, what ends it, and an end to write. */
const reaching: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^<script(?=[\s>]|$)/i, /<\/script>/i, "</script>"],
  [/^<pre(?=[\s>]|$)/i, /<\/pre>/i, "</pre>"],
  [/^<style(?=[\s>]|$)/i, /<\/style>/i, "</style>"],
  [/^<textarea(?=[\s>]|$)/i, /<\/textarea>/i, "</textarea>"],
  [/^<!--/, /-->/, "-->"],
  [/^<\?/, /\?>/, "?>"],
  [/^<!\[CDATA\[/, /\]\]>/, "]]>"],
  [/^<![A-Za-z]/, />/, ">"],
];

/** What must be added to a block that only the end of the text ends, `gap` before it; nothing for any other. */
export function closing({ tree, source }: Written, gap: string): string {
  if (tree.is === "opaque" && tree.why === "html") {
    const html = source.trimStart();
    for (const [begin, end, close] of reaching) {
      const start = begin.exec(html);
      if (start) return end.test(html.slice(start[0].length)) ? "" : close;
    }
    return "";
  }
  if (tree.is !== "code" || tree.fence === "") return "";
  const lines = source.split("\n");
  const last = lines.length > 1 ? (lines.at(-1) ?? "") : "";
  const mark = tree.fence.charAt(0);
  const closed = /^ {0,3}\S/.test(last) && last.trim().length >= tree.fence.length && last.trim().split(mark).join("") === "";
  // Blank lines at the end are part of the code.
  return closed ? "" : `${gap.replace(/\n$/, "")}\n${tree.fence}`;
}

/** Two blocks that stood beside one another, and the lines between them. */
export interface Pair {
  before: Written;
  block: Written;
  gap: string;
}

/** The lines between two blocks, which were `was` when they last stood beside one another. */
export function gapBetween(before: Written, block: Written, was: Pair | null): string {
  const untouched = was !== null && was.before.source === before.source && was.block.source === block.source;
  if (untouched) return was.gap;
  const gap = was && close(before, block, was) ? was.gap : "\n\n";
  return !gap.includes(separator) && merges(before, block) ? `\n\n${separator}\n\n` : gap;
}

/** Whether what stood between two blocks still parts them. */
function close(before: Written, block: Written, was: Pair): boolean {
  if (/\n[ \t]*\n/.test(was.gap)) return true;
  const alike = was.before.tree.is === before.tree.is && was.block.tree.is === block.tree.is;
  return alike && fits(before.tree, block.tree);
}
