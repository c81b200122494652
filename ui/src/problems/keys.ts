// Keys of the list of problems: arrows go from row to row, Tab to what can be done about one. When what
// has the focus goes, the focus stays where it was in the list.

/** Where the focus is in a list. */
export interface Held {
  key: string;
  at: number;
  /** The button of the row that has it, if not the row itself. */
  act: string;
}

class ListKeys {
  constructor(private readonly box: HTMLElement | undefined) {}

  private items(): HTMLElement[] {
    return [...(this.box?.querySelectorAll<HTMLElement>("[data-item]") ?? [])];
  }

  /** The row or heading around an element. */
  private around(element: Element | null): HTMLElement | null {
    if (!element || !this.box?.contains(element)) return null;
    return element.closest<HTMLElement>("li, .head")?.querySelector<HTMLElement>("[data-item]") ?? null;
  }

  first(): void {
    this.items()[0]?.focus();
  }

  held(): Held | null {
    const element = document.activeElement as HTMLElement | null;
    const item = this.around(element);
    if (!item) return null;
    return { key: item.dataset["item"] ?? "", at: this.items().indexOf(item), act: element === item ? "" : (element?.dataset["act"] ?? "") };
  }

  /** Back to the row, or to the one that took its place; to `instead` when the list is empty. */
  restore({ key, at, act }: Held, instead: HTMLElement): void {
    if (document.activeElement !== document.body && document.activeElement !== null) return;
    const items = this.items();
    const item = items.find((one) => one.dataset["item"] === key) ?? items[Math.min(at, items.length - 1)];
    this.go(item ?? instead, act);
  }

  /** To a row, or to the button in it that does the same as the one in the row before. */
  private go(item: HTMLElement, act: string): void {
    const button = act ? item.closest("li, .head")?.querySelector<HTMLElement>(`[data-act="${act}"]`) : null;
    (button ?? item).focus();
    item.scrollIntoView({ block: "nearest" });
  }

  press(event: KeyboardEvent): void {
    const element = event.target as HTMLElement;
    const item = this.around(element);
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || !item) return;
    const items = this.items();
    const at = items.indexOf(item);
    const act = element === item ? "" : (element.dataset["act"] ?? "");
    const group = (): HTMLElement | undefined => items.slice(0, at + 1).reverse().find((one) => one.dataset["group"] !== undefined);
    let to: HTMLElement | undefined;
    if (event.key === "ArrowDown") to = items[at + 1];
    else if (event.key === "ArrowUp") to = items[at - 1];
    else if (event.key === "Home") to = items[0];
    else if (event.key === "End") to = items.at(-1);
    else if (event.key === "ArrowLeft" && act === "") {
      if (item.ariaExpanded === "true") item.click();
      else to = group();
    } else if (event.key === "ArrowRight" && act === "" && item.ariaExpanded === "false") item.click();
    else return;
    event.preventDefault();
    if (to && to !== item) this.go(to, act);
  }
}

export const keysOf = (box: HTMLElement | undefined): ListKeys => new ListKeys(box);
