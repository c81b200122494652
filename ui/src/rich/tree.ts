// Between the engine's neutral tree and ProseMirror's nodes.
import type { Mark as ProseMark, Node as ProseNode } from "prosemirror-model";

import type { Align } from "../lib/types/Align";
import type { Inline } from "../lib/types/Inline";
import type { Mark } from "../lib/types/Mark";
import type { Node } from "../lib/types/Node";
import { fits } from "./fits";
import { grounded } from "./ground";
import { marksOf, tidy } from "./runs";
import { schema, type } from "./schema";

/** What a block of the engine is in the editor. */
export function toProse(node: Node): ProseNode {
  switch (node.is) {
    case "paragraph":
      return type.node("paragraph").create(null, pieces(node.inline));
    case "heading":
      return type.node("heading").create({ level: node.level, anchor: node.anchor ?? null, setext: node.setext }, pieces(node.inline));
    case "list": {
      const items = node.items.map((item) => type.node("item").create(null, blocks(item)));
      const { tight, mark, pad } = node;
      return node.start === undefined
        ? type.node("bullet_list").create({ tight, mark, pad }, items)
        : type.node("ordered_list").create({ start: node.start, tight, mark, pad }, items);
    }
    case "quote":
      return type.node("quote").create(null, blocks(node.blocks));
    case "table":
      return type.node("table").create(null, node.rows.map((row, at) =>
        type.node("table_row").create(null, row.map((cell, column) =>
          type.node(at === 0 ? "table_header" : "table_cell").create({ align: node.align[column] ?? "none" }, pieces(cell, true))))));
    case "code":
      return type.node("code").create({ info: node.info, fence: node.fence }, node.text === "" ? null : schema.text(node.text));
    case "rule":
      return type.node("rule").create({ mark: node.mark });
    case "opaque":
      return type.node("opaque").create({ source: node.source, why: node.why });
  }
}

const blocks = (nodes: Node[]): ProseNode[] => (nodes.length > 0 ? nodes.map(toProse) : [type.node("paragraph").create()]);

function proseMarks(marks: Mark[]): ProseMark[] {
  return marks.map((mark) => {
    switch (mark.is) {
      case "link":
        return type.mark("link").create({ to: mark.to, title: mark.title, label: mark.label ?? null });
      case "bold":
      case "italic":
        return type.mark(mark.is).create({ by: mark.by });
      case "super":
        return type.mark("super").create();
      case "code":
        return type.mark("code_text").create();
    }
  });
}

function pieces(inline: Inline[], cell = false): ProseNode[] {
  return inline.flatMap((piece): ProseNode[] => {
    const marks = proseMarks(marksOf(piece)).reduce<readonly ProseMark[]>((set, mark) => mark.addToSet(set), []);
    switch (piece.is) {
      case "text":
        return piece.text.split(/(\n)/).filter((part) => part !== "").map((part) =>
          part === "\n" ? schema.text(" ", type.mark("wrap").create().addToSet(marks)) : schema.text(part, marks));
      case "break":
        return cell ? [schema.text(" ")] : [type.node("break").create({ by: piece.by }, null, marks)];
      case "picture":
        return [type.node("picture").create({ to: piece.to, alt: piece.alt, title: piece.title, label: piece.label ?? null }, null, marks)];
      case "raw":
        return [type.node("raw").create({ source: piece.source }, null, marks)];
    }
  });
}

/** What a node of the editor shows, as far as the file can hold it; null for an empty paragraph. */
export function toTree(node: ProseNode): Node | null {
  switch (node.type.name) {
    case "paragraph": {
      const inline = grounded(tidy(inlineOf(node, true)));
      return inline.length > 0 ? { is: "paragraph", inline } : null;
    }
    case "heading": {
      const setext = node.attrs["setext"] === true && Number(node.attrs["level"]) <= 2;
      const line = tidy(inlineOf(node, setext, setext));
      const inline = setext ? grounded(line) : line;
      const anchor = node.attrs["anchor"] as string | null;
      return { is: "heading", level: Number(node.attrs["level"]), setext: setext && inline.length > 0, inline, ...(anchor === null ? {} : { anchor }) };
    }
    case "bullet_list":
    case "ordered_list":
      return list(node);
    case "quote": {
      const inside = trees(node);
      return { is: "quote", blocks: inside };
    }
    case "table":
      return table(node);
    case "code":
      return { is: "code", info: String(node.attrs["info"]), text: node.textContent, fence: (node.attrs["fence"] as string | null) ?? "```" };
    case "rule":
      return { is: "rule", mark: (node.attrs["mark"] as string | null) ?? "" };
    default:
      return { is: "opaque", why: node.attrs["why"] as "other", source: String(node.attrs["source"]) };
  }
}

