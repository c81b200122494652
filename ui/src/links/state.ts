// Whether a link leads somewhere, from what the window knows of the site. The engine has the last word.
import { desk } from "../lib/desk.svelte";

/** Why a link leads nowhere. */
export type TargetProblem = "empty" | "page" | "hidden" | "file" | "unknown";

/** What is wrong with a target, or null. Says nothing before a site is open. */
export function targetProblem(to: string): TargetProblem | null {
  const target = to.trim();
  if (target === "" || target === "#") return "empty";
  if (target.startsWith("#") || target.startsWith("//") || /^(https?|mailto|tel):/i.test(target)) return null;
  const index = desk.index;
  if (!target.startsWith("/")) return "unknown";
  if (!index) return null;
  if (target.startsWith("/media/")) return index.media.some((file) => file.path === target) ? null : "file";
  const address = (target.split("#")[0] ?? "").replace(/(?<=.)\/+$/, "");
  const pages = index.tree.find((item) => item.address === address)?.pages;
  const tried = [desk.page?.locale, desk.site?.locales[0]?.tag].flatMap((locale) => (locale && pages?.[locale] ? [pages[locale]] : []));
  if (tried.some((page) => !page.hidden)) return null;
  return tried.length > 0 ? "hidden" : "page";
}
