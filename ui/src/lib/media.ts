// Pictures and documents in words, and what else is known of them.
import { baseName } from "./files";
import { fill, settings } from "./settings.svelte";
import type { EditLabel } from "./types/EditLabel";

export * from "./files";

/** What an edit of files is called by undo; `undefined` for other edits. */
export function undoLabel(label: EditLabel): string | undefined {
  const words = settings.words;
  const patterns: Record<string, string | undefined> = {
    "add-file": words.undoAddFile,
    "replace-file": words.undoReplaceFile,
    "rename-file": words.undoRenameFile,
    "remove-file": words.undoRemoveFile,
    "restore-file": words.undoRestoreFile,
    "describe-file": words.undoDescribeFile,
  };
  const pattern = patterns[label.verb];
  return pattern && fill(pattern, { name: label.kind ? baseName(label.kind) : words.undoFiles });
}

/** What was taken out of a file, in words; empty when nothing was. */
export function notesText(notes: string[]): string {
  const words = settings.words as Record<string, string | undefined>;
  const removed = notes.map((note) => words[`file_${note}`]).filter((text) => text !== undefined);
  const said = removed.length > 0 ? [fill(settings.words.fileRemoved, { what: removed.join(settings.language === "zh-Hans" ? "、" : ", ") })] : [];
  if (notes.includes("pdf-script")) said.push(settings.words.fileNotePdfScript);
  return said.join(" ");
}

/** Why a file cannot be used, in words. */
export function refusalText(code: string): string {
  const words = settings.words as Record<string, string | undefined>;
  return words[`fileRefusal_${code}`] ?? settings.words.fileRefusal_unreadable;
}

/** In how many places a file is used, in words. */
export function usesText(n: number): string {
  if (n === 0) return settings.words.fileNotUsed;
  return n === 1 ? settings.words.fileUse : fill(settings.words.fileUses, { n });
}
