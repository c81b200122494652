// What a rich text can hold: the blocks and marks of the engine's neutral tree, as ProseMirror nodes.
import { Schema, type DOMOutputSpec, type MarkSpec, type NodeSpec } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

/** What the editor asks the window while it draws. */
export const ask = {
  /** Whether a link leads nowhere. */
  broken: (to: string): boolean => to === "",
};

const attrs = (values: Record<string, unknown>): NodeSpec["attrs"] =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { default: value }]));

const heading = (level: number) => ({ tag: `h${level}`, attrs: { level: Math.min(4, Math.max(2, level)) } });

const tables = tableNodes({
  tableGroup: "block",
  cellContent: "(text | picture | raw)*",
  cellAttributes: {
    align: {
      default: "none",
      getFromDOM: (cell) => (["left", "center", "right"].includes(cell.style.textAlign) ? cell.style.textAlign : "none"),
      setDOMAttr: (value, out) => {
        if (value && value !== "none") out["style"] = `text-align: ${String(value)}`;
      },
    },
  },
});

const nodes: Record<string, NodeSpec> = {
  doc: { content: "block+" },
  paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: (): DOMOutputSpec => ["p", 0] },
  heading: {
    content: "inline*",
    group: "block",
    defining: true,
    attrs: attrs({ level: 2, anchor: null, setext: false }),
    parseDOM: [1, 2, 3, 4, 5, 6].map(heading),
    toDOM: (node): DOMOutputSpec => [`h${String(node.attrs["level"])}`, 0],
  },
  bullet_list: {
    content: "item+",
    group: "block",
    attrs: attrs({ tight: true, mark: null, pad: 1 }),
    parseDOM: [{ tag: "ul" }],
    toDOM: (node): DOMOutputSpec => ["ul", node.attrs["tight"] ? { class: "tight" } : {}, 0],
  },
  ordered_list: {
    content: "item+",
    group: "block",
    attrs: attrs({ start: 1, tight: true, mark: null, pad: 1 }),
    parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ start: Number(dom.getAttribute("start") ?? 1) || 1 }) }],
    toDOM: (node): DOMOutputSpec => ["ol", { start: String(node.attrs["start"]), ...(node.attrs["tight"] ? { class: "tight" } : {}) }, 0],
  },
  item: { content: "block+", defining: true, parseDOM: [{ tag: "li" }], toDOM: (): DOMOutputSpec => ["li", 0] },
  quote: { content: "block+", group: "block", defining: true, parseDOM: [{ tag: "blockquote" }], toDOM: (): DOMOutputSpec => ["blockquote", 0] },
  code: {
    content: "text*",
    marks: "",
    group: "block",
    code: true,
    defining: true,
    attrs: attrs({ info: "", fence: null }),
    parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
    toDOM: (): DOMOutputSpec => ["pre", { spellcheck: "false" }, ["code", 0]],
  },
  ...tables,
  rule: { group: "block", attrs: attrs({ mark: null }), parseDOM: [{ tag: "hr" }], toDOM: (): DOMOutputSpec => ["hr"] },
  opaque: {
    group: "block",
    atom: true,
    attrs: attrs({ source: "", why: "other" }),
    parseDOM: [{ tag: "div[data-opaque]", getAttrs: (dom) => ({ source: dom.getAttribute("data-opaque") ?? "", why: dom.getAttribute("data-why") ?? "other" }) }],
    toDOM: (node): DOMOutputSpec => ["div", { "data-opaque": String(node.attrs["source"]), "data-why": String(node.attrs["why"]) }],
  },
  text: { group: "inline" },
  break: { inline: true, group: "inline", selectable: false, attrs: attrs({ by: null }), parseDOM: [{ tag: "br" }], toDOM: (): DOMOutputSpec => ["br"], leafText: () => "\n" },
  picture: {
    inline: true,
    group: "inline",
    draggable: true,
    attrs: attrs({ to: "", alt: "", title: "", label: null }),
    parseDOM: [{ tag: "img[data-to]", getAttrs: (dom) => ({ to: dom.getAttribute("data-to") ?? "", alt: dom.getAttribute("alt") ?? "", title: dom.getAttribute("title") ?? "" }) }],
    toDOM: (node): DOMOutputSpec => ["img", { "data-to": String(node.attrs["to"]), src: shownAt(String(node.attrs["to"])), alt: String(node.attrs["alt"]), ...(node.attrs["title"] ? { title: String(node.attrs["title"]) } : {}) }],
  },
  raw: {
    inline: true,
    group: "inline",
    atom: true,
    attrs: attrs({ source: "" }),
    parseDOM: [{ tag: "span[data-raw]", getAttrs: (dom) => ({ source: dom.getAttribute("data-raw") ?? "" }) }],
    toDOM: (node): DOMOutputSpec => {
      const source = String(node.attrs["source"]);
      const note = /^\[\^(.+)\]$/.exec(source)?.[1];
      return ["span", { class: note === undefined ? "raw" : "raw note", "data-raw": source, title: source }, note ?? source];
    },
  },
};

/** Where the window finds a file of the site. */
function shownAt(to: string): string {
  return to.startsWith("/media/") ? `preview://localhost${encodeURI(to)}` : "";
}

const marks: Record<string, MarkSpec> = {
  link: {
    inclusive: false,
    attrs: attrs({ to: "", title: "", label: null }),
    parseDOM: [{ tag: "a[href]", getAttrs: (dom) => ({ to: dom.getAttribute("data-to") ?? dom.getAttribute("href") ?? "", title: dom.getAttribute("title") ?? "" }) }],
    toDOM: (mark): DOMOutputSpec => {
      const to = String(mark.attrs["to"]);
      const broken = ask.broken(to);
      return ["a", { "data-to": to, href: "#", title: to, draggable: "false", ...(broken ? { class: "broken" } : {}) }, 0];
    },
  },
  bold: { attrs: attrs({ by: "*" }), parseDOM: [{ tag: "strong" }, { tag: "b", getAttrs: (dom) => dom.style.fontWeight !== "normal" && null }, { style: "font-weight", getAttrs: (value) => /^(bold(er)?|[6-9]\d\d)$/.test(value) && null }], toDOM: (): DOMOutputSpec => ["strong", 0] },
  italic: { attrs: attrs({ by: "*" }), parseDOM: [{ tag: "em" }, { tag: "i" }, { style: "font-style=italic" }], toDOM: (): DOMOutputSpec => ["em", 0] },
  super: { parseDOM: [{ tag: "sup" }], toDOM: (): DOMOutputSpec => ["sup", 0] },
  code_text: { parseDOM: [{ tag: "code" }], toDOM: (): DOMOutputSpec => ["code", { spellcheck: "false" }, 0] },
  // A blank that is a line end in the source.
  wrap: { inclusive: false, parseDOM: [{ tag: "span[data-wrap]" }], toDOM: (): DOMOutputSpec => ["span", { "data-wrap": "" }, 0] },
};

export const schema = new Schema({ nodes, marks });

/** The type of a node or mark by its name; a name that is not there is a mistake in this program. */
export const type = {
  node: (name: string) => schema.nodes[name]!,
  mark: (name: string) => schema.marks[name]!,
};
