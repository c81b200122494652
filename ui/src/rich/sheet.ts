// A text as the editor holds it: each block of the document with its bytes. What was not changed keeps
// them; what was changed is written anew; the gaps between blocks stay.
import type { Node as ProseNode } from "prosemirror-model";

import type { Node } from "../lib/types/Node";
import type { RichView } from "../lib/types/RichView";
import type { Shown } from "../lib/types/Shown";
import { closing, gapBetween, listMark, separator, takesIndented, type Pair } from "./beside";
import { Defined, definitionsOf } from "./definitions";
import { schema, type } from "./schema";
import { toProse, toTree } from "./tree";
import { styleOf, writeBlock, type Style } from "./write";

/** One block: its node in the document, its bytes, and the blank lines after it. */
export interface Piece {
  readonly node: ProseNode;
  readonly source: string;
  readonly gap: string;
  readonly tree: Node;
  /** The block it was when it was read, so that going back to it brings back its bytes. */
  readonly origin: { node: ProseNode; source: string; tree: Node } | null;
}

/** A whole text. Empty paragraphs of the document have no piece. */
export interface Sheet {
  readonly lead: string;
  readonly pieces: readonly Piece[];
}

export const textOf = (sheet: Sheet): string => sheet.lead + sheet.pieces.map((piece) => piece.source + piece.gap).join("");

export function read(view: RichView): Sheet {
  return {
    lead: view.lead,
    pieces: view.blocks.map(({ source, gap, node: tree }) => {
      const node = toProse(tree);
      return { node, source, gap, tree, origin: { node, source, tree } };
    }),
  };
}

export function documentOf(sheet: Sheet): ProseNode {
  const nodes = sheet.pieces.map((piece) => piece.node);
  return type.node("doc").create(null, nodes.length > 0 ? nodes : [type.node("paragraph").create()]);
}

/** A block of the new document, and which piece it was. */
interface Found {
  node: ProseNode;
  /** The piece it was or grew from. */
  was: number | null;
  /** It is that piece, unchanged. */
  same: boolean;
}

/** The text of a changed document. */
export function follow(sheet: Sheet, doc: ProseNode): Sheet {
  const old = sheet.pieces;
  const found = match(old, doc);
  const left = definitionsOf(found.map((block) => block.node));
  const defined = new Defined(left, left.join("\n") !== definitionsOf(old.map((piece) => piece.node)).join("\n"));
  const style = styleOf(old.map((piece) => piece.tree));
  style.definitions ||= left.length > 0;
  const pieces: Piece[] = [];
  const kept: (number | null)[] = [];
  found.forEach((block, at) => {
    const before = pieces.at(-1);
    const next = found[at + 1];
    const adjacent = pairAt(old, kept.at(-1), block.was);
    const beside = [adjacent?.gap.includes(separator) ? undefined : before, pairAt(old, block.was, next?.was)?.gap.includes(separator) ? undefined : old[next?.was ?? -1]] as const;
    const piece = written(block, old, style, defined, beside);
    if (!piece) return;
    if (before) {
      const end = adjacent?.before.source === before.source ? "" : closing(before, before.gap);
      const ended = end === "" ? before : closed(before, end);
      pieces[pieces.length - 1] = { ...ended, gap: gapBetween(ended, piece, adjacent) };
    }
    pieces.push(piece);
    kept.push(block.was);
  });
  return { lead: sheet.lead, pieces: restored(pieces, old) };
}

/** The same objects where nothing changed, and the last gap of the text at its end. */
function restored(pieces: Piece[], old: readonly Piece[]): Piece[] {
  const last = pieces.at(-1);
  const end = old.at(-1)?.gap ?? "";
  if (last) pieces[pieces.length - 1] = { ...last, gap: end };
  const known = new Map(old.map((piece) => [piece.node, piece]));
  return pieces.map((piece) => {
    const before = known.get(piece.node);
    return before && before.source === piece.source && before.gap === piece.gap ? before : piece;
  });
}

/** Pairs the blocks of the document with the pieces they were. */
function match(old: readonly Piece[], doc: ProseNode): Found[] {
  const blocks: ProseNode[] = [];
  doc.forEach((node) => {
    if (node.type.name !== "paragraph" || node.childCount > 0) blocks.push(node);
  });
  let head = 0;
  while (head < blocks.length && head < old.length && blocks[head] === old[head]?.node) head++;
  let tail = 0;
  while (tail < blocks.length - head && tail < old.length - head && blocks[blocks.length - 1 - tail] === old[old.length - 1 - tail]?.node) tail++;
  const middle = blocks.slice(head, blocks.length - tail);
  const paired = pair(old, head, old.length - tail, middle);
  return [
    ...blocks.slice(0, head).map((node, i) => ({ node, was: i, same: true })),
    ...paired,
    ...blocks.slice(blocks.length - tail).map((node, i) => ({ node, was: old.length - tail + i, same: true })),
  ];
}

