// Which section a comment of a review is about.
import type { Thread } from "../lib/types/Thread";

interface Place {
  kind: string;
  id?: string | undefined;
}

/** Whether a comment is about a section: by its id, else by a kind that no other section has. */
export function isAbout(thread: Pick<Thread, "kind" | "section">, section: Place, all: readonly Place[]): boolean {
  if (thread.section) return thread.section === section.id;
  return Boolean(thread.kind) && thread.kind === section.kind && all.filter(({ kind }) => kind === section.kind).length === 1;
}
