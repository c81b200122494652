// The list of all problems: what is listed, in which groups, and what is most worth doing.
import { pageOf } from "../lib/problems";
import type { IgnoredView } from "../lib/types/IgnoredView";
import type { Listed } from "../lib/types/Listed";
import type { PageRef } from "../lib/types/PageRef";
import type { Problem } from "../lib/types/Problem";
import type { Report } from "../lib/types/Report";
import type { Severity } from "../lib/types/Severity";

/** One problem in the list. */
export interface Row {
  /** Tells it from all others, and stays the same as long as the problem does. */
  key: string;
  listed: Listed;
  /** Which of the same words in the same sentence it is about, from 0. */
  nth: number;
  /** Its language; empty for what is the same in every language. */
  locale: string;
  /** What a search looks through, in small letters. */
  text: string;
}

export const SEVERITIES: Severity[] = ["blocker", "warning", "tip"];

/** What a problem takes from the score, as the engine counts. */
const COSTS: Record<Severity, number> = { blocker: 20, warning: 5, tip: 1 };

/** How the list is divided. */
export type By = "page" | "rule" | "person";

/** What decides which problems are listed. */
export interface Filter {
  search: string;
  severity: Severity | "";
  locale: string;
  /** The code of a rule. */
  rule: string;
  /** Of the open page only. */
  here: boolean;
  /** Only what can be mended at the press of a button. */
  fixable: boolean;
}

export const noFilter: Filter = { search: "", severity: "", locale: "", rule: "", here: false, fixable: false };

/** Problems under one heading. */
export interface Group {
  id: string;
  rows: Row[];
}

/** What may stand in place of what is wrong, the likeliest first. */
export function remedies({ fix }: Problem): string[] {
  return fix === undefined || fix.does === "remove" ? [] : fix.with;
}

/** Whether something can be done about it at the press of a button. */
export const isFixable = (problem: Problem): boolean => problem.fix?.does === "remove" || remedies(problem).length > 0;

/** Whether it can be mended together with others, unseen: there is one remedy only, and nothing goes. */
export const isMechanical = (problem: Problem): boolean => remedies(problem).length === 1;

/** What a problem is called in lists of the window; two that are alike in everything share it. */
export function nameOf({ code, place, about, span, message }: Problem): string {
  return [code, place.file, place.section ?? "", place.field ?? "", place.line ?? "", span?.start ?? "", about ?? "", message.en].join("\n");
}

/** The language that a problem is in: that of its page, or of one text of a record. */
export function localeOf({ problem, page }: Listed, locales: string[]): string {
  if (page) return page.locale;
  const last = problem.place.field?.split(".").at(-1) ?? "";
  return locales.includes(last) ? last : "";
}

/** Every problem with a name of its own. */
export function rowsOf(all: Listed[], locales: string[]): Row[] {
  const seen = new Map<string, number>();
  const count = (name: string): number => {
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return times;
  };
  return all.map((listed) => {
    const { problem, title, owner } = listed;
    const name = nameOf(problem);
    const times = count(name);
    const nth = count(JSON.stringify([problem.place, problem.about, problem.fix]));
    const texts = [problem.message, problem.hint].flatMap((text) => Object.values(text));
    const text = [...texts, problem.about ?? "", title, owner, problem.place.file, ...remedies(problem)].join("\n").toLowerCase();
    return { key: times === 0 ? name : `${name}\n${times}`, listed, nth, locale: localeOf(listed, locales), text };
  });
}

const samePage = (a: PageRef | undefined, b: PageRef | null): boolean => b !== null && a?.locale === b.locale && a.address === b.address;

