// Nested field values, by path.
import type { Step } from "./types/Step";

export type Values = Record<string, unknown>;

export function get(values: unknown, path: Step[]): unknown {
  let at = values;
  for (const step of path) {
    if (typeof at !== "object" || at === null) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}

/** Sets a value in place, making groups on the way; `null` removes it. */
export function set(values: Values, path: Step[], value: unknown): void {
  let at = values as Record<string | number, unknown>;
  path.slice(0, -1).forEach((step, i) => {
    if (typeof at[step] !== "object" || at[step] === null) at[step] = typeof path[i + 1] === "number" ? [] : {};
    at = at[step] as Record<string | number, unknown>;
  });
  const last = path[path.length - 1];
  if (last === undefined) return;
  if (value === null) delete at[last];
  else at[last] = value;
}

export const dotted = (path: Step[]): string => path.join(".");

/** `items.2.to` as a path. */
export const steps = (text: string): Step[] =>
  text === "" ? [] : text.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
