// The page that is edited beside the open one: the original of a translation.
import { call, failure, type Edit, type EditRequest } from "../lib/call";
import { Section, desk } from "../lib/desk.svelte";
import type { Values } from "../lib/paths";
import type { Localised } from "../lib/types/Localised";
import type { PageRef } from "../lib/types/PageRef";
import type { PageView } from "../lib/types/PageView";
import type { Problem } from "../lib/types/Problem";
import type { Update } from "../lib/types/Update";

/** What forms call the settings of the page beside. */
export const FRONT = "beside:";

export class Beside {
  readonly page: PageRef;
  front = $state<Values>({});
  sections = $state.raw<Section[]>([]);
  problems = $state.raw<Problem[]>([]);
  readOnly = $state<Localised | undefined>();
  private revision = 0;

  constructor(view: PageView) {
    this.page = view.page;
    this.show(view);
  }

  static async open(page: PageRef): Promise<Beside> {
    return new Beside(await call.openBeside(page));
  }

  private show(view: PageView): void {
    this.revision = view.revision;
    this.readOnly = view.readOnly;
    this.problems = view.problems;
    if (!desk.isWaiting(FRONT)) this.front = view.front as Values;
    this.sections = view.sections.map((section) => {
      const there = this.section(section.key);
      there?.take(section, !desk.isWaiting(section.key));
      return there ?? new Section(section, true);
    });
  }

  is(page: PageRef): boolean {
    return page.locale === this.page.locale && page.address === this.page.address;
  }

  has(key: string): boolean {
    return key === FRONT || this.section(key) !== undefined;
  }

  section(key: string): Section | undefined {
    return this.sections.find((section) => section.key === key);
  }

  valuesOf(key: string): Values | undefined {
    return key === FRONT ? this.front : this.section(key)?.values;
  }

  /** An edit of a form as the engine asks for it. */
  request(edit: Edit): EditRequest {
    if (edit.do === "set" && edit.section === FRONT) {
      return { page: this.page, revision: this.revision, edit: { do: "set", path: edit.path, value: edit.value } };
    }
    return { page: this.page, revision: this.revision, edit };
  }

  take(update: Update): void {
    this.revision = update.revision;
    if (update.reload || update.order) {
      void this.reload();
      return;
    }
    for (const { section } of update.sections) this.section(section.key)?.take(section, !desk.isWaiting(section.key));
    if (update.front && !desk.isWaiting(FRONT)) this.front = update.front as Values;
    if (update.problems) this.problems = update.problems;
  }

  /** Reads the page again. */
  async reload(): Promise<void> {
    try {
      this.show(await call.openBeside(this.page));
    } catch (error) {
      desk.error = failure(error).message;
    }
  }
}
