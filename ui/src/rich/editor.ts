// The view of one text: ProseMirror over a sheet. Every change becomes a text and what it shows;
// a text from elsewhere becomes the smallest change of the document.
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { EditorState, Plugin, TextSelection, type Transaction } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";
import { ReplaceStep } from "prosemirror-transform";
import type { Node as ProseNode, Slice } from "prosemirror-model";

import type { Written } from "../lib/desk.svelte";
import type { Problem } from "../lib/types/Problem";
import type { Guard } from "../lib/types/Guard";
import type { RichView } from "../lib/types/RichView";
import { keys, typed } from "./keys";
import { flaws, marked, placesOf, type Flaw, type Range } from "./flaws";
import { opaqueView } from "./opaque";
import { cleaned, type Pasted } from "./paste";
import { ask, schema } from "./schema";
import { documentOf, follow, read, reread, shownSince, textOf, type Sheet } from "./sheet";

export interface Hooks {
  change: (text: string, written?: Written) => void;
  state: (state: EditorState) => void;
  /** The engine found that the text is not what is shown. */
  guard: (fault: Guard) => void;
  /** The view failed. */
  failed: (error: unknown) => void;
  /** Something was pasted from elsewhere, between two places. */
  pasted: (pasted: Pasted, from: number, to: number) => void;
  /** The popover of links is wanted. */
  link: () => void;
  /** A key, before the text gets it; true when it was for a menu. */
  key: (event: KeyboardEvent) => boolean;
  /** Blocks of a text. */
  blocks: (text: string) => Promise<RichView>;
}

export class Rich {
  readonly view: EditorView;
  private sheet: Sheet;
  /** What the engine has. */
  private known: Sheet;
  private late = false;
  private pending: RichView | null = null;
  private wrong: Omit<Flaw, "place">[] = [];
  /** What is marked. */
  private drawn: Flaw[] = [];

  constructor(place: HTMLElement, first: RichView, private readonly hooks: Hooks, attributes: Record<string, string>, private locked: boolean) {
    this.sheet = this.known = read(first);
    const state = EditorState.create({
      doc: documentOf(this.sheet),
      plugins: [...keys(hooks.link), tableEditing(), dropCursor({ color: "var(--accent)", width: 2 }), gapCursor(), brokenLinks(), flaws()],
    });
    this.view = new EditorView(place, {
      state,
      attributes: { class: "prose", role: "textbox", "aria-multiline": "true", ...attributes },
      editable: () => !this.locked,
      dispatchTransaction: (tr) => this.guarded(() => this.dispatch(tr)),
      handleKeyDown: (_view, event) => !this.view.composing && !event.isComposing && hooks.key(event),
      handleTextInput: (view, from, to, text) => !view.composing && typed(view, from, to, text, hooks.link),
      handleDOMEvents: {
        compositionend: () => void setTimeout(() => this.guarded(() => this.settle()), 30),
        beforeinput: (_view, event) => {
          if (!event.inputType.startsWith("history")) return false;
          event.preventDefault();
          return true;
        },
      },
      nodeViews: { opaque: opaqueView((at, source) => void this.resource(at, source), () => this.locked) },
      handlePaste: (view, event) => this.paste(view, event),
      transformPastedHTML: (html) => (html.includes("data-pm-slice") ? html : cleaned(html).html),
    });
    hooks.state(state);
  }

  get text(): string {
    return textOf(this.sheet);
  }

  /** Marks the words that problems are about, as far as they stand where the problems say. */
  mark(wrong: Omit<Flaw, "place">[]): void {
    this.wrong = wrong;
    this.remark();
  }

  private remark(): void {
    const found: Flaw[] = this.wrong.map((one) => ({ ...one, place: placesOf(this.sheet, this.view.state.doc, one.problem) }));
    const none = (all: Flaw[]): boolean => all.every(({ place }) => place === null);
    // Drawing puts the selection back that the view knows; where nothing is marked there is nothing to draw.
    if (none(found) && none(this.drawn)) return;
    this.drawn = found;
    // A selection that was just made and not told yet would be lost as well.
    (this.view as unknown as { domObserver: { flush(): void } }).domObserver.flush();
    this.guarded(() => this.view.dispatch(marked(this.view.state.tr, found).setMeta("outside", true)));
  }

  /** Selects the words that a problem is about. */
  select(problem: Problem): void {
    const place = placesOf(this.sheet, this.view.state.doc, problem);
    if (place) this.selectRange(place);
  }

  /** Selects the words of the first link whose target is one; answers whether there was any. */
  selectLink(is: (to: string) => boolean): boolean {
    const found: Range[] = [];
    this.view.state.doc.descendants((node, from) => {
      const link = node.marks.find((mark) => mark.type.name === "link");
      if (link && is(String(link.attrs["to"]))) found.push({ from, to: from + node.nodeSize });
    });
    if (found[0]) this.selectRange(found[0]);
    return found.length > 0;
  }

