// What the slash menu offers, and which of it fits what is typed after the slash.
import type { Command, EditorState } from "prosemirror-state";

import { list, quote, rule, setStyle, table } from "./commands";
import type { Words } from "../lib/words/en";

export type SlashId = "heading2" | "heading3" | "heading4" | "list" | "numbers" | "quote" | "table" | "link" | "picture" | "rule" | "code";

export interface SlashItem {
  id: SlashId;
  group: string;
  name: string;
  hint: string;
  keys: string;
  /** Null for what opens something else first. */
  run: Command | null;
}

export function slashItems(words: Words): SlashItem[] {
  const [text, lists, more] = [words.richGroupText, words.richGroupLists, words.richGroupMore];
  return [
    { id: "heading2", group: text, name: words.richHeading2, hint: words.richHintHeading2, keys: "", run: setStyle("heading2") },
    { id: "heading3", group: text, name: words.richHeading3, hint: words.richHintHeading3, keys: "", run: setStyle("heading3") },
    { id: "heading4", group: text, name: words.richHeading4, hint: words.richHintHeading4, keys: "", run: setStyle("heading4") },
    { id: "list", group: lists, name: words.list, hint: words.richHintList, keys: "", run: list("bullet_list") },
    { id: "numbers", group: lists, name: words.numbers, hint: words.richHintNumbers, keys: "", run: list("ordered_list") },
    { id: "table", group: more, name: words.richTable, hint: words.richHintTable, keys: "", run: table },
    { id: "link", group: more, name: words.link, hint: words.richHintLink, keys: "[[", run: null },
    { id: "quote", group: more, name: words.richQuote, hint: words.richHintQuote, keys: "", run: quote },
    { id: "picture", group: more, name: words.richPicture, hint: words.richHintPicture, keys: "", run: null },
    { id: "rule", group: more, name: words.richRule, hint: words.richHintRule, keys: "", run: rule },
    { id: "code", group: more, name: words.richCodeBlock, hint: words.richHintCode, keys: "", run: setStyle("code") },
  ];
}

/** Whether the letters of `search` are in `name` in this order; -1 when not, else how far apart. */
export function fuzzy(name: string, search: string): number {
  const text = name.toLowerCase();
  let at = -1;
  let cost = 0;
  for (const c of search.toLowerCase()) {
    const next = text.indexOf(c, at + 1);
    if (next < 0) return -1;
    cost += next - at - 1;
    at = next;
  }
  return cost;
}

export const MOST = 8;

export function slashMatches(items: SlashItem[], search: string): SlashItem[] {
  const fits = items
    .map((item) => ({ item, cost: Math.min(...[item.name, item.id].map((name) => fuzzy(name, search)).map((cost) => (cost < 0 ? Infinity : cost))) }))
    .filter((one) => one.cost < Infinity);
  if (search !== "") fits.sort((a, b) => a.cost - b.cost);
  return fits.slice(0, MOST).map((one) => one.item);
}

/** The slash before the cursor and what is typed after it: at the start of a line or after a blank. */
export function slashAt(state: EditorState): { from: number; search: string } | null {
  const { $from, empty } = state.selection;
  if (!empty || !$from.parent.isTextblock || $from.parent.type.name === "code") return null;
  const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 40), $from.parentOffset, undefined, "\ufffc");
  const found = /(?:^|\s)\/([^\s/]{0,20})$/.exec(before);
  if (!found) return null;
  const search = found[1] ?? "";
  return { from: $from.pos - search.length - 1, search };
}
