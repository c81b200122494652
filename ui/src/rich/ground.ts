// HTML inside a line that would begin a block of HTML where the line begins: the page shows such HTML as
// letters, so it is written as letters there.
import type { Inline } from "../lib/types/Inline";
import { marksOf } from "./runs";

const names =
  "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead title tr track ul";
const begins = new RegExp(`^(?:<(?:script|pre|style|textarea)(?:[\\s>]|$)|<!--|<\\?|<![A-Za-z]|<!\\[CDATA\\[|</?(?:${names.replace(/ /g, "|")})(?:\\s|/?>|$))`, "i");

/** `pieces` of a paragraph with no HTML where it would begin a block. */
export function grounded(pieces: Inline[]): Inline[] {
  const out: Inline[] = [];
  pieces.forEach((piece, at) => {
    const before = out.at(-1);
    const wraps = before?.is === "text" && before.text.endsWith("\n");
    const first = before === undefined;
    if (piece.is !== "raw" || (first && marksOf(piece).length > 0) || piece.source.startsWith("[^") || !(first || wraps || before.is === "break")) {
      out.push(piece);
      return;
    }
    const next = pieces[at + 1];
    const alone = first && (next === undefined || next.is === "break" || (next.is === "text" && /^[ \t]*\n/.test(next.text)));
    if (!alone && !begins.test(piece.source)) out.push(piece);
    else if (wraps) out.splice(-1, 1, { ...before, text: `${before.text.slice(0, -1)} ` }, piece);
    else out.push({ ...piece, is: "text", text: piece.source });
  });
  return out;
}
