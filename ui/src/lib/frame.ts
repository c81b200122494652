// The preview frame: a script-less document of the same origin, patched in place.
import morphdom from "morphdom";

const keepOpen = {
  onBeforeElUpdated(from: HTMLElement, to: HTMLElement): boolean {
    if (from.tagName === "DETAILS" && (from as HTMLDetailsElement).open) to.setAttribute("open", "");
    return !from.isEqualNode(to);
  },
};

/** A place in the page that has a field. */
export interface Spot {
  key: string;
  path: string;
  element: HTMLElement;
}

/** Where something must or should be fixed. */
export interface Wrong {
  key: string;
  path: string;
  severity: "blocker" | "warning";
}

/** The HTML of a page, in the colours wanted. */
export function dressed(html: string, scheme: string): string {
  if (scheme === "system") return html;
  const dark = scheme === "dark" || scheme === "forced";
  return html
    .replace(/(<link rel="stylesheet" href="[^"?]*\.css)"/, `$1?look=${scheme}"`)
    .replace('<meta name="color-scheme" content="light dark">', `<meta name="color-scheme" content="${dark ? "dark" : "light"}">`);
}

export class Frame {
  constructor(private readonly frame: HTMLIFrameElement) {}

  get document(): Document | null {
    return this.frame.contentDocument;
  }

  private root(key: string): HTMLElement | null {
    return this.document?.querySelector<HTMLElement>(`[data-td-key="${key}"]`) ?? null;
  }

  /** Whether a section is to be seen. */
  has(key: string): boolean {
    return this.root(key) !== null;
  }

  /** Replaces one section. A section that cannot be shown stays as it last was, dimmed. Answers whether it is current. */
  section(key: string, html: string, good = true): boolean {
    const root = this.root(key);
    const document = this.document;
    if (!root || !document) return html === "" || !good;
    const template = document.createElement("template");
    template.innerHTML = html;
    const next = template.content.firstElementChild;
    if (next && good) morphdom(root, next, keepOpen);
    else root.setAttribute("data-td-stale", "");
    return true;
  }

  /** Replaces everything inside the body, but keeps sections that it lacks and that cannot be shown now. */
  body(html: string, lost: string[] = []): void {
    const document = this.document;
    if (!document?.body) return;
    const next = document.createElement("body");
    next.innerHTML = html;
    for (const key of lost) {
      const old = this.root(key);
      if (!old || next.querySelector(`[data-td-key="${key}"]`)) continue;
      const copy = old.cloneNode(true) as HTMLElement;
      copy.setAttribute("data-td-stale", "");
      const before = (old.previousElementSibling as HTMLElement | null)?.dataset["tdKey"];
      const anchor = before ? next.querySelector(`[data-td-key="${before}"]`) : null;
      if (anchor) anchor.after(copy);
      else (next.querySelector(".column") ?? next.querySelector("main"))?.prepend(copy);
    }
    morphdom(document.body, next, { ...keepOpen, childrenOnly: true });
  }

  /** Changes the colours of the page that is shown, without showing it anew. */
  dress(scheme: string): void {
    const now = this.sheet();
    if (!now || (now.searchParams.get("look") ?? "system") === scheme) return;
    if (scheme === "system") now.searchParams.delete("look");
    else now.searchParams.set("look", scheme);
    this.swap(now);
    const dark = scheme === "dark" || scheme === "forced";
    this.document?.querySelector('meta[name="color-scheme"]')?.setAttribute("content", scheme === "system" ? "light dark" : dark ? "dark" : "light");
  }

  /** Asks for the style sheet again: the look of the site is another. */
  restyle(): void {
    const now = this.sheet();
    if (!now) return;
    now.searchParams.set("turn", String(Number(now.searchParams.get("turn")) + 1));
    this.swap(now);
  }

  private sheets(): HTMLLinkElement[] {
    return [...(this.document?.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]') ?? [])];
  }

  /** The address of the newest style sheet. */
  private sheet(): URL | null {
    const last = this.sheets().at(-1);
    return last ? new URL(last.href) : null;
  }

  /** Puts another style sheet in place. The old one stays until the new one is there, so that nothing flashes. */
  private swap(href: URL): void {
    const last = this.sheets().at(-1);
    if (!last) return;
    const next = last.cloneNode() as HTMLLinkElement;
    next.href = href.href;
    const before = (): void => this.sheets().slice(0, this.sheets().indexOf(next)).forEach((one) => one.remove());
    next.addEventListener("load", before, { once: true });
    next.addEventListener("error", () => next.remove(), { once: true });
    last.after(next);
  }

  /** What is at a point of the frame. */
  at(x: number, y: number): Spot | null {
    const element = this.document?.elementFromPoint(x, y);
    const root = element?.closest<HTMLElement>("[data-td-key]");
    if (!element || !root) return null;
    const field = element.closest<HTMLElement>("[data-td-field]");
    const inside = field && root.contains(field) ? field : null;
    return { key: root.dataset["tdKey"] ?? "", path: inside?.dataset["tdField"] ?? "", element: inside ?? root };
  }

  link(x: number, y: number): string | null {
    return this.document?.elementFromPoint(x, y)?.closest("a")?.getAttribute("href") ?? null;
  }

  /** Opens or closes what is folded at a point. */
  fold(x: number, y: number): void {
    const details = this.document?.elementFromPoint(x, y)?.closest("summary")?.parentElement as HTMLDetailsElement | null;
    if (details) details.open = !details.open;
  }

  scroll(dx: number, dy: number): void {
    this.document?.scrollingElement?.scrollBy({ left: dx, top: dy, behavior: "instant" });
  }

  /** The element that shows a field, or the nearest one around it. */
  find(key: string, path: string): HTMLElement | null {
    const root = this.root(key);
    if (!root) return null;
    for (let at = path; at; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
      const found = root.querySelector<HTMLElement>(`[data-td-field="${at}"]`);
      if (found) return found;
    }
    return root;
  }

  /** Marks the places of problems, and no others. */
  mark(wrong: Wrong[]): void {
    for (const old of this.document?.querySelectorAll("[data-td-wrong]") ?? []) old.removeAttribute("data-td-wrong");
    // What must be fixed comes last, so that its mark stays where both are.
    for (const { key, path, severity } of [...wrong].sort((a, b) => Number(a.severity === "blocker") - Number(b.severity === "blocker"))) {
      this.find(key, path)?.setAttribute("data-td-wrong", severity);
    }
  }

  /** Brings a field's place into view. Answers the place. */
  reveal(key: string, path: string): HTMLElement | null {
    const element = this.find(key, path);
    const view = this.frame.contentWindow;
    if (!element || !view) return null;
    for (let fold = element.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
    const box = element.getBoundingClientRect();
    if (box.top < 0 || box.bottom > view.innerHeight) {
      // At once: the outline is drawn where the place is now.
      view.scrollBy({ top: box.top - Math.max(24, (view.innerHeight - box.height) / 3), behavior: "instant" });
    }
    return element;
  }

  /** Prints the page by the dialog of the system. Answers whether there is one. */
  print(): boolean {
    const view = this.frame.contentWindow;
    if (!view) return false;
    view.focus();
    view.print();
    return true;
  }
}
