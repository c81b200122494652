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

export class Frame {
  constructor(private readonly frame: HTMLIFrameElement) {}

  get document(): Document | null {
    return this.frame.contentDocument;
  }

  private root(key: string): HTMLElement | null {
    return this.document?.querySelector<HTMLElement>(`[data-td-key="${key}"]`) ?? null;
  }

  /** Replaces one section. */
  section(key: string, html: string): void {
    const root = this.root(key);
    const document = this.document;
    if (!root || !document) return;
    const template = document.createElement("template");
    template.innerHTML = html;
    const next = template.content.firstElementChild;
    if (next) morphdom(root, next, keepOpen);
    else root.remove();
  }

  /** Replaces everything inside the body. */
  body(html: string): void {
    const document = this.document;
    if (!document?.body) return;
    const next = document.createElement("body");
    next.innerHTML = html;
    morphdom(document.body, next, { ...keepOpen, childrenOnly: true });
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
    this.document?.scrollingElement?.scrollBy(dx, dy);
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

  /** Brings a field's place into view. Answers the place. */
  reveal(key: string, path: string): HTMLElement | null {
    const element = this.find(key, path);
    const view = this.frame.contentWindow;
    if (!element || !view) return null;
    for (let fold = element.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
    const box = element.getBoundingClientRect();
    if (box.top < 0 || box.bottom > view.innerHeight) {
      view.scrollBy({ top: box.top - Math.max(24, (view.innerHeight - box.height) / 3) });
    }
    return element;
  }
}
