// The way from a problem to its place, and through all problems one after another.
import { tick } from "svelte";

import { desk } from "./desk.svelte";
import { look } from "./look.svelte";
import { steps } from "./paths";
import { fill, settings } from "./settings.svelte";
import type { PageRef } from "./types/PageRef";
import type { Problem } from "./types/Problem";
import { selectWords } from "../problems/words";

const ORDER: Problem["severity"][] = ["blocker", "warning", "tip"];

/** The problems of the open page as they are listed: what stops a release first. */
function ordered(problems: Problem[]): Problem[] {
  return ORDER.flatMap((severity) => problems.filter((problem) => problem.severity === severity));
}

/** The page or shared section of a file. */
export function pageOf(file: string): PageRef | null {
  const page = /^pages\/([^/]+)\/(.+)\.md$/.exec(file);
  if (page?.[1] && page[2]) return { locale: page[1], address: `/${page[2].replace(/(^|\/)index$/, "")}` };
  const shared = /^shared\/([^/]+)\/([^/]+)\.md$/.exec(file);
  return shared?.[1] && shared[2] ? { locale: shared[1], address: `shared:${shared[2]}` } : null;
}

/** The collection of a file of records that the window shows. */
function collectionOf(file: string): string | undefined {
  const name = /^records\/(.+)\.toml$/.exec(file)?.[1];
  return desk.site?.collections.find((one) => one.name === name)?.name;
}

/** Whether there is a place in the window for a problem outside the open page. */
export function hasPlace({ place: { file } }: Problem): boolean {
  const page = pageOf(file);
  return (page !== null && desk.has(page)) || collectionOf(file) !== undefined || file === "site.toml" || isMedia(file);
}

const isMedia = (file: string): boolean => /^\/?media\//.test(file);

/** Shows the place of a problem of the open page. */
async function openHere({ place }: Problem): Promise<void> {
  if (!desk.page) return;
  if (look.layout === "preview") look.arrange("split");
  if (desk.screen.name === "pages") desk.want(desk.sections[place.section ?? -1]?.key ?? "", place.field ?? "");
  else await desk.openPlace(desk.page, place.section, steps(place.field ?? ""));
}

/** Shows a place outside the open page. */
export async function openThere({ place }: Pick<Problem, "place">): Promise<void> {
  const [page, collection, field] = [pageOf(place.file), collectionOf(place.file), place.field ?? ""];
  if (page) await desk.openPlace(page, place.section, steps(field));
  else if (collection && field) {
    desk.openRecord(collection, field.split(".")[0] ?? "", null);
    desk.want(`data:${place.file}`, field);
  } else if (collection) desk.screen = { name: "records", collection };
  else if (isMedia(place.file)) desk.screen = { name: "files", file: place.file.startsWith("/") ? place.file : `/${place.file}` };
  else {
    desk.screen = { name: "site" };
    await tick();
    desk.want(`data:${place.file}`, field);
  }
}

/** A page that is not open and has something to fix. */
export interface OtherPage {
  page: PageRef;
  title: string;
  blockers: number;
  warnings: number;
}

const same = (a: PageRef | null, b: PageRef | null): boolean => a?.locale === b?.locale && a?.address === b?.address;

/** Pages, then shared sections, with something to fix in site order; the open one is left out. */
export function otherPages(): OtherPage[] {
  const locales = (desk.site?.locales ?? []).map(({ tag }) => tag);
  const tree = (desk.index?.tree ?? []).flatMap(({ address, pages }) =>
    locales.flatMap((locale) => (pages[locale] ? [{ page: { locale, address }, ...pages[locale] }] : [])));
  // What is wrong with a shared section is counted over all languages.
  const shared = (desk.index?.shared ?? []).flatMap(({ id, title, blockers, warnings }) =>
    locales.flatMap((locale) => (title[locale] === undefined ? [] : [{ page: { locale, address: `shared:${id}` }, title: title[locale], blockers, warnings }])));
  return [...tree, ...shared].filter(({ page, blockers, warnings }) => blockers + warnings > 0 && !same(page, desk.page));
}

/** How much of the whole site is to be fixed, tips left out. */
export function toFix(): { all: number; blockers: number } {
  const parts = [...(desk.index?.tree ?? []).flatMap(({ pages }) => Object.values(pages).flatMap((page) => page ?? [])), ...(desk.index?.shared ?? [])];
  const around = (desk.index?.problems ?? []).filter(({ severity }) => severity !== "tip");
  const blockers = parts.reduce((sum, part) => sum + part.blockers, 0) + around.filter(({ severity }) => severity === "blocker").length;
  const warnings = parts.reduce((sum, part) => sum + part.warnings, 0) + around.filter(({ severity }) => severity === "warning").length;
  return { all: blockers + warnings, blockers };
}

