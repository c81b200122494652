// Days by month.
import type { Due } from "../lib/types/Due";

/** The days of one month, or everything that is overdue. */
export interface Group {
  /** `2027-02`, or `overdue`. */
  id: string;
  /** Its first day. */
  first: string;
  dues: Due[];
  /** How many days there are in it, where not all are listed. */
  all: number;
  /** How many statements become untrue in it. */
  untrue: number;
}

export const OVERDUE = "overdue";

/** The months from one day to another, by their first days. */
export function months(from: string, to: string): string[] {
  const [year = 0, month = 1] = from.split("-").map(Number);
  const all: string[] = [];
  for (let at = 0; ; at++) {
    const day = new Date(Date.UTC(year, month - 1 + at, 1)).toISOString().slice(0, 10);
    if (day > to || all.length > 240) return all;
    all.push(day);
  }
}

/** Days by month, in order; what is overdue comes first. */
export function grouped(dues: Due[]): Group[] {
  const found = new Map<string, Group>();
  for (const due of dues) {
    const id = due.overdue ? OVERDUE : due.date.slice(0, 7);
    const group = found.get(id) ?? { id, first: `${due.date.slice(0, 7)}-01`, dues: [], all: 0, untrue: 0 };
    group.dues.push(due);
    group.all++;
    if (due.untrue) group.untrue++;
    found.set(id, group);
  }
  return [...found.values()];
}

/** The first `most` days of the groups; what begins behind them is left out. */
export function firstOf(groups: Group[], most: number): Group[] {
  let room = most;
  const found: Group[] = [];
  for (const group of groups) {
    if (room <= 0) break;
    found.push({ ...group, dues: group.dues.slice(0, room) });
    room -= group.dues.length;
  }
  return found;
}

/** How many days must be listed, so that the whole group with this name is. */
export function upTo(groups: Group[], id: string): number {
  const at = groups.findIndex((group) => group.id === id);
  return groups.slice(0, at + 1).reduce((sum, { dues }) => sum + dues.length, 0);
}
