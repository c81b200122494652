// Random edits of a document, as a person could make them, from a seed.
import { joinBackward, splitBlock } from "prosemirror-commands";
import type { Node as ProseNode } from "prosemirror-model";
import { splitListItem } from "prosemirror-schema-list";
import { EditorState, NodeSelection, TextSelection, type Command, type Transaction } from "prosemirror-state";

import { list, mark, picture, quote, rule, setLink, setStyle, table, tables } from "../../src/rich/commands";
import { type } from "../../src/rich/schema";

export type Dice = () => number;

/** A generator of numbers from 0 to 1 (mulberry32). */
export function dice(seed: number): Dice {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const pick = <T>(roll: Dice, from: readonly T[]): T => from[Math.floor(roll() * from.length)] as T;

const words = [
  "a", "word ", " and", "two words", "*", "**", "_", "__", "`", "``", "[", "](", "]", "[x](y)", "![", "!", "<", "<b>", "&amp;", "&", "\\", "|", "#", "# ", "> ", "- ", "1. ", "+ ", "===", "---", "~~~", "^", "^2^", ":", "{#x}", "http://a.b", "snake_case_name", "2*3*4", "$x$",
  "重要。", "“引号”", "（括号）", "中文", "，", "é", "e\u0301", "👩‍👩‍👧", "𠮷", "\u00a0", "\u200b", "שלום", "  ", "'", "\"", "(", ")", "1)", "***", "<!-- x -->", "[^1]", "::: ", "+++", "%",
];

/** A cursor somewhere in the text. */
function somewhere(roll: Dice, doc: ProseNode): { start: number; node: ProseNode } | null {
  const blocks: { start: number; node: ProseNode }[] = [];
  doc.descendants((node, at) => {
    if (node.isTextblock) blocks.push({ start: at + 1, node });
  });
  return blocks.length > 0 ? pick(roll, blocks) : null;
}

/** A place between two whole letters. */
function place(roll: Dice, { start, node }: { start: number; node: ProseNode }): number {
  const at = Math.floor(roll() * (node.content.size + 1));
  const text = node.textBetween(0, node.content.size, undefined, "\ufffc");
  const code = text.charCodeAt(at);
  return start + (code >= 0xdc00 && code <= 0xdfff ? at + 1 : at);
}

/** One edit; null when the dice chose one that cannot be made here. */
export function edit(roll: Dice, state: EditorState): { name: string; tr: Transaction } | null {
  const where = somewhere(roll, state.doc);
  const kind = roll();
  if (!where || kind < 0.06) return whole(roll, state);
  if (kind < 0.08) return across(roll, state, where);
  const [a, b] = [place(roll, where), place(roll, where)].sort((x, y) => x - y) as [number, number];
  const cursor = state.apply(state.tr.setSelection(TextSelection.create(state.doc, a)));
  const range = state.apply(state.tr.setSelection(TextSelection.create(state.doc, a, b)));
  const text = pick(roll, words);
  if (kind < 0.4) return { name: `insert ${JSON.stringify(text)}`, tr: state.tr.insertText(text, a) };
  if (kind < 0.55) return { name: "delete", tr: state.tr.delete(a, b) };
  const commands: [string, Command, EditorState][] = [
    ["bold", mark("bold"), range],
    ["bold", mark("bold"), range],
    ["italic", mark("italic"), range],
    ["italic", mark("italic"), range],
    ["code", mark("code_text"), range],
    ["super", mark("super"), range],
    ["link", setLink("/security/a_(b)", "here"), range],
    ["new link", setLink("https://example.com/x_y?a=b&c=d", "there"), cursor],
    ["heading", setStyle(pick(roll, ["heading2", "heading3", "heading4"])), cursor],
    ["paragraph", setStyle("paragraph"), cursor],
    ["code block", setStyle("code"), cursor],
    ["bullets", list("bullet_list"), cursor],
    ["numbers", list("ordered_list"), cursor],
    ["quote", quote, cursor],
    ["rule", rule, cursor],
    ["table", table, cursor],
    ["break", (now, go) => (go?.(now.tr.replaceSelectionWith(type.node("break").create())), where.node.type.name === "paragraph"), cursor],
    ["picture", (now, go) => where.node.type.name !== "code" && picture("/media/a b.png", "A [pic]*")(now, go), cursor],
    ["split", (now, go) => !["table_cell", "table_header"].includes(where.node.type.name) && (splitListItem(type.node("item"))(now, go) || splitBlock(now, go)), cursor],
    ["join", joinBackward, state.apply(state.tr.setSelection(TextSelection.create(state.doc, where.start)))],
    ["row", pick(roll, [tables.addRowAfter, tables.deleteRow]), cursor],
    ["column", pick(roll, [tables.addColumnBefore, tables.deleteColumn]), cursor],
  ];
  const [name, command, from] = pick(roll, commands);
  let tr: Transaction | null = null;
  command(from, (made) => (tr = made));
  return tr ? { name, tr } : null;
}

/** Takes a whole block out, moves it or puts another like it somewhere. */
function whole(roll: Dice, state: EditorState): { name: string; tr: Transaction } | null {
  if (state.doc.childCount < 2) return null;
  const start = (doc: ProseNode, index: number): number => doc.content.content.slice(0, index).reduce((sum, node) => sum + node.nodeSize, 0);
  const index = Math.floor(roll() * state.doc.childCount);
  const node = state.doc.child(index);
  const copied = roll() < 0.2;
  const at = start(state.doc, index);
  const tr = copied ? state.tr : state.tr.delete(at, at + node.nodeSize);
  if (!copied && roll() < 0.5) return { name: "remove block", tr: tr.setSelection(NodeSelection.near(tr.doc.resolve(0))) };
  const to = Math.floor(roll() * (tr.doc.childCount + 1));
  return { name: copied ? "copy block" : "move block", tr: tr.insert(start(tr.doc, to), node) };
}

/** Takes out what is selected from one block into another. */
function across(roll: Dice, state: EditorState, from: { start: number; node: ProseNode }): { name: string; tr: Transaction } | null {
  const to = somewhere(roll, state.doc);
  const cell = ({ node }: { node: ProseNode }): boolean => ["table_cell", "table_header"].includes(node.type.name);
  if (!to || cell(from) || cell(to)) return null;
  const [a, b] = [place(roll, from), place(roll, to)].sort((x, y) => x - y) as [number, number];
  const tr = state.tr.setSelection(TextSelection.create(state.doc, a, b)).deleteSelection();
  return { name: "delete across", tr };
}
