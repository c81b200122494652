// Random edits: only the bytes of the blocks they touch change, the text means what is shown, and undo
// brings back every byte. `RICH_EDITS` says how many, `RICH_SEED` where to begin; more in `make soak`.
import { EditorState } from "prosemirror-state";
import { afterAll, beforeAll, expect, test } from "vitest";

import { separator } from "../../src/rich/beside";
import { documentOf, follow, read, reread, shownSince, textOf, type Sheet } from "../../src/rich/sheet";
import { Engine } from "./engine";
import { dice, edit, pick, type Dice } from "./random";
import { examples, pages, pitfalls } from "./texts";

const count = Number(process.env["RICH_EDITS"] ?? 10_000);
const first = Number(process.env["RICH_SEED"] ?? 1);
let engine: Engine;
beforeAll(async () => void (engine = await Engine.start()));
afterAll(() => engine.stop());

/** A text of a few blocks from everywhere, opaque ones among them. */
function compose(roll: Dice): string {
  if (roll() < 0.2) return pick(roll, pages);
  const parts = Array.from({ length: 1 + Math.floor(roll() * 6) }, () =>
    roll() < 0.4 ? pick(roll, Object.values(pitfalls).filter((text) => text.length < 2000)) : pick(roll, examples));
  return parts.join("\n\n");
}

/** The bytes that blocks outside the edit have, at the start and at the end. */
function untouched(before: Sheet, doc: EditorState["doc"]): { head: string; tail: string } {
  const nodes: unknown[] = [];
  doc.forEach((node) => {
    if (node.type.name !== "paragraph" || node.childCount > 0) nodes.push(node);
  });
  const old = before.pieces;
  let head = 0;
  while (head < old.length && nodes[head] === old[head]?.node) head++;
  let tail = 0;
  while (tail < Math.min(old.length, nodes.length) - head && nodes[nodes.length - 1 - tail] === old[old.length - 1 - tail]?.node) tail++;
  const text = (from: number, to: number): string => old.slice(from, to).map((piece, i) => piece.source + (from + i === to - 1 ? "" : piece.gap)).join("");
  return { head: head > 0 ? before.lead + text(0, head) : "", tail: tail > 0 ? text(old.length - tail, old.length) + (old.at(-1)?.gap ?? "") : "" };
}

/** What gives links their targets and footnotes their texts. */
const definitions = (sheet: Sheet): string[] => sheet.pieces.flatMap(({ tree }) => (tree.is === "opaque" && tree.why !== "html" ? [tree.source] : []));

/** Where two texts differ, block by block. */
function difference(before: Sheet, now: Sheet): string {
  const [a, b] = [before.pieces, now.pieces];
  const from = Math.max(0, a.findIndex((piece, i) => piece.source !== b[i]?.source) - 1);
  const some = (pieces: Sheet["pieces"]): string => JSON.stringify(pieces.slice(from, from + 4).map((piece) => piece.source + piece.gap));
  return `${some(a)} -> ${some(b)}`;
}

test(`${count} random edits change bytes only in their block, and the text means what is shown`, async () => {
  const wrong: string[] = [];
  const seen = { made: 0, parted: 0, anew: 0 };
  for (let seed = first; seen.made < count; seed++) {
    const roll = dice(seed);
    const text = compose(roll);
    let sheet = read(await engine.view(text));
    let state = EditorState.create({ doc: documentOf(sheet) });
    for (let n = 0; n < 4 && seen.made < count; n++) {
      const change = edit(roll, state);
      if (!change?.tr.docChanged) continue;
      seen.made++;
      const before = textOf(sheet);
      state = state.apply(change.tr);
      const next = follow(sheet, state.doc);
      const now = textOf(next);
      const { head, tail } = untouched(sheet, state.doc);
      const fault = await engine.check(before, now, shownSince(sheet, next));
      const exact = now.length >= head.length + tail.length && now.startsWith(head) && now.endsWith(tail);
      // Whatever took a definition away also took what it meant elsewhere; nothing else may do that.
      const anew = fault === "elsewhere" && definitions(sheet).join("\n") !== definitions(next).join("\n");
      if (!exact || (fault && !anew)) {
        wrong.push(`${seed}.${n} ${exact ? "" : "bytes "}${fault ?? ""} ${change.name}: ${difference(sheet, next)}`);
        break;
      }
      if (now.split(separator).length > before.split(separator).length) seen.parted++;
      // What the engine reads now is what is there: saving again changes nothing.
      const view = await engine.view(now);
      const again = read(view);
      expect(textOf(follow(again, documentOf(again)))).toBe(now);
      sheet = next;
      if (anew) {
        seen.anew++;
        sheet = reread(sheet, view);
        state = EditorState.create({ doc: documentOf(sheet) });
      }
    }
  }
  console.log(
    `${seen.made} edits, ${wrong.length} that changed other bytes or mean something else than is shown; ` +
      `${seen.parted} needed a separator between two blocks; ` +
      `${seen.anew} took away or moved a definition, so that other blocks, their bytes untouched, were shown anew`,
  );
  expect(wrong.join("\n")).toBe("");
}, Math.max(300_000, 10 * count));

test("1000 cycles of edit and undo bring back every byte", async () => {
  const cycles = 1000;
  for (let seed = 100_001, done = 0; done < cycles; seed++) {
    const roll = dice(seed);
    const text = compose(roll);
    const sheet = read(await engine.view(text));
    const state = EditorState.create({ doc: documentOf(sheet) });
    const change = edit(roll, state);
    if (!change?.tr.docChanged) continue;
    done++;
    const next = follow(sheet, state.apply(change.tr).doc);
    // Undo of the window: the engine's text comes back and is read again.
    const back = reread(next, await engine.view(text));
    expect(textOf(back)).toBe(text);
    expect(documentOf(back).eq(state.doc)).toBe(true);
  }
});
