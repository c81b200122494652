// Marks what was found in the preview, without touching the page: CSS custom highlights, where there are any.
import type { Frame } from "../lib/frame";
import { folded } from "./score";

const BLOCK = "p, li, h1, h2, h3, h4, h5, h6, td, th, dt, dd, summary, figcaption, pre, a.button, div, section, article, header, footer, nav, aside";
const RULES = "::highlight(td-find) { background-color: oklch(0.91 0.11 95); color: oklch(0.2 0.02 95); } ::highlight(td-find-now) { background-color: oklch(0.76 0.15 65); color: oklch(0.15 0.02 65); }";

type View = Window & typeof globalThis;
const styled = new WeakSet<Document>();

/** What is looked for in the page. */
export interface Sought {
  text: string;
  matchCase: boolean;
}

/** Marks every place that shows the text, and one of them as the present one. Answers how many there are. */
export function highlight(frame: Frame | null, sought: Sought, now: { key: string; path: string; nth: number } | null): number {
  const document = frame?.document;
  const view = document?.defaultView as View | null | undefined;
  if (!document || !view?.CSS || !("highlights" in view.CSS)) return 0;
  view.CSS.highlights.clear();
  if (sought.text.trim() === "") return 0;
  style(document, view);
  const all = places(document.body, sought);
  const element = now ? frame?.find(now.key, now.path) : null;
  const present = element && now ? places(element, sought)[now.nth] : undefined;
  view.CSS.highlights.set("td-find", new view.Highlight(...all));
  if (present) {
    const one = new view.Highlight(present);
    one.priority = 1;
    view.CSS.highlights.set("td-find-now", one);
    const box = present.getBoundingClientRect();
    if (box.top < 0 || box.bottom > view.innerHeight) view.scrollBy({ top: box.top - view.innerHeight / 3 });
  }
  return all.length;
}

function style(document: Document, view: View): void {
  if (styled.has(document)) return;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(RULES);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  styled.add(document);
}

/** Where the text is shown inside an element; words in bold read on. */
export function places(root: Element, { text, matchCase }: Sought): Range[] {
  const fold = (one: string): string => (matchCase ? one : folded(one)).replace(/\s/g, " ");
  const wanted = fold(text);
  const found: Range[] = [];
  for (const nodes of stretches(root)) {
    const all = fold(nodes.map((node) => node.data).join(""));
    for (let at = all.indexOf(wanted); at >= 0; at = all.indexOf(wanted, at + wanted.length)) {
      const range = root.ownerDocument.createRange();
      range.setStart(...placeIn(nodes, at, false));
      range.setEnd(...placeIn(nodes, at + wanted.length, true));
      found.push(range);
    }
  }
  return found;
}

/** Text nodes that read as one, by the block around them. */
function stretches(root: Element): Text[][] {
  const walker = root.ownerDocument.createTreeWalker(root, 4);
  const out: Text[][] = [];
  let block: Element | null = null;
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const around = node.parentElement?.closest(BLOCK) ?? null;
    if (around !== block || out.length === 0) out.push([]);
    block = around;
    out.at(-1)?.push(node);
  }
  return out;
}

function placeIn(nodes: Text[], at: number, end: boolean): [Text, number] {
  let left = at;
  for (const node of nodes) {
    if (left < node.data.length || (end && left === node.data.length)) return [node, left];
    left -= node.data.length;
  }
  const last = nodes[nodes.length - 1] as Text;
  return [last, last.data.length];
}
