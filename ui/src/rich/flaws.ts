// Marks the words that problems are about. What stands elsewhere by now, or not for certain, has no mark.
import type { Node as ProseNode } from "prosemirror-model";
import { Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

import type { Problem } from "../lib/types/Problem";
import { shownAt, standsAt } from "../problems/spans";
import { textOf, type Sheet } from "./sheet";

/** Words in the document. */
export interface Range {
  from: number;
  to: number;
}

/** A problem with its words, where they could be found. */
export interface Flaw {
  problem: Problem;
  said: string;
  place: Range | null;
}

const key = new PluginKey<DecorationSet>("flaws");

/** What a decoration is of, as long as the words stay; the place may have moved. */
const nameOf = ({ code, about, message }: Problem): string => [code, about ?? "", message.en].join("\n");

/** Where the words at the span of a problem stand in the document. */
export function placesOf(sheet: Sheet, doc: ProseNode, { span, fix, about }: Problem): Range | null {
  if (!span) return null;
  if (!standsAt(textOf(sheet), span, fix, about)) return null;
  const blocks: { node: ProseNode; start: number }[] = [];
  doc.forEach((node, start) => blocks.push({ node, start }));
  let at = sheet.lead.length;
  for (const { node, source, gap } of sheet.pieces) {
    // Empty paragraphs have no piece; a block that was changed in part is another object.
    while (blocks[0] && blocks[0].node !== node && !blocks[0].node.eq(node)) blocks.shift();
    const block = blocks.shift();
    if (span.start >= at && span.end <= at + source.length) return block ? within(block.node, block.start, source, span.start - at, span.end - at) : null;
    at += source.length + gap.length;
  }
  return null;
}

function within(block: ProseNode, start: number, source: string, from: number, to: number): Range | null {
  const { text, places } = shown(block, start);
  const at = shownAt(source, text, from, to);
  if (at === null) return null;
  const [first, last] = [places[at], places[at + to - from - 1]];
  return first === undefined || last === undefined ? null : { from: first, to: last + 1 };
}

/** What a block shows, and where in the document each letter of it is. */
function shown(block: ProseNode, start: number): { text: string; places: number[] } {
  let text = "";
  const places: number[] = [];
  const add = (letters: string, at: number): void => {
    for (let i = 0; i < letters.length; i++) places.push(at + i);
    text += letters;
  };
  // Inside the block, places begin behind its opening.
  if (block.isTextblock) block.forEach((node, at) => add(node.text ?? "\n", start + 1 + at));
  else {
    block.descendants((node, at) => {
      if (node.isTextblock) add("\n", start + 1 + at);
      else if (node.isInline) add(node.text ?? "\n", start + 1 + at);
    });
  }
  return { text, places };
}

/** A transaction that marks these and nothing else. */
export const marked = (tr: Transaction, all: Flaw[]): Transaction => tr.setMeta(key, all);

function decorated(doc: ProseNode, before: DecorationSet, all: Flaw[]): DecorationSet {
  const kept = before.find();
  const seen = new Map<string, number>();
  const found = all.flatMap(({ problem, said, place }, number) => {
    const name = nameOf(problem);
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    // Typing before the words moves them; what was marked stays so until the next check says more.
    const old = kept.filter((one) => (one.spec as { name: string }).name === name)[nth];
    const words = problem.fix && "was" in problem.fix ? problem.fix.was : undefined;
    const stays = old && doc.textBetween(old.from, old.to) === words ? { from: old.from, to: old.to } : null;
    const range = place ?? stays;
    const kind = problem.severity === "blocker" || problem.code === "spelling" ? "flaw must" : "flaw";
    const blank = range && doc.textBetween(range.from, range.to).trim() === "" ? " blank" : "";
    return range ? [Decoration.inline(range.from, range.to, { class: kind + blank, title: said, "data-flaw": String(number) }, { name })] : [];
  });
  return DecorationSet.create(doc, found);
}

export function flaws(): Plugin {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_config, state) => DecorationSet.create(state.doc, []),
      apply(tr, set) {
        const all = tr.getMeta(key) as Flaw[] | undefined;
        const moved = set.map(tr.mapping, tr.doc);
        return all ? decorated(tr.doc, moved, all) : moved;
      },
    },
    props: {
      decorations(state) {
        return key.getState(state);
      },
    },
  });
}
