// Verifying a bundle: which one, how far, what was found, and what becomes of its key.
import { call, failure, on, type Dress, type VerifiedLook } from "../lib/call";
import { patiently } from "../lib/patiently";
import { settings } from "../lib/settings.svelte";
import type { ExportProgress } from "../lib/types/ExportProgress";
import type { Localised } from "../lib/types/Localised";
import { reportText } from "./report";

export type Vouch = "trust" | "forget" | "revoke";

class Verifying {
  shown = $state(false);
  doing = $state(false);
  /** It takes long enough to say so. */
  slow = $state(false);
  progress = $state.raw<ExportProgress | null>(null);
  look = $state.raw<VerifiedLook | null>(null);
  error = $state<Localised | null>(null);
  /** Where the report was saved. */
  saved = $state<string | null>(null);
  /** A bundle was opened, so its window may be there. */
  private opened = false;

  /** Shows the dialog; with a place, verifies what is there at once. */
  begin(place?: string): void {
    this.shown = true;
    this.again();
    if (place) void this.verify(place);
  }

  /** Back to choosing. */
  again(): void {
    this.look = null;
    this.error = null;
    this.saved = null;
  }

  close(): void {
    if (this.doing) void this.stop();
    this.shown = false;
  }

  async stop(): Promise<void> {
    await call.cancelVerify().catch((failed) => (this.error = failure(failed).message));
  }

  async choose(form: "folder" | "zip"): Promise<void> {
    if (this.doing) return;
    try {
      const place = await call.chooseBundle(form);
      if (place) await this.verify(place);
    } catch (failed) {
      this.error = failure(failed).message;
    }
  }

  async verify(place: string): Promise<void> {
    if (this.doing) return;
    this.doing = true;
    this.again();
    try {
      this.look = await patiently(this, on.verifyProgress, () => call.verifyBundle(place));
    } catch (failed) {
      const { code, message } = failure(failed);
      if (code !== "cancelled") this.error = message;
    } finally {
      this.doing = false;
    }
  }

  async vouch(vouch: Vouch): Promise<void> {
    await this.act(async () => (this.look = await call.vouchForSigner(vouch)));
  }

  async open(): Promise<void> {
    await this.act(async () => {
      this.opened = true;
      await call.openBundle(this.dressed());
    });
  }

  async save(): Promise<void> {
    const look = this.look;
    if (look) await this.act(async () => (this.saved = await call.saveVerdict(reportText(look))));
  }

  /** Dresses the window of the bundle as this one is. */
  dress(): void {
    const dressed = this.dressed();
    // Nothing is lost when that window was closed meanwhile.
    if (this.opened) void call.dressBundle(dressed).catch(() => {});
  }

  private dressed(): Dress {
    return { language: settings.language, appearance: settings.appearance };
  }

  private async act(act: () => Promise<unknown>): Promise<void> {
    this.error = null;
    try {
      await act();
    } catch (failed) {
      this.error = failure(failed).message;
    }
  }
}

export const verifying = new Verifying();
