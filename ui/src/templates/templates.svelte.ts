// The trust that the person gives to templates that the open site brings along.
import { call, failure } from "../lib/call";
import { desk } from "../lib/desk.svelte";

class Templates {
  /** The dialog that lists them is open. */
  open = $state(false);
  /** The folder whose templates are not to be asked about again while it is open. */
  private later = $state("");

  readonly view = $derived(desk.site?.templates);
  /** The person is to be asked. */
  readonly asking = $derived(this.view !== undefined && !this.view.used && this.later !== desk.site?.folder);

  notNow(): void {
    this.open = false;
    this.later = desk.site?.folder ?? "";
  }

  /** Uses them: as they are now, or also as they will be. */
  use(follow: boolean): Promise<void> {
    return this.trust(follow ? "all" : "these");
  }

  stop(): Promise<void> {
    this.notNow();
    return this.trust("none");
  }

  private async trust(what: "these" | "all" | "none"): Promise<void> {
    this.open = false;
    await desk.settled();
    try {
      // What the person saw is what is trusted: other templates that came meanwhile are not.
      await desk.renewed(await call.trustTemplates(what, this.view?.digest ?? ""));
    } catch (error) {
      desk.error = failure(error).message;
    }
  }
}

export const templates = new Templates();
