// What a section is known by in one line.
import type { Values } from "./paths";
import type { Field } from "./types/Field";

/** Longest summary in characters. */
const LONGEST = 90;

/** The first line of a text that says something, without the signs of Markdown. */
export function line(text: unknown): string {
  if (typeof text !== "string") return "";
  const first = text.split("\n").find((one) => /[\p{L}\p{N}]/u.test(one)) ?? "";
  return first
    .replace(/!?\[([^\]]*)\]\((?:<[^>]*>|[^)]*)\)/g, "$1")
    .replace(/^[#>\-*\s]+|\*\*|\{#[^}]*\}/g, "")
    .trim();
}

/** What an item of a list is known by: what its list says, else its words, else what its picture shows. */
const nameOf = (item: Values, field: Field): string => [field.summary ?? "", "text", "alt"].map((name) => line(item[name])).find(Boolean) ?? "";

/** What a section is known by: the field that its kind names, else the items of its list. */
export function summaryOf(kind: { summary: string | null; fields: Field[] } | undefined, values: Values, source?: string): string {
  const own = line(values[kind?.summary ?? ""] ?? source);
  if (own) return own.slice(0, LONGEST);
  const lists = (kind?.fields ?? []).filter((field) => field.kind === "list");
  const names = lists.flatMap((field) => ((values[field.name] ?? []) as Values[]).map((item) => nameOf(item, field)));
  return names.filter(Boolean).join(" · ").slice(0, LONGEST);
}
