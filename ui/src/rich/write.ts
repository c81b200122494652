// Blocks as Markdown, in the style of the file.
import type { Inline } from "../lib/types/Inline";
import type { Node } from "../lib/types/Node";
import { fits } from "./fits";
import { writeInline, type Place } from "./inline";

/** How a file writes what can be written in more than one way. */
export interface Style {
  bullet: string;
  number: string;
  fence: string;
  rule: string;
  breakBy: string;
  /** The text has definitions of links or footnotes. */
  definitions: boolean;
}

export const plainStyle: Style = { bullet: "-", number: ".", fence: "```", rule: "***", breakBy: "\\", definitions: false };

/** The style of a text, from what its blocks show. */
export function styleOf(nodes: Node[]): Style {
  const style = { ...plainStyle };
  const seen = new Set<keyof Style>();
  const note = (name: "bullet" | "number" | "fence" | "rule" | "breakBy", value: string): void => {
    if (value !== "" && !seen.has(name)) {
      seen.add(name);
      style[name] = value;
    }
  };
  const lines = (inline: Inline[]): void => inline.forEach((piece) => piece.is === "break" && note("breakBy", piece.by));
  const look = (node: Node): void => {
    if (node.is === "list") {
      note(node.start === undefined ? "bullet" : "number", node.mark);
      node.items.forEach((item) => item.forEach(look));
    } else if (node.is === "quote") node.blocks.forEach(look);
    else if (node.is === "paragraph" || node.is === "heading") lines(node.inline);
    else if (node.is === "code") note("fence", node.fence.slice(0, 3));
    else if (node.is === "rule") note("rule", node.mark);
    else if (node.is === "opaque" && node.why !== "html") style.definitions = true;
  };
  nodes.forEach(look);
  return style;
}

/** Where a block stands. */
interface Spot {
  nested: boolean;
  /** Marks that a list here must not have, because it would join a neighbour. */
  avoid: string[];
  /** Indented code is possible here. */
  indent: boolean;
}

export function writeBlock(node: Node, style: Style, spot: Partial<Spot> = {}): string {
  const at: Spot = { nested: false, avoid: [], indent: false, ...spot };
  const place: Place = { cell: false, heading: false, definitions: style.definitions, breakBy: style.breakBy };
  switch (node.is) {
    case "paragraph":
      return writeInline(node.inline, place);
    case "heading":
      return heading(node, place);
    case "list":
      return list(node, style, at);
    case "quote":
      return prefixed(writeBlocks(node.blocks, style, false), ">");
    case "table":
      return table(node, place);
    case "code":
      return code(node, style, at);
    case "rule":
      return at.nested || (node.mark === "" && style.rule.startsWith("-")) ? "___" : node.mark || style.rule;
    case "opaque":
      return node.source;
  }
}

/** Blocks one after another; `close` where they may without blank lines. */
function writeBlocks(nodes: Node[], style: Style, close: boolean): string {
  let out = "";
  nodes.forEach((node, at) => {
    const before = nodes[at - 1];
    const avoid = before?.is === "list" ? [markOf(before, style)] : [];
    const text = writeBlock(node.is === "list" ? withMark(node, style, avoid) : node, style, { nested: true });
    if (before) out += close && fits(before, node) ? "\n" : "\n\n";
    if (node.is === "list") nodes[at] = withMark(node, style, avoid);
    out += text;
  });
  return out;
}

const markOf = (node: Node & { is: "list" }, style: Style): string => node.mark || (node.start === undefined ? style.bullet : style.number);

function withMark(node: Node & { is: "list" }, style: Style, avoid: string[]): Node & { is: "list" } {
  const wanted = markOf(node, style);
  const marks = node.start === undefined ? [wanted, style.bullet, "-", "*", "+"] : [wanted, style.number, ".", ")"];
  return { ...node, mark: marks.find((mark) => !avoid.includes(mark)) ?? wanted };
}

function heading(node: Node & { is: "heading" }, place: Place): string {
  const anchor = node.anchor === undefined ? "" : `{#${node.anchor}}`;
  if (node.setext) return `${[writeInline(node.inline, { ...place, underlined: true }), anchor].filter(Boolean).join(" ")}\n${node.level === 1 ? "===" : "---"}`;
  return ["#".repeat(node.level), writeInline(node.inline, { ...place, heading: true }), anchor].filter(Boolean).join(" ");
}

function list(node: Node & { is: "list" }, style: Style, at: Spot): string {
  const { mark, start, tight, items } = withMark(node, style, at.avoid);
  return items
    .map((item, i) => {
      const label = start === undefined ? mark : `${String(start + i)}${mark}`;
      const text = itemText(item, mark, style, tight);
      if (text === "") return label;
      const indent = " ".repeat(label.length + node.pad);
      return label + " ".repeat(node.pad) + text.split("\n").map((line, n) => (n === 0 || line === "" ? line : indent + line)).join("\n");
    })
    .join(tight ? "\n" : "\n\n");
}

/** What stands in an item; empty lists in lists take other marks, because a row of one mark is a line across. */
function itemText(item: Node[], mark: string, style: Style, tight: boolean): string {
  const text = writeBlocks([...item], style, tight);
  const [first, ...rest] = item;
  if (first?.is !== "list" || !/^[-*+ \t]+(?:\n|$)/.test(text)) return text;
  return writeBlocks([withMark(first, style, [mark]), ...rest], style, tight);
}

const prefixed = (text: string, mark: string): string => text.split("\n").map((line) => (line === "" ? mark : `${mark} ${line}`)).join("\n");

function code(node: Node & { is: "code" }, style: Style, at: Spot): string {
  const lines = node.text.split("\n");
  const indentable = node.fence === "" && at.indent && node.info === "" && lines[0]?.trim() !== "" && lines.at(-1)?.trim() !== "";
  if (indentable) return lines.map((line) => (line === "" ? "" : `    ${line}`)).join("\n");
  const wanted = node.fence || style.fence;
  const mark = node.info.includes("`") ? "~" : wanted.charAt(0);
  const longest = Math.max(0, ...(node.text.match(mark === "~" ? /~+/g : /`+/g) ?? []).map((run) => run.length));
  const fence = mark.repeat(Math.max(3, wanted.charAt(0) === mark ? wanted.length : 3, longest + 1));
  const info = node.info.replace(/\\(?=[!-/:-@[-`{-~])/g, "\\\\").replace(/&(?=#?\w+;)/g, "\\&");
  return `${fence}${info}\n${node.text === "" ? "" : `${node.text}\n`}${fence}`;
}

function table(node: Node & { is: "table" }, place: Place): string {
  const row = (cells: string[]): string => `| ${cells.join(" | ")} |`;
  const rows = node.rows.map((cells) => row(cells.map((cell) => writeInline(cell, { ...place, cell: true }))));
  const rule = { none: "---", left: ":--", center: ":-:", right: "--:" };
  return [rows[0] ?? "", row(node.align.map((align) => rule[align])), ...rows.slice(1)].join("\n");
}
