// Comments of reviews that are not settled, at the sections of the open page that they are about.
import { call, failure } from "../lib/call";
import { desk, type Section } from "../lib/desk.svelte";
import { isAbout } from "./about";
import type { PageRef } from "../lib/types/PageRef";
import type { Thread } from "../lib/types/Thread";

export type Pinned = [string, Thread];

class Pins {
  private all = $state.raw<Pinned[]>([]);
  /** Answers of earlier questions are dropped. */
  private turn = 0;

  /** Those about the page, or about what is on it no more. */
  readonly rest = $derived(this.all.filter(([, thread]) => !desk.sections.some((section) => isAbout(thread, section, desk.sections))));

  /** Those about a section. */
  at(section: Section): Pinned[] {
    return this.all.length === 0 ? this.all : this.all.filter(([, thread]) => isAbout(thread, section, desk.sections));
  }

  async renew(page: PageRef | null): Promise<void> {
    const turn = ++this.turn;
    try {
      const found = page && !page.address.startsWith("shared:") ? await call.pageThreads(page) : {};
      const threads = Object.entries(found).flatMap(([id, thread]): Pinned[] => (thread ? [[id, thread]] : []));
      if (turn === this.turn && (threads.length > 0 || this.all.length > 0)) this.all = threads;
    } catch (error) {
      if (turn === this.turn) desk.error = failure(error).message;
    }
  }
}

export const pins = new Pins();
