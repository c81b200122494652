// What blocks take from the definitions of a text, and what they are without them.
import type { Node as ProseNode } from "prosemirror-model";

import type { Inline } from "../lib/types/Inline";
import type { Node } from "../lib/types/Node";
import { marksOf } from "./runs";

/** The sources of what gives links their targets and footnotes their texts. */
export const definitionsOf = (nodes: readonly ProseNode[]): string[] =>
  nodes.flatMap((node) => (node.type.name === "opaque" && node.attrs["why"] !== "html" ? [String(node.attrs["source"])] : []));

/** A label as definitions are looked up by. */
const known = (label: string): string => label.replace(/\s+/g, " ").trim().toLowerCase().toUpperCase();

/** What the definitions of a text define; links take none of them when `changed`, since the first of two counts. */
export class Defined {
  private readonly names: ReadonlySet<string>;

  constructor(sources: readonly string[], private readonly changed: boolean) {
    this.names = new Set(sources.flatMap((source) => [...source.matchAll(/\[((?:\\.|[^[\]\\])+)\]:/gs)].map((found) => known(found[1] ?? ""))));
  }

  /** A block as it is with these definitions: the rest of its links get their own targets, other marks of footnotes are letters. */
  block(node: Node): Node {
    const lines = (inline: Inline[]): Inline[] => inline.map((piece) => this.piece(piece));
    const all = (nodes: Node[]): Node[] => nodes.map((one) => this.block(one));
    switch (node.is) {
      case "paragraph":
      case "heading":
        return { ...node, inline: lines(node.inline) };
      case "list":
        return { ...node, items: node.items.map(all) };
      case "quote":
        return { ...node, blocks: all(node.blocks) };
      case "table":
        return { ...node, rows: node.rows.map((row) => row.map(lines)) };
      default:
        return node;
    }
  }

  private piece(piece: Inline): Inline {
    const marks = marksOf(piece).map((mark) => (mark.is === "link" ? this.target(mark) : mark));
    const carried = marks.length > 0 ? { marks } : {};
    if (piece.is === "picture") return this.target({ ...piece, ...carried });
    const note = piece.is === "raw" ? /^\[(\^.+)\]$/s.exec(piece.source)?.[1] : undefined;
    if (piece.is === "raw" && note !== undefined && !this.names.has(known(note))) return { is: "text", text: piece.source, ...carried };
    return marks.length > 0 ? { ...piece, marks } : piece;
  }

  private target<T extends { label?: string; title: string }>(one: T): T {
    const { label, ...own } = one;
    if (label === undefined || label === "<>" || (!this.changed && this.names.has(known(label)))) return one;
    return { ...own, title: one.title.replace(/\n+/g, " ") } as T;
  }
}
