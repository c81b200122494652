// What the bar after pasting says: what was kept, what was taken away.
import type { Words } from "../lib/words/en";
import { fill } from "../lib/settings.svelte";
import type { Pasted } from "./paste";

export function pastedWords(pasted: Pasted, words: Words): string {
  const names = { headings: words.richPastedHeadings, lists: words.richPastedLists, tables: words.richPastedTables, links: words.richPastedLinks, marks: words.richPastedMarks };
  const kept = (["headings", "lists", "tables", "links", "marks"] as const).filter((one) => pasted.kept.has(one)).map((one) => names[one]);
  const gone = { look: words.richPastedLook, pictures: words.richPastedPictures };
  const removed = (["look", "pictures"] as const).filter((one) => pasted.removed.has(one)).map((one) => gone[one]);
  const first = fill(words.richPasted, { kept: joined(kept.length > 0 ? kept : [words.richPastedText], words) });
  return removed.length > 0 ? `${first}${words.richPastedGap}${fill(words.richPastedRemoved, { removed: joined(removed, words) })}` : first;
}

function joined(names: string[], words: Words): string {
  const last = names.at(-1) ?? "";
  const list = names.slice(0, -1).join(words.richPastedComma);
  return list === "" ? last : fill(words.richPastedAnd, { list, last });
}
