// The two rendered pages of a comparison: where a change is, and scrolling them together.
import type { PublicChange } from "../lib/types/PublicChange";
import type { SectionPlace } from "../lib/types/SectionPlace";

/** Room above what is brought into view. */
const ROOM = 96;
/** How many characters around a changed word help to find it. */
const NEAR = 24;
const MARK = "data-changes-mark";

const plain = (text: string): string => text.replace(/\s+/g, " ").trim();

/** What to look for on one side, the surest first: whole lines, then the changed words with what is around them. */
function texts(change: PublicChange, side: "before" | "after"): string[] {
  const pieces = change.pieces.filter((piece) => piece.turn !== (side === "before" ? "added" : "removed"));
  const whole = pieces.map((piece) => piece.text).join("");
  const lines = whole.split("\n").sort((a, b) => b.length - a.length).slice(0, 3);
  let at = 0;
  // A note or a mark in the sentence may keep the whole of it from being found.
  const around = pieces.flatMap((piece) => {
    const [from, to] = [at, (at += piece.text.length)];
    if (piece.turn === "same") return [];
    return [whole.slice(Math.max(0, from - NEAR), to), whole.slice(from, to + NEAR)].map((text) => text.split("\n").at(text.startsWith(whole.slice(from, to)) ? 0 : -1) ?? "");
  });
  return [...lines, ...around].map(plain).filter((text) => text.length > 1);
}

/** The smallest element that holds a text. */
function holding(root: Element, text: string): HTMLElement | null {
  let found: Element | null = plain(root.textContent).includes(text) ? root : null;
  while (found) {
    const inner: Element | undefined = Array.from(found.children).find((child) => plain(child.textContent).includes(text));
    if (!inner) break;
    found = inner;
  }
  return found && found !== root ? (found as HTMLElement) : null;
}

/** Where a change is to be seen on one side: its words, else its section. */
export function placed(document: Document, change: PublicChange, place: SectionPlace | null, side: "before" | "after"): HTMLElement | null {
  const main = document.querySelector("main") ?? document.body;
  const section = place?.id ? document.getElementById(place.id) : null;
  for (const text of texts(change, side)) {
    const found = (section && holding(section, text)) ?? (section && plain(section.textContent).includes(text) ? section : null) ?? holding(main, text) ?? holding(document.body, text);
    if (found) return found;
  }
  if (section) return section;
  // A section without a name is told from others by its kind alone.
  const alike = place?.kind ? main.querySelectorAll<HTMLElement>(`.s-${CSS.escape(place.kind)}`) : [];
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

/** Outlines a place and brings it into view. */
export function mark(document: Document, element: HTMLElement | null): void {
  for (const one of document.querySelectorAll<HTMLElement>(`[${MARK}]`)) {
    one.removeAttribute(MARK);
    one.style.outline = one.style.outlineOffset = "";
  }
  if (!element) return;
  element.setAttribute(MARK, "");
  // Set one by one: the page allows no style sheet but its own.
  element.style.outline = "4px solid #d97a12";
  element.style.outlineOffset = "4px";
  for (let outer = element.closest("details"); outer; outer = outer.parentElement?.closest("details") ?? null) outer.open = true;
  scrollTo(document, top(document, element) - ROOM);
}

const scroller = (document: Document): Element => document.scrollingElement ?? document.documentElement;
const top = (document: Document, element: Element): number => element.getBoundingClientRect().top + scroller(document).scrollTop;
function scrollTo(document: Document, to: number): void {
  // At once, whatever the page says: the other one follows by where this one is.
  document.defaultView?.scrollTo({ top: Math.max(0, to), behavior: "instant" });
}

/** Named places that both pages have, in the order of the first. */
function common(from: Document, to: Document): [HTMLElement, HTMLElement][] {
  return Array.from((from.querySelector("main") ?? from.body).querySelectorAll<HTMLElement>("[id]")).flatMap((one): [HTMLElement, HTMLElement][] => {
    const other = to.getElementById(one.id);
    return other ? [[one, other]] : [];
  });
}

/** Scrolls `to` where `from` is: by the last named place above, and as far below it. */
export function follow(from: Document, to: Document): void {
  const at = scroller(from).scrollTop;
  const pairs = common(from, to);
  let last: [HTMLElement, HTMLElement] | undefined;
  let next: [HTMLElement, HTMLElement] | undefined;
  for (const pair of pairs) {
    if (top(from, pair[0]) <= at + ROOM) last = pair;
    else {
      next = pair;
      break;
    }
  }
  const start = last ? [top(from, last[0]), top(to, last[1])] : [0, 0];
  const end = next ? [top(from, next[0]), top(to, next[1])] : [scroller(from).scrollHeight, scroller(to).scrollHeight];
  const room = (end[0] ?? 0) - (start[0] ?? 0);
  const part = room > 0 ? (at - (start[0] ?? 0)) / room : 0;
  scrollTo(to, (start[1] ?? 0) + part * ((end[1] ?? 0) - (start[1] ?? 0)));
}

/** Scrolls one by the wheel or by keys, and the other with it. */
export function scroll(from: Document, to: Document | null, by: number): void {
  scrollTo(from, scroller(from).scrollTop + by);
  if (to) follow(from, to);
}
