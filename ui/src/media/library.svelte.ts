// The pictures and documents of the open site, and what is done with them.
import { SvelteMap } from "svelte/reactivity";

import { call, failure, type Offered } from "../lib/call";
import { desk } from "../lib/desk.svelte";
import { baseName } from "../lib/media";
import { fill, settings } from "../lib/settings.svelte";
import type { Added } from "../lib/types/Added";
import type { Describe } from "../lib/types/Describe";
import type { FileView } from "../lib/types/FileView";
import type { ReplaceOrder } from "../lib/types/ReplaceOrder";
import type { Update } from "../lib/types/Update";

/** Who gets files that are dropped on the window; the last one that asked. */
export type Receiver = (files: Offered[]) => void;

class Library {
  files = $state.raw<FileView[]>([]);
  loaded = $state(false);
  /** What became of the files that were added last, until the person has seen it. */
  results = $state.raw<Added[] | null>(null);
  private readonly byPath = new SvelteMap<string, FileView>();
  private readonly receivers: Receiver[] = [];
  private asked = 0;

  file(path: string): FileView | undefined {
    return this.byPath.get(path);
  }

  private latest: Promise<void> = Promise.resolve();
  /** Reads the list; answers when the newest one is here. */
  refresh(): Promise<void> {
    this.latest = this.read(++this.asked);
    return this.latest;
  }

  private async read(turn: number): Promise<void> {
    try {
      const files = await call.library();
      if (turn !== this.asked) return await this.latest;
      this.files = files;
      this.byPath.clear();
      for (const file of files) this.byPath.set(file.path, file);
      this.loaded = true;
    } catch (error) {
      this.say(error);
    }
  }

  /** Loads the list if nobody has yet. */
  need(): void {
    if (!this.loaded && this.asked === 0) void this.refresh();
  }

  /** Another site was opened. */
  forget(): void {
    this.asked = 0;
    this.loaded = false;
    this.files = [];
    this.byPath.clear();
    this.results = null;
  }

  receive(receiver: Receiver): () => void {
    this.receivers.push(receiver);
    return () => void this.receivers.splice(this.receivers.indexOf(receiver), 1);
  }

  get receiver(): Receiver | undefined {
    return this.receivers.at(-1);
  }

  private say(error: unknown): void {
    desk.error = failure(error).message;
  }

  /** Carries something out, takes in what it did, and reads the list again. */
  private async done<T>(doing: () => Promise<T>, update: (answer: T) => Update): Promise<T | undefined> {
    await desk.settled();
    try {
      const answer = await doing();
      desk.take(update(answer));
      await this.refresh();
      return answer;
    } catch (error) {
      this.say(error);
      return undefined;
    }
  }

  /** Adds files and says what became of each, unless one was simply added or was there. */
  async add(files: Offered[], quiet = false): Promise<string[]> {
    if (files.length === 0) return [];
    const refused = files.filter((file) => file.id === 0).map((file): Added => ({ name: file.name, known: false, refusal: file.refusal ?? "unreadable", notes: [] }));
    const answer = await this.done(() => call.addFiles(files.filter((file) => file.id > 0).map((file) => file.id)), ({ update }) => update);
    if (!answer) return [];
    const added = [...answer.added, ...refused];
    const worth = added.some((one) => one.refusal !== undefined || one.notes.length > 0 || (one.path && this.file(one.path)?.wantsAlt));
    if (!quiet || worth) this.results = added;
    return added.flatMap((one) => one.path ?? []);
  }

  async choose(accept: string, several: boolean): Promise<Offered[]> {
    try {
      return await call.chooseFiles(accept, several);
    } catch (error) {
      this.say(error);
      return [];
    }
  }

  /** Pictures among what was pasted, or `null` when there are none. */
  async pasted(event: ClipboardEvent): Promise<Offered[] | null> {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return null;
    event.preventDefault();
    try {
      return await Promise.all(files.map(async (file) => call.offerFile(file.name || "picture.png", await file.arrayBuffer())));
    } catch (error) {
      this.say(error);
      return null;
    }
  }

  async replace(files: { path: string; id: number }[], order: ReplaceOrder): Promise<string | undefined> {
    const name = baseName(files[0]?.path ?? "");
    const answer = await this.done(() => call.replaceFiles(files, order), ({ update }) => update);
    if (answer) desk.notice = { text: fill(settings.words.replaced, { name }), undo: true };
    return answer?.added[0]?.path;
  }

  async rename(path: string, name: string): Promise<string | undefined> {
    const answer = await this.done(() => call.renameFile(path, name), ({ update }) => update);
    if (answer && answer.path !== path) desk.notice = { text: fill(settings.words.renamed, { name: baseName(answer.path) }), undo: true };
    return answer?.path;
  }

  async remove(paths: string[]): Promise<boolean> {
    const answer = await this.done(() => call.deleteFiles(paths), (update) => update);
    if (!answer) return false;
    const [first] = paths;
    const text = paths.length === 1 && first ? fill(settings.words.deleted, { name: baseName(first) }) : fill(settings.words.deletedMany, { n: paths.length });
    desk.notice = { text, undo: true };
    return true;
  }

  async restore(path: string, hash: string): Promise<string | undefined> {
    const answer = await this.done(() => call.restoreFile(path, hash), ({ update }) => update);
    if (answer) desk.notice = { text: fill(settings.words.restored, { name: baseName(answer.path) }), undo: true };
    return answer?.path;
  }

  private telling: Promise<unknown> = Promise.resolve();
  /** Writes what is said about a file; one after another, so that the last text wins. */
  async describe(path: string, what: Describe): Promise<void> {
    this.telling = this.telling.then(async () => {
      try {
        desk.take(await call.describeFile(path, what));
      } catch (error) {
        this.say(error);
      }
    });
    await this.telling;
  }
}

export const library = new Library();
