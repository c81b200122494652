// HTML from Word, Google Docs and web pages as what a text can hold: structure stays, looks go.

/** What was kept and what was taken away. */
export interface Pasted {
  kept: Set<"headings" | "lists" | "links" | "tables" | "marks">;
  removed: Set<"look" | "pictures">;
  /** The same as plain text. */
  plain: string;
}

/** Attributes that say more than how something looks. */
const kept = new Set(["href", "start", "colspan", "rowspan"]);

export function cleaned(html: string): { html: string; pasted: Pasted } {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  const pasted: Pasted = { kept: new Set(), removed: new Set(), plain: "" };
  if (body.querySelector("[style], [class], [color], font")) pasted.removed.add("look");
  for (const gone of body.querySelectorAll("style, script, meta, link, title, head, xml, noscript, template, svg, button, input, select, textarea")) gone.remove();
  for (const comment of comments(body)) comment.remove();
  wordLists(body);
  for (const element of [...body.querySelectorAll<HTMLElement>("*")]) plainer(element, pasted);
  for (const element of body.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) if (!kept.has(name)) element.removeAttribute(name);
  }
  if (body.querySelector("h1, h2, h3, h4, h5, h6")) pasted.kept.add("headings");
  if (body.querySelector("ul, ol")) pasted.kept.add("lists");
  if (body.querySelector("a[href]")) pasted.kept.add("links");
  if (body.querySelector("table")) pasted.kept.add("tables");
  if (body.querySelector("strong, b, em, i, sup")) pasted.kept.add("marks");
  return { html: body.innerHTML, pasted };
}

function comments(body: HTMLElement): Comment[] {
  const found: Comment[] = [];
  const walk = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  while (walk.nextNode()) found.push(walk.currentNode as Comment);
  return found;
}

function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

function wrap(element: Element, tag: string): void {
  const outer = document.createElement(tag);
  outer.append(...element.childNodes);
  element.append(outer);
}

/** One element: what its style means becomes an element, the rest of the style goes. */
function plainer(element: HTMLElement, pasted: Pasted): void {
  const tag = element.tagName.toLowerCase();
  const style = element.getAttribute("style") ?? "";
  const block = /^(p|div|h\d|li|td|th|tr|table|ul|ol|tbody|thead|blockquote|pre|section|article)$/.test(tag);
  const bold = /font-weight:\s*(bold|[6-9]\d\d)/i.test(style);
  const heading = /^h\d$/.test(tag) || element.closest("h1, h2, h3, h4, h5, h6") !== null;
  if (tag.includes(":") || tag === "font") {
    unwrap(element);
    return;
  }
  if (tag === "img" || tag === "picture" || tag === "video") {
    pasted.removed.add("pictures");
    element.remove();
    return;
  }
  if ((tag === "b" || tag === "strong") && (/font-weight:\s*(normal|400)/i.test(style) || element.querySelector("p, div, ul, ol, table, h1, h2, h3"))) {
    unwrap(element);
    return;
  }
  if (tag === "a") {
    link(element);
    return;
  }
  if (block) return;
  if (bold && !heading && tag !== "b" && tag !== "strong") wrap(element, "strong");
  if (/font-style:\s*italic/i.test(style) && tag !== "i" && tag !== "em") wrap(element, "em");
  if (/vertical-align:\s*super/i.test(style) && tag !== "sup") wrap(element, "sup");
  if (tag === "span") unwrap(element);
}

/** Links keep addresses that others can open. */
function link(element: HTMLElement): void {
  let to = element.getAttribute("href") ?? "";
  try {
    const url = new URL(to);
    if (/(^|\.)google\.[a-z.]+$/.test(url.hostname) && url.pathname === "/url") to = url.searchParams.get("q") ?? to;
  } catch {
    // Not a whole address.
  }
  if (!/^(https?:|mailto:|tel:)/i.test(to)) {
    unwrap(element);
    return;
  }
  for (const { name } of [...element.attributes]) element.removeAttribute(name);
  element.setAttribute("href", to);
}

/** Word writes lists as paragraphs: their marks are taken off and real lists made. */
function wordLists(body: HTMLElement): void {
  const items = [...body.querySelectorAll<HTMLElement>("p[class*=MsoListParagraph], p[style*='mso-list']")];
  let open: { list: HTMLElement; level: number; last: HTMLElement }[] = [];
  let before: Element | null = null;
  for (const item of items) {
    const level = Number(/level(\d+)/.exec(item.getAttribute("style") ?? "")?.[1] ?? 1);
    const label = item.querySelector<HTMLElement>("[style*='mso-list:Ignore'], [style*='mso-list: Ignore']");
    const text = (label?.textContent ?? "").trim();
    label?.remove();
    const tag = /^[\da-z]{1,4}[.)]$/i.test(text) && text !== "o" ? "ol" : "ul";
    if (item.previousElementSibling !== before) open = [];
    while (open.length > 0 && (open.at(-1) as { level: number }).level > level) open.pop();
    const top = open.at(-1);
    const made = document.createElement("li");
    made.append(...item.childNodes);
    if (top && top.level === level && top.list.tagName.toLowerCase() === tag) {
      top.list.append(made);
      top.last = made;
      item.remove();
    } else {
      if (top && top.level === level) open.pop();
      const list = document.createElement(tag);
      list.append(made);
      const parent = open.at(-1);
      if (parent) {
        parent.last.append(list);
        item.remove();
      } else item.replaceWith(list);
      open.push({ list, level, last: made });
    }
    before = open[0]?.list ?? null;
  }
}
