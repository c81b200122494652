// Reviews: how pages stand, what was said, and what is done about it. Each act is an edit that undo
// takes back.
import { call, failure } from "../lib/call";
import { desk } from "../lib/desk.svelte";
import { keep, kept } from "../lib/kept";
import { fill, settings } from "../lib/settings.svelte";
import type { Decided } from "../lib/types/Decided";
import type { PageStanding } from "../lib/types/PageStanding";
import type { ReviewView } from "../lib/types/ReviewView";
import type { Taken } from "../lib/types/Taken";
import type { Thread } from "../lib/types/Thread";
import type { Update } from "../lib/types/Update";

class Review {
  view = $state.raw<ReviewView | null>(null);
  by = $state(kept("ignored-by"));
  role = $state(kept("review-role"));
  /** The dialog for sending is open. */
  sending = $state(false);
  /** An answer that was read and not taken in yet. */
  taken = $state.raw<Taken | null>(null);
  /** Something long is under way. */
  working = $state(false);
  progress = $state.raw<{ done: number; total: number } | null>(null);
  /** Which comments of a page are shown. */
  shown = $state<"open" | "all">("all");
  /** The digests of changes that were looked at here. */
  seen = $state.raw<ReadonlySet<string>>(new Set());

  private folder = "";

  readonly missing = $derived(this.view?.pages.filter((page) => !page.approved).length ?? 0);

  /** Reads anew how pages stand. */
  async renew(): Promise<void> {
    try {
      this.view = await call.reviewView();
    } catch (error) {
      desk.error = failure(error).message;
    }
    const folder = desk.site?.folder ?? "";
    if (folder !== this.folder) {
      this.folder = folder;
      this.seen = new Set(kept(`review-seen ${folder}`).split(" ").filter(Boolean));
    }
  }

  standing(path: string): PageStanding | null {
    return this.view?.pages.find(({ page }) => page === path) ?? null;
  }

  /** What was said of a page, what is open first. */
  threads(path: string): [string, Thread][] {
    const all = Object.entries(this.view?.threads ?? {}).flatMap(([id, thread]): [string, Thread][] => (thread?.page === path ? [[id, thread]] : []));
    return all.sort(([, a], [, b]) => Number(Boolean(a["resolved-on"])) - Number(Boolean(b["resolved-on"])) || a.on.localeCompare(b.on));
  }

  /** What people call a role. */
  roleName(name: string): string {
    const known = this.view?.roles.find(([role]) => role === name);
    return known ? settings.text(known[1]) : name;
  }

  /** A change was looked at. It is kept on this machine, outside the site. */
  look(id: string): void {
    if (this.seen.has(id)) return;
    this.seen = new Set([...this.seen, id].slice(-4000));
    keep(`review-seen ${this.folder}`, [...this.seen].join(" "));
  }

  /** Who speaks; nobody while the name is missing. */
  private who(): { by: string; role: string } {
    keep("ignored-by", this.by.trim());
    keep("review-role", this.role);
    return { by: this.by, role: this.role };
  }

  private async act(edit: () => Promise<Update | null>, text: string): Promise<boolean> {
    await desk.settled();
    this.working = true;
    try {
      const update = await edit();
      if (update === null) return false;
      desk.take(update);
      desk.notice = { text, undo: true };
      await this.renew();
      return true;
    } catch (error) {
      const { code, message } = failure(error);
      if (code !== "cancelled") desk.error = message;
      return false;
    } finally {
      this.working = false;
      this.progress = null;
    }
  }

  decide(pages: PageStanding[], decided: Decided | null): Promise<boolean> {
    const words = settings.words;
    const seen = pages.map(({ page, seen }) => ({ path: page, seen }));
    const text = decided === "approved" ? words.reviewApproved : decided === "asked" ? words.reviewAskedNow : words.reviewTakenBack;
    return this.act(() => call.decidePages(seen, decided, this.who()), text);
  }

  comment(page: string, change: string, text: string): Promise<boolean> {
    return this.act(() => call.addComment(page, change, text, this.who()), settings.words.reviewCommented);
  }

  answer(id: string, text: string): Promise<boolean> {
    return this.act(() => call.answerComment(id, text, this.who()), settings.words.reviewAnswered);
  }

  settle(id: string, settled: boolean): Promise<boolean> {
    return this.act(() => call.settleComment(id, settled, this.who()), settled ? settings.words.reviewSettled : settings.words.reviewOpened);
  }

  /** Writes the review file. Answers whether it was. */
  async send(note: string): Promise<boolean> {
    let file = "";
    const done = await this.act(async () => {
      const sent = await call.sendReview(this.who().by, note, settings.language === "zh-Hans");
      file = sent?.file ?? "";
      return sent?.update ?? null;
    }, "");
    if (done) desk.notice = { text: fill(settings.words.reviewSentTo, { file }), undo: true };
    return done;
  }

  /** Asks for an answer and shows what it holds. */
  async choose(): Promise<void> {
    await desk.settled();
    this.working = true;
    try {
      this.taken = await call.chooseAnswer();
    } catch (error) {
      desk.error = failure(error).message;
    } finally {
      this.working = false;
    }
  }

  async take(): Promise<void> {
    await this.act(() => call.takeAnswer(), settings.words.reviewTaken);
    this.taken = null;
  }
}

export const review = new Review();
