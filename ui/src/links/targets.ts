// Where a link can lead: pages and files as the window knows them, headings and records from the engine.
import { call } from "../lib/call";
import { desk } from "../lib/desk.svelte";
import { settings } from "../lib/settings.svelte";
import type { TargetProblem } from "./state";

export type TargetKind = "page" | "heading" | "document" | "record" | "outside" | "mail" | "phone" | "here";

/** One place a link can lead to. */
export interface Target {
  kind: TargetKind;
  title: string;
  /** Where it stands, or its address. */
  detail: string;
  to: string;
}

/** What was typed, when it is an address by itself. */
export function asAddress(typed: string): Target | null {
  const text = typed.trim();
  if (/^https?:\/\/\S+\.\S+$/i.test(text)) return { kind: "outside", title: text, detail: "", to: text };
  if (/^mailto:\S+@\S+$/i.test(text)) return { kind: "mail", title: text.slice(7), detail: text, to: text };
  if (/^tel:[+\d][\d\s()-]+$/i.test(text)) return { kind: "phone", title: text.slice(4), detail: text, to: text };
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return { kind: "mail", title: text, detail: `mailto:${text}`, to: `mailto:${text}` };
  if (/^\+\d[\d\s()-]{5,}$/.test(text)) return { kind: "phone", title: text, detail: "", to: `tel:${text.replace(/[\s()-]/g, "")}` };
  if (/^[a-z\d-]+(\.[a-z\d-]+)+(\/\S*)?$/i.test(text)) return { kind: "outside", title: text, detail: `https://${text}`, to: `https://${text}` };
  if (/^#[^\s#]+$/.test(text)) return { kind: "here", title: text, detail: "", to: text };
  return null;
}

/** Pages and files whose title or address has the search in it, the best first. */
export function known(search: string): Target[] {
  const wanted = search.trim().toLowerCase();
  const locale = desk.page?.locale ?? "en";
  const pages = (desk.index?.tree ?? []).flatMap((item): Target[] => {
    const page = item.pages[locale] ?? Object.values(item.pages)[0];
    return page && !page.hidden ? [{ kind: "page", title: page.title, detail: item.address, to: item.address }] : [];
  });
  const files = (desk.index?.media ?? []).flatMap((file): Target[] =>
    file.accept === "document" ? [{ kind: "document", title: file.path.split("/").at(-1) ?? file.path, detail: file.path, to: file.path }] : []);
  const rank = (target: Target): number => {
    const title = target.title.toLowerCase();
    if (title.startsWith(wanted) || target.to.toLowerCase() === wanted) return 0;
    return title.includes(wanted) ? 1 : target.to.toLowerCase().includes(wanted) ? 2 : 3;
  };
  const fits = [...pages, ...files].map((target) => ({ target, rank: rank(target) })).filter((one) => one.rank < 3);
  return fits.sort((a, b) => a.rank - b.rank).map((one) => one.target);
}

/** Everything that fits, at most `most`. */
export async function targets(search: string, most = 12): Promise<Target[]> {
  const address = asAddress(search);
  const near = known(search);
  let far: Target[] = [];
  if (search.trim() !== "") {
    const found = await call.linkTargets(desk.page?.locale ?? "en", search.trim());
    far = found.map(({ kind, title, within, to }) => ({ kind, title, detail: within, to }));
  }
  const seen = new Set<string>();
  const all = [...(address ? [address] : []), ...near.slice(0, 7), ...far, ...near.slice(7)];
  return all.filter((target) => !seen.has(`${target.kind} ${target.to}`) && seen.add(`${target.kind} ${target.to}`)).slice(0, most);
}

/** A kind of target in words. */
export function kindWords(kind: TargetKind): string {
  const words = settings.words;
  return {
    page: words.linkKindPage,
    heading: words.linkKindHeading,
    document: words.linkKindDocument,
    record: words.linkKindRecord,
    outside: words.linkKindOutside,
    mail: words.linkKindMail,
    phone: words.linkKindPhone,
    here: words.linkKindHere,
  }[kind];
}

/** What an address leads to, in words; the address itself when that is not known. */
export function nameOf(to: string): string {
  const [address, anchor] = to.split("#");
  const page = desk.index?.tree.find((item) => item.address === address)?.pages;
  const title = page?.[desk.page?.locale ?? ""]?.title ?? (page && Object.values(page)[0]?.title);
  if (!title) return to;
  return anchor ? `${title} · ${anchor}` : title;
}

/** What is wrong with a link, in words. */
export function faultWords(fault: TargetProblem): string {
  const words = settings.words;
  return { empty: words.linkFaultEmpty, page: words.linkFaultPage, hidden: words.linkFaultHidden, file: words.linkFaultFile, place: words.linkFaultPlace, unknown: words.linkFaultUnknown }[fault];
}
