// What is being done about releases: one thing after another, how far it is, and the way to stop it.
import { call, failure, on } from "../lib/call";
import { patiently } from "../lib/patiently";
import type { ReleaseProgress } from "../lib/types/ReleaseProgress";

export type Doing = "looking" | "releasing" | "signing" | "saving" | "comparing";

class Work {
  doing = $state<Doing | null>(null);
  /** It takes long enough to say so. */
  slow = $state(false);
  progress = $state.raw<ReleaseProgress | null>(null);
  private last: Promise<unknown> = Promise.resolve();

  /** Does something once everything before it is done; `null` when it was stopped. */
  run<T>(doing: Doing, act: () => Promise<T>): Promise<T | null> {
    // What only looks gives way. Told before the next thing begins, so that it stops nothing else.
    const stopped = this.doing === "looking" ? this.stop() : undefined;
    const mine = this.last.then(() => stopped).then(() => this.carryOut(doing, act));
    this.last = mine.catch(() => undefined);
    return mine;
  }

  /** Stops what is being done; nothing is half done then. */
  async stop(): Promise<void> {
    await call.cancelRelease().catch(() => undefined);
  }

  private async carryOut<T>(doing: Doing, act: () => Promise<T>): Promise<T | null> {
    this.doing = doing;
    try {
      return await patiently(this, on.releaseProgress, act);
    } catch (error) {
      if (failure(error).code === "cancelled") return null;
      throw error;
    } finally {
      this.doing = null;
    }
  }
}

export const work = new Work();
