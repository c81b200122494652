// What can be done about problems: each is an edit that undo takes back.
import { call, failure } from "../lib/call";
import { desk } from "../lib/desk.svelte";
import { fill, settings } from "../lib/settings.svelte";
import type { Ignored } from "../lib/types/Ignored";
import type { Problem } from "../lib/types/Problem";
import type { Update } from "../lib/types/Update";
import { wrongWords } from "./quote";

class Acts {
  /** What is to be called no problem, while the reason is asked for. */
  ignoring = $state.raw<Problem | null>(null);

  /** Carries out an edit and says what it did. */
  private async carryOut(edit: () => Promise<{ update: Update; text: string; undo: boolean }>): Promise<boolean> {
    await desk.settled();
    try {
      const { update, text, undo } = await edit();
      desk.take(update);
      desk.notice = { text, undo };
      return undo;
    } catch (error) {
      desk.error = failure(error).message;
      return false;
    }
  }

  /** Mends problems, each by the remedy with the number beside it. */
  fix(chosen: [Problem, number][]): Promise<boolean> {
    return this.carryOut(async () => {
      const { update, fixed, left } = await call.fixProblems(chosen);
      const words = settings.words;
      const done = fixed === 1 ? words.fixedOne : fill(words.fixedMany, { n: fixed });
      const text = fixed === 0 ? words.fixedNone : left > 0 ? fill(words.fixedLeft, { n: fixed, left }) : done;
      return { update, text, undo: fixed > 0 };
    });
  }

  /** Calls problems none, for a reason. */
  ignore(problems: Problem[], reason: string, by: string): Promise<boolean> {
    return this.carryOut(async () => ({ update: await call.ignoreProblems(problems, reason, by), text: settings.words.ignoredNow, undo: true }));
  }

  /** Lets ignored problems count again. */
  heed(entries: Ignored[]): Promise<boolean> {
    return this.carryOut(async () => ({ update: await call.heedProblems(entries), text: settings.words.heededNow, undo: true }));
  }

  /** Takes a word into the dictionary of the site. */
  addWord(word: string): Promise<boolean> {
    return this.carryOut(async () => ({ update: await call.addWord(word), text: fill(settings.words.wordAdded, { word }), undo: true }));
  }
}

export const acts = new Acts();

/** The word that a problem of spelling is about; empty for any other problem. */
export const wordOf = (problem: Problem): string => (problem.code === "spelling" ? wrongWords(problem) : "");
