// Compares pages of an existing site with what the theme `classic` exports for them: visible text, links,
// pictures, and the skeleton of ids and classes. Dead parts of the old pages do not count: empty links,
// controls of slide shows, scripts, and elements that hold nothing.
//
//   node same.mjs OLD NEW          two folders with files of the same paths
//   node same.mjs OLD NEW PATH     two files, and the path of the page in the site
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { parseFragment } from "parse5";

/** Controls of the slide show, by class. */
const CONTROLS = ["navigation", "prev-next", "play-pause", "screen-reader-text"];
/** Elements that show nothing. */
const UNSEEN = ["script", "style", "noscript", "template", "title"];

const attribute = (node, name) => node.attrs?.find((one) => one.name === name)?.value ?? "";
const classes = (node) => attribute(node, "class").split(/\s+/).filter(Boolean);
const isEmptyLink = (node) => node.tagName === "a" && !attribute(node, "href").trim();
const isDead = (node) =>
  UNSEEN.includes(node.tagName) || classes(node).some((name) => CONTROLS.includes(name)) || /display:\s*none/.test(attribute(node, "style"));

/** Where a target leads, seen from the root of the site; blanks and letters of other scripts as they are,
 * however they were written. */
export const target = (to, page) => {
  const written = to.trim();
  if (!URL.canParse(written, `https://site.invalid/${page}`)) return written;
  const { href } = new URL(written, `https://site.invalid/${page}`);
  try {
    return decodeURI(href).replace("https://site.invalid", "");
  } catch {
    return href.replace("https://site.invalid", "");
  }
};

/** What a page shows. `path` is its place in the site. */
export function seen(html, path) {
  const body = html.replace(/^\uFEFF?---\r?\n[\s\S]*?\r?\n---\r?\n/, "");
  const page = { text: "", links: [], pictures: [], skeleton: [], left: {} };
  const leave = (what) => (page.left[what] = (page.left[what] ?? 0) + 1);

  /** Adds what `node` shows; answers the skeletons below it and whether there is anything. */
  const walk = (node) => {
    if (node.nodeName === "#text") {
      page.text += node.value;
      return { inner: [], filled: node.value.trim() !== "" };
    }
    if (node.nodeName === "#comment") return { inner: [], filled: false };
    if (node.tagName && isDead(node)) {
      leave(UNSEEN.includes(node.tagName) ? node.tagName : "controls");
      return { inner: [], filled: false };
    }
    const picture = node.tagName === "img" ? attribute(node, "src") : attribute(node, "data-src");
    if (picture) page.pictures.push(target(picture, path));
    if (node.tagName === "a" && attribute(node, "href").trim()) page.links.push(target(attribute(node, "href"), path));
    else if (isEmptyLink(node)) leave("empty link");
    const below = (node.childNodes ?? []).map(walk);
    const filled = Boolean(picture) || below.some((one) => one.filled);
    const inner = below.flatMap((one) => one.inner);
    const name = [attribute(node, "id") && `#${attribute(node, "id")}`, ...classes(node).sort().map((one) => `.${one}`)].filter(Boolean).join("");
    if (!filled) return { inner: [], filled };
    return { inner: name && !isEmptyLink(node) ? [{ name, inner }] : inner, filled };
  };
  page.skeleton = walk(parseFragment(body)).inner;
  page.text = page.text.replace(/\s+/g, "");
  return page;
}

/** The skeleton as indented lines. */
const lines = (skeleton, depth = 0) => skeleton.flatMap((one) => [`${"  ".repeat(depth)}${one.name}`, ...lines(one.inner, depth + 1)]);

/** Whether `part` stands in `all` at a place. Both are texts, or both lists. */
const isAt = (all, part, at) => at >= 0 && at + part.length <= all.length && Array.from(part).every((one, i) => all[at + i] === one);

/** The first place where two lists or texts differ, as words; empty when they are the same. Parts of the
 * old one that were left out on purpose may be missing, each once. */
function difference(old, now, leftOut = []) {
  const parts = leftOut.filter((part) => part.length > 0);
  for (let i = 0, j = 0; i < old.length || j < now.length; i++, j++) {
    if (i < old.length && j < now.length && old[i] === now[j]) continue;
    // What was left out may begin like what follows it, so that it is noticed only further on.
    const goesOn = (at, back, which) => old[at] === now[j - back] || parts.some((part, other) => other !== which && isAt(old, part, at));
    const gap = parts
      .flatMap((part, which) => Array.from({ length: part.length + 1 }, (_, back) => ({ which, back, part })))
      .sort((a, b) => a.back - b.back)
      .find(({ which, back, part }) => j >= back && isAt(old, part, i - back) && goesOn(i - back + part.length, back, which));
    if (!gap) {
      const show = (all, at) => (typeof all === "string" ? all.slice(Math.max(0, at - 20), at + 40) : all[at]);
      return `at ${i}: “${show(old, i) ?? "nothing"}” became “${show(now, j) ?? "nothing"}”`;
    }
    parts.splice(gap.which, 1);
    i += gap.part.length - gap.back - 1;
    j -= gap.back + 1;
  }
  return "";
}

/** Compares two pages; each difference is a line of words. `leftOut` lists texts, and targets of links and
 * pictures, that are not expected any more. */
export function compare(oldHtml, newHtml, path, leftOut = { texts: [], targets: [] }) {
  const [old, now] = [seen(oldHtml, path), seen(newHtml, path)];
  const texts = leftOut.texts.map((text) => text.replace(/\s+/g, ""));
  const targets = leftOut.targets.map((to) => [target(to, path)]);
  const found = [
    ["text", difference(old.text, now.text, texts)],
    ["links", difference(old.links, now.links, targets)],
    ["pictures", difference(old.pictures, now.pictures, targets)],
    ["skeleton", difference(lines(old.skeleton), lines(now.skeleton))],
  ];
  return { old, now, differences: found.filter(([, words]) => words).map(([what, words]) => `${what} ${words}`), size: lines(old.skeleton).length };
}

const walkFiles = (folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)).filter((file) => statSync(file).isFile());

function main([old, now, path]) {
  if (!old || !now) {
    console.error("Name the old page or folder, then the new one.");
    return 2;
  }
  const pairs = statSync(old).isDirectory()
    ? walkFiles(old).map((file) => [file, join(now, relative(old, file)), relative(old, file)])
    : [[old, now, path ?? basename(old)]];
  let different = 0;
  console.log("| page | characters | links | pictures | ids and classes | left out | same |\n|---|---|---|---|---|---|---|");
  for (const [source, target, path] of pairs) {
    if (!existsSync(target)) {
      different += 1;
      console.log(`| ${path} | | | | | | not exported |`);
      continue;
    }
    const result = compare(readFileSync(source, "utf8"), readFileSync(target, "utf8"), path);
    const left = Object.entries(result.old.left).map(([what, count]) => `${what} ${count}`).join(", ");
    if (result.differences.length) different += 1;
    console.log(`| ${path} | ${result.old.text.length} | ${result.old.links.length} | ${result.old.pictures.length} | ${result.size} | ${left} | ${result.differences.join("; ") || "yes"} |`);
  }
  console.log(`\n${pairs.length - different} of ${pairs.length} pages are the same.`);
  return different ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
