// Imports an existing site, exports it with the theme `classic`, and compares every page with its source:
// the same visible text, and the same links and pictures in the same order, but for what the report of the
// import says was left out. Then exports it with the theme `beacon`, for the Nu checker and axe to look at.
//
//   node imported.mjs SOURCE [WORK_FOLDER]     a folder or a single page
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { compare } from "./same.mjs";
import { cli } from "./site.mjs";
import { unsound } from "./sound.mjs";

/** The share of characters that typed fields must hold at least. */
const TYPED = 0.99;
const COLUMNS = ["characters", "typed", "raw", "links", "pictures", "repaired", "leftOut"];

/** What the report says is not there any more, each as often as it is listed. */
const leftOut = (notes) => ({
  texts: notes.flatMap((note) => note.text ?? []),
  targets: notes.flatMap((note) => note.targets ?? []),
});

/** Compares the pages that a report lists; one row for each. */
export function rows(report, source, out) {
  const folder = statSync(source).isDirectory() ? source : dirname(source);
  return report.pages.map((page) => {
    const [old, now] = [join(folder, page.source), join(out, page.source)];
    if (!existsSync(now)) return { page, differences: ["not exported"] };
    const text = new TextDecoder(page.encoding ?? "utf-8").decode(readFileSync(old));
    const { differences } = compare(text, readFileSync(now, "utf8"), page.source, leftOut(page.leftOut));
    // Ids and classes may differ: sections have names of their own, and styles of old parts are gone.
    return { page, differences: differences.filter((words) => !words.startsWith("skeleton")) };
  });
}

/** Imports and exports below `home`; answers the report, and a row for each page. */
export function imported(source, home) {
  const [site, out, file] = ["site", "out", "report.json"].map((name) => join(home, name));
  execFileSync(cli, ["import", source, site, "--report", file], { stdio: ["ignore", "ignore", "inherit"] });
  execFileSync(cli, ["export", site, out, "--theme", "classic"], { stdio: "ignore" });
  const report = JSON.parse(readFileSync(file, "utf8"));
  return { report, out, found: rows(report, source, out) };
}

/** Exports what was imported below `home` with the theme `beacon`; answers whether nothing is found there. */
export async function beacon(home) {
  const out = join(home, "beacon");
  execFileSync(cli, ["export", join(home, "site"), out, "--theme", "beacon"], { stdio: "ignore" });
  const { pages, found } = await unsound(out);
  console.log(`\nbeacon: ${pages} pages, ${found.length} faults found by the Nu checker and by axe (320 and 1280 px, light and dark).`);
  found.forEach((fault) => console.log(fault));
  return pages > 0 && found.length === 0;
}

/** Prints the rows and their sums; answers whether all is well. */
export function told(report, rows) {
  const line = (name, figures, words) => `| ${[name, ...COLUMNS.map((column) => figures[column]), words].join(" | ")} |`;
  console.log(`| page | characters | typed | raw HTML | links | pictures | repaired | left out | same |\n|${"---|".repeat(9)}`);
  for (const { page, differences } of rows) console.log(line(page.source, page.figures, differences.join("; ") || "yes"));
  const same = rows.filter((row) => row.differences.length === 0).length;
  console.log(line("all", report.figures, `${same} of ${rows.length}`));
  for (const { source, message } of report.refused) console.log(`Not taken: ${source}: ${message.en}`);
  const share = report.figures.typed / Math.max(1, report.figures.characters);
  console.log(`\n${same} of ${rows.length} pages are the same; ${(share * 100).toFixed(2)} % of the characters are in typed fields.`);
  return rows.length > 0 && same === rows.length && share >= TYPED;
}

async function main([source, work]) {
  if (!source || !existsSync(source)) {
    console.error("Name a folder with pages of an existing site, or one page of it.");
    return 2;
  }
  const home = mkdtempSync(join(work ?? tmpdir(), "imported-"));
  try {
    const { report, found } = imported(source, home);
    const same = told(report, found);
    return (await beacon(home)) && same ? 0 : 1;
  } finally {
    // A work folder that was named is there to be looked at.
    if (work) console.log(`See ${join(work, basename(home))}.`);
    else rmSync(home, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