  private selectRange({ from, to }: Range): void {
    const { state } = this.view;
    this.view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, from, to)).scrollIntoView());
    this.view.focus();
  }

  lock(locked: boolean): void {
    this.locked = locked;
    this.view.setProps({ editable: () => !this.locked });
  }

  /** Runs what must not take the text down with it. */
  private guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.hooks.failed(error);
    }
  }

  private dispatch(tr: Transaction): void {
    const state = this.view.state.apply(tr);
    this.view.updateState(state);
    if (tr.docChanged && tr.getMeta("outside") !== true) {
      if (this.view.composing) this.late = true;
      else this.emit(!goesOn(tr));
    }
    this.hooks.state(state);
  }

  /** After an input method is done: what it wrote, and what came meanwhile. */
  private settle(): void {
    if (this.view.composing) return;
    const { late, pending } = this;
    this.late = false;
    this.pending = null;
    if (late) {
      this.emit();
      if (pending) void this.again();
    } else if (pending) this.outside(pending);
  }

  /** Hands on what is written now; `apart` when it is undone by itself. */
  private emit(apart = false): void {
    const before = this.text;
    const next = follow(this.sheet, this.view.state.doc);
    this.sheet = next;
    const text = textOf(next);
    if (text === before) return;
    this.hooks.change(text, {
      apart,
      shown: () => shownSince(this.known, next),
      done: (fault) => {
        this.known = next;
        if (fault === "elsewhere") void this.again();
        else if (fault) this.hooks.guard(fault);
      },
    });
  }

  /** Takes in a text from undo or from another program, with the smallest change. */
  outside(view: RichView): void {
    if (this.view.composing) {
      this.pending = view;
      return;
    }
    const next = reread(this.sheet, view);
    this.sheet = this.known = next;
    this.follow(next);
    // The words may stand elsewhere now.
    this.remark();
  }

  /** Changes the document to that of a sheet, by as little as possible. */
  private follow(next: Sheet): void {
    const doc = documentOf(next);
    const now = this.view.state.doc;
    const start = now.content.findDiffStart(doc.content);
    if (start === null) return;
    const end = now.content.findDiffEnd(doc.content);
    if (!end) return;
    let { a, b } = end;
    const overlap = start - Math.min(a, b);
    if (overlap > 0) {
      a += overlap;
      b += overlap;
    }
    this.view.dispatch(replaced(this.view.state.tr, doc, start, a, b).setMeta("outside", true).setMeta("addToHistory", false));
  }

  /** Shows what blocks mean now that a definition came or went; their bytes are as they were. */
  private async again(): Promise<void> {
    const { text } = this;
    const view = await this.hooks.blocks(text);
    if (this.text !== text) await this.again();
    else this.guarded(() => this.outside(view));
  }

  /** New source for a block that is kept: the whole text is read again. */
  private async resource(at: number, source: string): Promise<void> {
    const node = this.view.state.doc.nodeAt(at);
    const pieces = this.sheet.pieces.map((piece) => (piece.node === node ? { ...piece, source } : piece));
    const text = textOf({ ...this.sheet, pieces });
    const view = await this.hooks.blocks(text);
    this.guarded(() => {
      this.outside(view);
      this.hooks.change(text);
    });
  }

  private paste(view: EditorView, event: ClipboardEvent): boolean {
    const html = event.clipboardData?.getData("text/html") ?? "";
    const plain = event.clipboardData?.getData("text/plain") ?? "";
    const { from, to, empty } = view.state.selection;
    if (!html && !empty && /^(https?:\/\/|mailto:)\S+$/.test(plain.trim())) {
      view.dispatch(view.state.tr.addMark(from, to, schema.mark("link", { to: plain.trim() })));
      return true;
    }
    if (!html || html.includes("data-pm-slice")) return false;
    const { pasted } = cleaned(html);
    const after = view.state.doc.content.size - to;
    queueMicrotask(() => this.hooks.pasted({ ...pasted, plain }, from, view.state.doc.content.size - after));
    return false;
  }

  destroy(): void {
    this.view.destroy();
  }
}

/** Whether a change is typing, which goes on, and no act of its own such as a link, a list or pasting. */
function goesOn(tr: Transaction): boolean {
  const letters = ({ content, openStart, openEnd }: Slice): boolean => {
    const split = openStart > 0 && openEnd > 0 && content.textBetween(0, content.size) === "";
    return split || content.content.every((node) => node.isInline);
  };
  if (tr.getMeta("uiEvent") !== undefined || tr.getMeta("apart") === true) return false;
  return tr.steps.every((step) => step instanceof ReplaceStep && letters(step.slice));
}

/** The smallest replacement; the whole document when the small one cannot be made. */
function replaced(tr: Transaction, doc: ProseNode, start: number, a: number, b: number): Transaction {
  try {
    return tr.replace(start, a, doc.slice(start, b));
  } catch {
    return tr.replaceWith(0, tr.doc.content.size, doc.content);
  }
}

/** Marks links that lead nowhere. */
function brokenLinks(): Plugin {
  const found = (doc: ProseNode): DecorationSet => {
    const all: Decoration[] = [];
    doc.descendants((node, at) => {
      const link = node.marks.find((mark) => mark.type.name === "link");
      if (link && ask.broken(String(link.attrs["to"]))) all.push(Decoration.inline(at, at + node.nodeSize, { class: "broken" }));
    });
    return DecorationSet.create(doc, all);
  };
  return new Plugin<DecorationSet>({
    state: {
      init: (_config, state) => found(state.doc),
      apply: (tr, set, _old, state) => (tr.docChanged || tr.getMeta("links") ? found(state.doc) : set),
    },
    props: {
      decorations(state) {
        return this.getState(state);
      },
    },
  });
}
