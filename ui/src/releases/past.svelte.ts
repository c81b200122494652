// Everything that was released, as its list shows it, and the day that is asked about.
import { call, failure } from "../lib/call";
import type { Localised } from "../lib/types/Localised";
import type { ReleaseView } from "../lib/types/ReleaseView";

class Past {
  /** Every release, the newest first. */
  releases = $state.raw<ReleaseView[] | null>(null);
  failed = $state.raw<Localised | null>(null);
  /** Today by the program's clock. */
  today = $state("");
  /** What was public on the day that was asked about. */
  answer = $state.raw<{ day: string; number: number | null } | null>(null);
  readonly last = $derived(this.releases?.[0]);

  of(number: number): ReleaseView | undefined {
    return this.releases?.find((one) => one.number === number);
  }

  /** Reads the list again. Answers whether it could be read. */
  async refresh(): Promise<boolean> {
    try {
      const { releases, today } = await call.releaseHistory();
      this.releases = releases;
      this.today = today;
      this.failed = null;
      return true;
    } catch (error) {
      this.failed = failure(error).message;
      return false;
    }
  }

  /** Finds the release that was public on a day: the last of that day or before it. Of one whose manifest is damaged that is not known. */
  find(day: string): void {
    const found = this.releases?.find(({ date, root }) => root !== "" && date <= day);
    this.answer = { day, number: found?.number ?? null };
  }

  /** Another site: nothing was asked. */
  reset(): void {
    this.releases = null;
    this.failed = null;
    this.answer = null;
  }
}

export const past = new Past();
