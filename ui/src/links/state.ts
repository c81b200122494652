// Whether a link leads somewhere, from what the window knows of the site. The engine has the last word.
import { desk } from "../lib/desk.svelte";
import { anchors } from "./anchors.svelte";

/** Why a link leads nowhere. */
export type TargetProblem = "empty" | "page" | "hidden" | "file" | "place" | "unknown";

/** What is wrong with a target, or null. Says nothing before a site is open. */
export function targetProblem(to: string): TargetProblem | null {
  const target = to.trim();
  if (target === "" || target === "#") return "empty";
  if (target.startsWith("#")) return hereProblem(target.slice(1));
  if (target.startsWith("//") || /^(https?|mailto|tel):/i.test(target)) return null;
  const index = desk.index;
  if (!target.startsWith("/")) return "unknown";
  if (!index) return null;
  if (target.startsWith("/media/")) return index.media.some((file) => file.path === target) ? null : "file";
  const [path = "", place = ""] = target.split("#");
  const address = path.replace(/(?<=.)\/+$/, "");
  const pages = index.tree.find((item) => item.address === address)?.pages;
  const locale = desk.page?.locale ?? desk.site?.locales[0]?.tag ?? "";
  const tried = [locale, desk.site?.locales[0]?.tag].flatMap((locale) => (locale && pages?.[locale] ? [pages[locale]] : []));
  if (tried.some((page) => !page.hidden)) return place && anchors.has(locale, address, place) === false ? "place" : null;
  return tried.length > 0 ? "hidden" : "page";
}

/** A place on the page itself. Where two pages are edited, or none, it is not known which that is. */
function hereProblem(place: string): TargetProblem | null {
  const page = desk.page;
  if (!page || desk.beside || desk.screen.name !== "pages") return null;
  return anchors.has(page.locale, page.address, place) === false ? "place" : null;
}