/** A stop on the way round: a page, or what is outside all pages (`null`). */
type Stop = PageRef | null;

/** The way round all problems: the open page, other pages, then what is outside them. */
class Round {
  private stop: Stop | undefined;
  private at = -1;
  private last = "";
  /** The page that was open then; where another one is, the round begins anew. */
  private seen: PageRef | null = null;
  private going = false;

  /** Shows the place of a problem of the list; the round goes on from there. */
  async show(problem: Problem, outside: boolean): Promise<void> {
    const stop = outside ? null : desk.page;
    await this.open(problem, stop, this.list(stop).indexOf(problem));
  }

  /** Shows the place of any problem of the site; the round goes on from there. */
  async lead(problem: Problem): Promise<HTMLElement | null> {
    const page = pageOf(problem.place.file);
    const stop = page && desk.has(page) ? page : null;
    if (stop && !same(stop, desk.page)) await desk.openPage(stop);
    const name = nameOf(problem);
    return this.open(problem, stop, this.list(stop).findIndex((one) => nameOf(one) === name));
  }

  /** Answers with the field, where the words of the problem were selected in one. */
  private async open(problem: Problem, stop: Stop, at: number): Promise<HTMLElement | null> {
    [this.stop, this.at, this.last] = [stop, at, nameOf(problem)];
    await (stop ? openHere(problem) : openThere(problem));
    this.seen = desk.page;
    const field = await selectWords(problem);
    const what = settings.text(problem.message);
    desk.said = at < 0 ? what : fill(settings.words.problemSaid, { n: at + 1, of: this.list(stop).length, what });
    return field;
  }

  /** Opens a page and shows its first problem. */
  async visit(page: PageRef): Promise<void> {
    this.stop = undefined;
    await desk.openPage(page);
    await this.step(1);
  }

  /** To the next problem, or back to the one before. */
  async step(by: 1 | -1): Promise<void> {
    if (this.going) return;
    this.going = true;
    try {
      await this.go(by);
    } finally {
      this.going = false;
    }
  }

  private async go(by: 1 | -1): Promise<void> {
    const stops = this.stops();
    const goesOn = this.stop !== undefined && same(this.seen, desk.page);
    let stop = Math.max(0, stops.findIndex((one) => same(one, goesOn ? (this.stop ?? null) : desk.page)));
    let at = goesOn ? this.next(by) : by > 0 ? 0 : -1;
    // Once round, and the first stop once more: it may have problems before the one where it began.
    for (let tries = 0; tries <= stops.length; tries++) {
      const here = stops[stop] ?? null;
      const list = await this.listAt(here);
      const problem = at < 0 ? (goesOn && tries === 0 ? undefined : list.at(-1)) : list[at];
      if (problem) {
        await this.open(problem, here, at < 0 ? list.length - 1 : at);
        return;
      }
      stop = (stop + by + stops.length) % stops.length;
      at = by > 0 ? 0 : -1;
    }
    desk.notice = { text: settings.words.noProblemsAtAll, undo: false };
  }

  /** Where to go in the list of the stop; what was fixed meanwhile is no longer in it. */
  private next(by: 1 | -1): number {
    const list = this.list(this.stop ?? null);
    const still = list[this.at] !== undefined && nameOf(list[this.at] as Problem) === this.last;
    return by < 0 ? this.at - 1 : still ? this.at + 1 : this.at;
  }

  private stops(): Stop[] {
    const order = [...(desk.index?.tree ?? []).map(({ address }) => address), ...(desk.index?.shared ?? []).map(({ id }) => `shared:${id}`)];
    const locales = (desk.site?.locales ?? []).map(({ tag }) => tag);
    const pages = [...otherPages().map(({ page }) => page), ...(desk.page ? [desk.page] : [])];
    const rank = ({ locale, address }: PageRef): number => order.indexOf(address) * locales.length + locales.indexOf(locale);
    return [...pages.sort((a, b) => rank(a) - rank(b)), null];
  }

  private async listAt(stop: Stop): Promise<Problem[]> {
    if (stop && !same(stop, desk.page)) await desk.openPage(stop);
    return this.list(stop);
  }

  private list(stop: Stop): Problem[] {
    return stop ? ordered(desk.problems) : outside();
  }
}

const outside = (): Problem[] => (desk.index?.problems ?? []).filter(hasPlace);
const nameOf = ({ code, place }: Problem): string => [code, place.file, place.section, place.field].join(" ");

export const round = new Round();
