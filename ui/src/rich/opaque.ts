// A block that cannot be shown: what it is, its source, and a box to edit it.
import type { NodeViewConstructor } from "prosemirror-view";

import { settings } from "../lib/settings.svelte";

export function opaqueView(apply: (at: number, source: string) => void, locked: () => boolean): NodeViewConstructor {
  return (node, _view, getPos) => {
    const words = settings.words;
    const names: Record<string, string> = { html: words.richKeptHtml, footnote: words.richKeptFootnote, definition: words.richKeptDefinition };
    const dom = make("div", "opaque");
    dom.contentEditable = "false";
    dom.dataset["testid"] = "opaque";
    const source = String(node.attrs["source"]);
    const head = make("div", "opaque-head");
    const edit = button(words.richEditSource, "opaque-edit");
    edit.disabled = locked();
    head.append(Object.assign(make("span"), { textContent: names[String(node.attrs["why"])] ?? words.richKept }), edit);
    const shown = Object.assign(make("pre"), { textContent: source });
    dom.append(head, shown);
    edit.addEventListener("click", () => {
      const box = Object.assign(document.createElement("textarea"), { className: "input", value: source, rows: Math.min(12, source.split("\n").length + 1), spellcheck: false });
      box.setAttribute("aria-label", words.richEditSource);
      box.dataset["testid"] = "opaque-source";
      const done = button(words.richApply, "opaque-apply");
      const cancel = button(words.cancel, "opaque-cancel");
      const foot = make("div", "opaque-foot");
      foot.append(done, cancel);
      const close = (): void => {
        box.replaceWith(shown);
        foot.remove();
        edit.hidden = false;
        edit.focus();
      };
      cancel.addEventListener("click", close);
      box.addEventListener("keydown", (event) => {
        if (event.isComposing || event.key !== "Escape") return;
        event.preventDefault();
        close();
      });
      done.addEventListener("click", () => {
        const at = getPos();
        if (at !== undefined && box.value !== source) apply(at, box.value);
        close();
      });
      shown.replaceWith(box);
      dom.append(foot);
      edit.hidden = true;
      box.focus();
    });
    return { dom, stopEvent: (event) => dom.contains(event.target as globalThis.Node) && event.target !== shown, ignoreMutation: () => true };
  };
}

function make(tag: "div" | "span" | "pre", className = ""): HTMLElement {
  return Object.assign(document.createElement(tag), { className });
}

function button(text: string, testid: string): HTMLButtonElement {
  const made = Object.assign(document.createElement("button"), { type: "button" as const, className: "button", textContent: text });
  made.dataset["testid"] = testid;
  return made;
}
