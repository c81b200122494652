// Bringing in an existing site: where the person is, what was read of it, and what is going on.
import { tick } from "svelte";

import { call, failure, on, type ImportLook, type SourceKind } from "../lib/call";
import { desk } from "../lib/desk.svelte";
import { patiently } from "../lib/patiently";
import { fill, settings } from "../lib/settings.svelte";
import type { ImportLanguage } from "../lib/types/ImportLanguage";
import type { ImportProgress } from "../lib/types/ImportProgress";
import type { Localised } from "../lib/types/Localised";
import { again } from "./again.svelte";
import { counts, matching, nameOf, rowsOf, type Filter } from "./rows";

/** What is shown over the whole window: the way to a new site, the report of the last one, or a comparison. */
export type Shown = "bring" | "report" | "again";
export type Step = "choose" | "look" | "make";
export type Tab = "pages" | "shared" | "pairs" | "files";

class Importing {
  shown = $state<Shown | null>(null);
  step = $state<Step>("choose");
  source = $state<string | null>(null);
  /** What was read; also the report after the site was made. */
  look = $state.raw<ImportLook | null>(null);
  doing = $state<"reading" | "writing" | null>(null);
  /** It takes long enough to say so. */
  slow = $state(false);
  progress = $state.raw<ImportProgress | null>(null);
  error = $state<Localised | null>(null);
  tab = $state<Tab>("pages");
  filter = $state<Filter>("all");
  search = $state("");
  /** The file whose page is shown beside the table. */
  chosen = $state<string | null>(null);
  name = $state("");
  folder = $state<string | null>(null);
  /** The file and line shown as they stand in the source. */
  place = $state.raw<{ file: string; line: number } | null>(null);
  /** The open site was brought in. */
  comparable = $state(false);
  /** Languages that were chosen while it was read. */
  private wanted: ImportLanguage[] | null = null;
  /** The site that was made last, and from what. */
  private made = $state.raw<{ folder: string; source: string; look: ImportLook } | null>(null);

  readonly rows = $derived(this.look ? rowsOf(this.look.report) : []);
  readonly counts = $derived(counts(this.rows));
  readonly matches = $derived(matching(this.rows, this.filter, this.search));
  readonly row = $derived(this.rows.find((row) => row.source === this.chosen));
  /** The report of the open site, while the program runs. */
  readonly report = $derived(this.made && this.made.folder === desk.site?.folder ? this.made : null);

  /** Begins anew, over whatever is open: a new site, or a comparison with the open one. */
  begin(what: "bring" | "again" = "bring"): void {
    this.forget();
    this.shown = what;
    this.step = "choose";
  }

  /** Asks whether the open site was brought in, so that it can be compared again. */
  async ask(): Promise<void> {
    this.comparable = desk.site ? await call.wasImported().catch(() => false) : false;
  }

  /** Shows the report of the site that was made. */
  showReport(): void {
    if (!this.report) return;
    this.forget();
    this.source = this.report.source;
    this.look = this.report.look;
    this.choose(this.rows[0]?.source ?? null);
    this.step = "look";
    this.shown = "report";
  }

  close(): void {
    if (this.doing) void this.stop();
    this.shown = null;
    this.place = null;
    // The panes come back as they were; the preview would show its page as it was opened.
    if (desk.site) void desk.renew();
  }

  /** Stops what is going on; nothing is half done then. */
  async stop(): Promise<void> {
    await call.cancelImport().catch((failed) => (this.error = failure(failed).message));
  }

  private forget(): void {
    desk.notice = null;
    this.source = null;
    this.look = null;
    this.error = null;
    this.tab = "pages";
    this.filter = "all";
    this.search = "";
    this.chosen = null;
    this.folder = null;
    again.differences = null;
  }

  choose(source: string | null): void {
    this.chosen = source;
  }

  /** Does something that can take long and be stopped. */
  private async run<T>(doing: "reading" | "writing", act: () => Promise<T>): Promise<T | null> {
    if (this.doing) return null;
    this.doing = doing;
    this.error = null;
    try {
      return await patiently(this, on.importProgress, act);
    } catch (failed) {
      this.error = failure(failed).message;
      return null;
    } finally {
      this.doing = null;
    }
  }

  /** Asks for a source, and reads it. */
  async pick(kind: SourceKind): Promise<void> {
    if (this.doing) return;
    try {
      const source = await call.chooseSource(kind);
      if (source) await this.read(source);
    } catch (failed) {
      this.error = failure(failed).message;
    }
  }

  /** Reads a source and shows what would become of it. */
  async read(source: string): Promise<void> {
    if (this.shown === "again") {
      await desk.settled();
      if (await this.run("reading", () => again.compare(source))) this.step = "look";
      return;
    }
    const look = await this.run("reading", () => call.readSource(source, null));
    if (!look) return;
    this.source = source;
    this.name = look.name || nameOf(source);
    this.show(look);
    this.step = "look";
  }

  /** Reads it again with another choice of languages; of several choices made meanwhile, the newest. */
  async speak(mark: string, locale: string): Promise<void> {
    const { source, look } = this;
    if (!source || !look) return;
    const now = this.wanted ?? look.report.languages;
    this.wanted = now.map((one): ImportLanguage => (one.mark === mark ? { ...one, locale } : one));
    if (this.doing) return;
    while (this.wanted) {
      const languages: ImportLanguage[] = this.wanted;
      const next = await this.run("reading", () => call.readSource(source, languages));
      if (next) this.show(next);
      if (!next || this.wanted === languages) this.wanted = null;
    }
  }

  private show(look: ImportLook): void {
    this.look = look;
    if (!this.row) this.choose(this.rows[0]?.source ?? null);
  }

  /** Writes the new site and opens it. */
  async make(): Promise<void> {
    const { folder, source, look } = this;
    if (!folder || !source || !look) return;
    await desk.settled();
    const site = await this.run("writing", () => call.writeImport(folder, this.name.trim()));
    if (!site) return;
    this.made = { folder: site.folder, source, look };
    this.shown = null;
    desk.open(site);
    await tick();
    desk.notice = { text: fill(settings.words.bringMade, { n: look.report.figures.pages }), undo: false };
  }

  /** Takes what was chosen of the differences. */
  async take(): Promise<void> {
    if (await this.run("writing", () => again.take())) this.close();
  }

  /** Shows a line of a file as it stands in the source. */
  see(file: string, line: number): void {
    this.place = { file, line };
  }
}

export const importing = new Importing();
