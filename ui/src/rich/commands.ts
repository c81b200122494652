// What can be done to a text: the commands behind toolbar, slash menu and keys.
import { lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import type { Attrs, NodeType } from "prosemirror-model";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { TextSelection, type Command, type EditorState } from "prosemirror-state";
import { addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, deleteColumn, deleteRow, deleteTable, isInTable } from "prosemirror-tables";

import { schema, type } from "./schema";

/** The nearest node around the selection that fits. */
export function around(state: EditorState, names: string[]): { name: string; attrs: Attrs; depth: number } | null {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    if (names.includes(node.type.name)) return { name: node.type.name, attrs: node.attrs, depth };
  }
  return null;
}

export function hasMark(state: EditorState, name: string): boolean {
  const { from, to, empty, $from } = state.selection;
  const mark = type.mark(name);
  return empty ? mark.isInSet(state.storedMarks ?? $from.marks()) !== undefined : state.doc.rangeHasMark(from, to, mark);
}

export const mark = (name: string): Command => toggleMark(type.mark(name));

/** The style of the paragraph that the cursor is in. */
export function styleAt(state: EditorState): string {
  const { parent } = state.selection.$from;
  if (parent.type.name === "heading") return `heading${String(parent.attrs["level"])}`;
  return parent.type.name === "code" ? "code" : "paragraph";
}

export function setStyle(style: string): Command {
  const level = /^heading(\d)$/.exec(style)?.[1];
  if (level) return setBlockType(type.node("heading"), { level: Number(level) });
  return setBlockType(type.node(style === "code" ? "code" : "paragraph"));
}

const lists = ["bullet_list", "ordered_list"];

/** Makes a list, changes its kind, or ends it. */
export function list(name: "bullet_list" | "ordered_list"): Command {
  return (state, dispatch) => {
    const inside = around(state, lists);
    if (!inside) return wrapInList(type.node(name))(state, dispatch);
    if (inside.name === name) return liftListItem(type.node("item"))(state, dispatch);
    const at = state.selection.$from.before(inside.depth);
    dispatch?.(state.tr.setNodeMarkup(at, type.node(name), { tight: inside.attrs["tight"] as boolean }));
    return true;
  };
}

export const quote: Command = (state, dispatch) => (around(state, ["quote"]) ? lift(state, dispatch) : wrapIn(type.node("quote"))(state, dispatch));

/** Puts a block after the paragraph, or in the place of an empty one. */
function insert(node: () => ReturnType<NodeType["create"]>, inside = 0): Command {
  return (state, dispatch) => {
    if (isInTable(state)) return false;
    const { $from } = state.selection;
    if (!$from.parent.isTextblock) return false;
    const empty = $from.parent.content.size === 0 && $from.parent.type.name === "paragraph";
    const [from, to] = empty ? [$from.before(), $from.after()] : [$from.after(), $from.after()];
    const made = node();
    const last = to === state.doc.content.size;
    const tr = state.tr.replaceWith(from, to, last && !made.isTextblock ? [made, type.node("paragraph").create()] : made);
    const at = inside > 0 ? from + inside : from + made.nodeSize + 1;
    dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(at, tr.doc.content.size)))).scrollIntoView());
    return true;
  };
}

export const rule: Command = insert(() => type.node("rule").create());

export const table: Command = insert(() => {
  const row = (name: string): ReturnType<NodeType["create"]> => type.node("table_row").create(null, Array.from({ length: 3 }, () => type.node(name).create()));
  return type.node("table").create(null, [row("table_header"), row("table_cell"), row("table_cell")]);
}, 3);

export function picture(to: string, alt: string): Command {
  return (state, dispatch) => {
    dispatch?.(state.tr.replaceSelectionWith(type.node("picture").create({ to, alt }), false).scrollIntoView());
    return true;
  };
}

/** The link that the cursor is in or that is selected, and where it stands. */
export function linkAt(state: EditorState): { from: number; to: number; target: string } | null {
  const { $from, from, to, empty } = state.selection;
  const link = type.mark("link");
  const parent = $from.parent;
  let found: { from: number; to: number; target: string } | null = null;
  parent.forEach((node, offset) => {
    const mark = link.isInSet(node.marks);
    const start = $from.start() + offset;
    if (!mark) return;
    const target = String(mark.attrs["to"]);
    if (found && found.to === start && found.target === target) found.to = start + node.nodeSize;
    else if (!found || !(found.from <= from && to <= found.to)) found = { from: start, to: start + node.nodeSize, target };
  });
  const at = found as { from: number; to: number; target: string } | null;
  if (!at) return null;
  return (empty ? at.from <= from && from <= at.to : at.from <= from && to <= at.to) ? at : null;
}

/** Gives the selection, or the link around it, a target; puts `title` where nothing is selected. */
export function setLink(to: string, title: string): Command {
  return (state, dispatch) => {
    const at = linkAt(state);
    const { from, to: end, empty } = state.selection;
    const mark = schema.mark("link", { to });
    let tr = state.tr;
    if (at) tr = tr.removeMark(at.from, at.to, type.mark("link")).addMark(at.from, at.to, mark);
    else if (empty) tr = tr.replaceSelectionWith(schema.text(title || to, mark.addToSet(state.storedMarks ?? state.selection.$from.marks())), false);
    else tr = tr.addMark(from, end, mark);
    dispatch?.(tr.removeStoredMark(type.mark("link")).setMeta("apart", true).scrollIntoView());
    return true;
  };
}

export const removeLink: Command = (state, dispatch) => {
  const at = linkAt(state);
  if (!at) return false;
  dispatch?.(state.tr.removeMark(at.from, at.to, type.mark("link")));
  return true;
};

export const tables = { addRowBefore, addRowAfter, addColumnBefore, addColumnAfter, deleteRow, deleteColumn, deleteTable };
export { isInTable };