function pair(old: readonly Piece[], from: number, to: number, blocks: ProseNode[]): Found[] {
  const free = new Set(Array.from({ length: to - from }, (_, i) => from + i));
  const take = (fit: (piece: Piece) => boolean): number | null => {
    for (const i of free) {
      if (fit(old[i] as Piece)) {
        free.delete(i);
        return i;
      }
    }
    return null;
  };
  const found: Found[] = blocks.map((node) => {
    const was = take((piece) => piece.node === node);
    return { node, was, same: was !== null };
  });
  for (const block of found) {
    if (block.was !== null) continue;
    block.was = take((piece) => piece.node.eq(block.node));
    block.same = block.was !== null;
  }
  // What is left grew, block by block, from what stood in its place.
  if (found.length === to - from) {
    found.forEach((block, i) => {
      if (block.was === null && free.has(from + i)) {
        block.was = from + i;
        free.delete(from + i);
      }
    });
  } else {
    for (const block of found) if (block.was === null) block.was = take((piece) => piece.node.type === block.node.type);
  }
  return found;
}

/** A block of the document as a piece; `beside` are the blocks before and after it that nothing parts from it. */
function written(block: Found, old: readonly Piece[], style: Style, defined: Defined, [before, next]: readonly [Piece | undefined, Piece | undefined]): Piece | null {
  const was = old[block.was ?? -1];
  if (block.same && was) return { ...was, node: block.node };
  const origin = was?.origin ?? null;
  if (origin && (origin.node === block.node || origin.node.eq(block.node))) return { node: block.node, source: origin.source, gap: was?.gap ?? "", tree: origin.tree, origin };
  // Another of the same, such as a copy, is written as that is.
  const twin = was ? undefined : old.find((piece) => piece.node.eq(block.node));
  if (twin) return { ...twin, node: block.node, origin: null };
  const shown = toTree(block.node);
  if (!shown) return null;
  const tree = defined.block(shown);
  const avoid = [before, next].flatMap((piece) => (piece ? [listMark(piece)] : []));
  const indent = was?.tree.is === "code" && (before === undefined || !takesIndented(before)) && next?.tree.is !== "code";
  const source = writeBlock(tree, style, { avoid, indent });
  return { node: block.node, source, gap: was?.gap ?? "", tree, origin };
}

/** Two pieces, when the second stood right behind the first. */
function pairAt(old: readonly Piece[], first: number | null | undefined, second: number | null | undefined): Pair | null {
  const [before, block] = [old[first ?? -1], old[second ?? -1]];
  return before && block && second === (first ?? -1) + 1 ? { before, block, gap: before.gap } : null;
}

/** A piece that ended with the text, with an end of its own. */
function closed(piece: Piece, end: string): Piece {
  const source = piece.source + end;
  return { ...piece, source, tree: piece.tree.is === "opaque" ? { ...piece.tree, source } : piece.tree };
}

/** What the editor shows of `now` where it differs from `before`, for the engine to compare. */
export function shownSince(before: Sheet, now: Sheet): Shown {
  const [a, b] = [before.pieces, now.pieces];
  const alike = (x: Piece | undefined, y: Piece | undefined): boolean => x === y || (x !== undefined && y !== undefined && x.source === y.source && (x.node === y.node || x.node.eq(y.node)));
  const most = Math.min(a.length, b.length);
  let head = 0;
  if (before.lead === now.lead) while (head < most && alike(a[head], b[head]) && (head === 0 || a[head - 1]?.gap === b[head - 1]?.gap)) head++;
  let tail = 0;
  while (tail < most - head && alike(a[a.length - 1 - tail], b[b.length - 1 - tail]) && a[a.length - 1 - tail]?.gap === b[b.length - 1 - tail]?.gap) tail++;
  return { before: head, nodes: b.slice(head, b.length - tail).map((piece) => piece.tree), after: tail };
}

/** `view` as a sheet that keeps the nodes of `sheet` where their bytes are the same. */
export function reread(sheet: Sheet, view: RichView): Sheet {
  const fresh = read(view);
  const [a, b] = [sheet.pieces, fresh.pieces];
  const keeps = (x: Piece | undefined, y: Piece | undefined): boolean => x !== undefined && y !== undefined && x.source === y.source && x.node.eq(y.node);
  const pieces = [...b];
  const reuse = (i: number, x: Piece): void => void (pieces[i] = { ...(b[i] as Piece), node: x.node });
  let head = 0;
  while (head < a.length && head < b.length && keeps(a[head], b[head])) reuse(head, a[head++] as Piece);
  for (let tail = 1; tail <= Math.min(a.length, b.length) - head && keeps(a[a.length - tail], b[b.length - tail]); tail++) reuse(b.length - tail, a[a.length - tail] as Piece);
  return { lead: fresh.lead, pieces };
}

export const emptyDocument = (): ProseNode => schema.node("doc", null, [schema.node("paragraph")]);