function trees(node: ProseNode): Node[] {
  const out: Node[] = [];
  node.forEach((child) => {
    const tree = toTree(child);
    if (tree) out.push(tree);
  });
  return out;
}

function list(node: ProseNode): Node {
  const items: Node[][] = [];
  node.forEach((item) => items.push(trees(item)));
  const text = items.some((item) => item.some((block) => block.is === "paragraph"));
  const apart = items.some((item) => item.some((block, i) => i > 0 && !fits(item[i - 1] as Node, block)));
  const several = items.length > 1 || items.some((item) => item.length > 1);
  const tight = !text || (node.attrs["tight"] === true ? !apart : !several);
  const mark = (node.attrs["mark"] as string | null) ?? "";
  const pad = Number(node.attrs["pad"]);
  const start = node.type.name === "ordered_list" ? { start: Number(node.attrs["start"]) } : {};
  return { is: "list", ...start, tight, mark, pad, items };
}

function table(node: ProseNode): Node {
  const rows: Inline[][][] = [];
  node.forEach((row) => {
    const cells: Inline[][] = [];
    row.forEach((cell) => {
      cells.push(tidy(inlineOf(cell, false)));
      for (let more = Number(cell.attrs["colspan"] ?? 1); more > 1; more--) cells.push([]);
    });
    rows.push(cells);
  });
  const width = Math.max(1, ...rows.map((row) => row.length));
  for (const row of rows) while (row.length < width) row.push([]);
  const align = Array.from({ length: width }, (_, column): Align => (node.firstChild?.maybeChild(column)?.attrs["align"] as Align | undefined) ?? "none");
  return { is: "table", align, rows };
}

function inlineOf(node: ProseNode, wraps: boolean, setext = false): Inline[] {
  const out: Inline[] = [];
  node.forEach((child) => {
    const marks = child.marks.flatMap(neutral);
    // Code is letters only, and no link can stand around the mark of a footnote.
    const solid = marks.filter((mark) => mark.is !== "code" && !(mark.is === "link" && String(child.attrs["source"] ?? "").startsWith("[^")));
    const kept = child.isText ? marks : solid;
    const carried = kept.length > 0 ? { marks: kept } : {};
    if (child.isText) {
      const code = marks.some((mark) => mark.is === "code");
      const wrap = wraps && !code && child.marks.some((mark) => mark.type.name === "wrap") && child.text?.length === 1;
      out.push({ is: "text", text: wrap ? "\n" : (child.text ?? "").replace(/[\r\n\0]/g, " "), ...carried });
    } else if (child.type.name === "break") {
      // A heading of one line cannot hold a new line.
      if (node.type.name === "paragraph" || setext) out.push({ is: "break", by: (child.attrs["by"] as string | null) ?? "" });
      else out.push({ is: "text", text: " " });
    } else if (child.type.name === "picture") {
      const { to, alt, title, label } = child.attrs as { to: string; alt: string; title: string; label: string | null };
      out.push({ is: "picture", to, alt, title, ...(label === null ? {} : { label }), ...carried });
    } else {
      // Not every place can hold HTML on two lines.
      out.push({ is: "raw", source: String(child.attrs["source"]).replace(/\s*\n\s*/g, " "), ...carried });
    }
  });
  return out;
}

function neutral(mark: ProseMark): Mark[] {
  switch (mark.type.name) {
    case "link": {
      const { to, title, label } = mark.attrs as { to: string; title: string; label: string | null };
      return [{ is: "link", to, title, ...(label === null ? {} : { label }) }];
    }
    case "bold":
      return [{ is: "bold", by: String(mark.attrs["by"]) }];
    case "italic":
      return [{ is: "italic", by: String(mark.attrs["by"]) }];
    case "super":
      return [{ is: "super" }];
    case "code_text":
      return [{ is: "code" }];
    default:
      return [];
  }
}
