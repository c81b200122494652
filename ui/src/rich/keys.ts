// Keys of a text. Undo is not here: there is one stack for the whole window.
import { baseKeymap, chainCommands, exitCode, splitBlockAs } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import type { Command, Plugin } from "prosemirror-state";
import { goToNextCell } from "prosemirror-tables";
import type { EditorView } from "prosemirror-view";

import { isInTable, linkAt, list, mark, setStyle } from "./commands";
import { type } from "./schema";

/** A heading is followed by text; one that is split keeps its name at the front only. */
const splitHeading: Command = (state, dispatch, view) => {
  const { parent } = state.selection.$from;
  if (parent.type.name !== "heading") return false;
  return splitBlockAs((_node, atEnd) => (atEnd ? { type: type.node("paragraph") } : { type: type.node("heading"), attrs: { level: parent.attrs["level"] as number } }))(state, dispatch, view);
};

const newLine: Command = (state, dispatch) => {
  if (isInTable(state) || state.selection.$from.parent.type.name !== "paragraph") return false;
  dispatch?.(state.tr.replaceSelectionWith(type.node("break").create()).scrollIntoView());
  return true;
};

/** Enter in a cell goes to the cell below, and never splits it. */
const inCell: Command = (state) => isInTable(state);

export function keys(link: () => void): Plugin[] {
  const openLink: Command = (state) => {
    if (state.selection.empty && !linkAt(state)) return false;
    link();
    return true;
  };
  const own: Record<string, Command> = {
    "Mod-b": mark("bold"),
    "Mod-i": mark("italic"),
    "Mod-e": mark("code_text"),
    "Mod-.": mark("super"),
    "Mod-k": openLink,
    "Mod-Alt-0": setStyle("paragraph"),
    "Mod-Alt-2": setStyle("heading2"),
    "Mod-Alt-3": setStyle("heading3"),
    "Mod-Alt-4": setStyle("heading4"),
    "Mod-Shift-7": list("ordered_list"),
    "Mod-Shift-8": list("bullet_list"),
    Enter: chainCommands(inCell, splitListItem(type.node("item")), splitHeading),
    "Shift-Enter": chainCommands(exitCode, newLine),
    Tab: chainCommands(goToNextCell(1), sinkListItem(type.node("item"))),
    "Shift-Tab": chainCommands(goToNextCell(-1), liftListItem(type.node("item"))),
  };
  return [keymap(own), keymap(baseKeymap)];
}

/** What letters do beyond standing there: `- ` and `1. ` begin lists, `[[` asks for a link. */
export function typed(view: EditorView, from: number, to: number, text: string, link: () => void): boolean {
  const { $from, empty } = view.state.selection;
  if (!empty || from !== to || $from.parent.type.name === "code") return false;
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, "\ufffc");
  if (text === "[" && before.endsWith("[")) {
    view.dispatch(view.state.tr.delete(from - 1, from));
    link();
    return true;
  }
  const first = /^(?:([-*+])|(\d{1,9})[.)])$/.exec(before);
  if (text !== " " || !first || $from.parent.type.name !== "paragraph" || $from.parentOffset !== before.length) return false;
  const start = from - before.length;
  const name = first[1] ? "bullet_list" : "ordered_list";
  const state = view.state.apply(view.state.tr.delete(start, from));
  return wrapInList(type.node(name), first[2] ? { start: Number(first[2]) } : null)(state, (tr) => {
    const whole = view.state.tr.delete(start, from);
    for (const step of tr.steps) whole.step(step);
    view.dispatch(whole.scrollIntoView());
  });
}