/** Whether a problem is listed. */
export function matches({ listed, locale, text }: Row, filter: Filter, here: PageRef | null): boolean {
  const { problem, page } = listed;
  if (filter.severity !== "" && problem.severity !== filter.severity) return false;
  if (filter.locale !== "" && locale !== filter.locale && locale !== "") return false;
  if (filter.rule !== "" && problem.code !== filter.rule) return false;
  if (filter.here && !samePage(page, here)) return false;
  if (filter.fixable && !isFixable(problem)) return false;
  return filter.search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

const rank = (row: Row): number => SEVERITIES.indexOf(row.listed.problem.severity);

/** What a group is called: the file of a page or list, the code of a rule, the name of a person. */
function groupOf({ listed: { problem, owner } }: Row, by: By): string {
  return { page: problem.place.file, rule: problem.code, person: owner }[by];
}

/** Problems by heading; what stops a release stands first, and within a group too. */
export function grouped(rows: Row[], by: By): Group[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const id = groupOf(row, by);
    const known = groups.get(id);
    if (known) known.push(row);
    else groups.set(id, [row]);
  }
  const found = [...groups].map(([id, some]) => ({ id, rows: [...some].sort((a, b) => rank(a) - rank(b)) }));
  if (by === "page") return found.sort((a, b) => first(a) - first(b));
  const weight = (group: Group): number => group.rows.reduce((sum, { listed }) => sum + COSTS[listed.problem.severity], 0);
  return found.sort((a, b) => first(a) - first(b) || Number(a.id === "") - Number(b.id === "") || weight(b) - weight(a));
}

const first = (group: Group): number => Math.min(...group.rows.map(rank));

/** A group with what of it is drawn now. */
export interface Drawn extends Group {
  open: boolean;
  /** Those of its rows that are drawn. */
  shown: Row[];
}

/** Rows that a group begins with, and rows after which further groups begin closed. */
export const BEGIN = 25;
const ENOUGH = 60;

/** What is drawn of all groups: never more than about a hundred rows unless a person asks for them. */
export function drawn(groups: Group[], turned: ReadonlyMap<string, boolean>, wanted: ReadonlyMap<string, number>): Drawn[] {
  let rows = 0;
  return groups.map((group) => {
    const open = turned.get(group.id) ?? rows < ENOUGH;
    const shown = open ? group.rows.slice(0, wanted.get(group.id) ?? BEGIN) : [];
    rows += shown.length;
    return { ...group, open, shown };
  });
}

/** What to do next: a rule, and whether all it found can be mended at once. */
export interface Next {
  rule: string;
  rows: Row[];
  mend: boolean;
}

/** The one or two most worthwhile things to do: what weighs most, and what is done at one press. */
export function nextSteps(rows: Row[]): Next[] {
  const weight = (some: Row[]): number => some.reduce((sum, { listed }) => sum + COSTS[listed.problem.severity], 0);
  const byRule = grouped(rows, "rule").map(({ id, rows: all }) => ({ rule: id, all, mechanical: all.filter((row) => isMechanical(row.listed.problem)) }));
  const heaviest = [...byRule].sort((a, b) => weight(b.all) - weight(a.all))[0];
  const easiest = byRule.filter(({ mechanical }) => mechanical.length > 1).sort((a, b) => weight(b.mechanical) - weight(a.mechanical))[0];
  const steps: Next[] = [];
  if (heaviest) {
    const mend = heaviest.mechanical.length === heaviest.all.length;
    steps.push({ rule: heaviest.rule, rows: heaviest.all, mend });
  }
  if (easiest && easiest.rule !== heaviest?.rule) steps.push({ rule: easiest.rule, rows: easiest.mechanical, mend: true });
  return steps;
}

/** A score in a word. */
export type Standing = "ready" | "nearly" | "not";

/** How ready a site is: what must be fixed keeps it from being ready, what should be fixed nearly. */
export function standing(rows: Row[]): Standing {
  if (rows.some((row) => row.listed.problem.severity === "blocker")) return "not";
  return rows.some((row) => row.listed.problem.severity === "warning") ? "nearly" : "ready";
}

/** How many there are of each severity. */
export function counts(rows: Row[]): Record<Severity, number> {
  const found: Record<Severity, number> = { blocker: 0, warning: 0, tip: 0 };
  for (const row of rows) found[row.listed.problem.severity]++;
  return found;
}

/** The score of the page in a file. */
export function scoreOf(report: Report, file: string): number | undefined {
  const page = pageOf(file);
  return page ? report.pages.find((one) => samePage(one.page, page))?.score : undefined;
}

/** What an ignored problem is called in the list of them. */
export const ignoredKey = ({ listed, entry }: IgnoredView): string => `${nameOf(listed.problem)}\n${entry.digest}`;
