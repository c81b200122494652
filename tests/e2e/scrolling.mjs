// Frames while long lists scroll, and keystrokes beside 500 records, in the real window with a release
// build. Prints two tables.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

process.env.TRUSTDESK_BINARY ??= join(process.env.CARGO_TARGET_DIR ?? join(import.meta.dirname, "../../target"), "release/trustdesk");
const { Window, copyOf } = await import("./window.mjs");

const FRAMES = 300;
const STEP = 60;
const RECORDS = 500;
const PICTURES = 1000;
const SECTIONS = 60;

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const show = (time) => `${time.toFixed(1)} ms`;

const site = await copyOf();
const prose = "evidence of a review by a second person within two working days ".repeat(23);
const sections = Array.from({ length: SECTIONS }, (_, n) => `\n::: text {#s${n}}\n## Heading ${n}\n\n${prose}\n:::\n`);
await writeFile(join(site.site, "pages/en/index.md"), `+++\ntitle = "A long page"\nsummary = "For timings."\n+++\n${sections.join("")}`);
const records = Array.from({ length: RECORDS }, (_, n) => `[seal-${n}]\ntitle = { en = "Seal ${n}", zh-Hans = "标识 ${n}" }\ntype = "certificate"\nscope = { en = "Region ${n % 7}", zh-Hans = "区域 ${n % 7}" }\nissued = 2026-01-01\nexpires = 20${27 + (n % 9)}-01-01\nowner = "Team ${n % 5}"\n`);
await writeFile(join(site.site, "records/certifications.toml"), records.join("\n"));
await mkdir(join(site.site, "media/many"), { recursive: true });
for (let n = 0; n < PICTURES; n++) await copyFile(join(site.site, "media/social.png"), join(site.site, `media/many/picture-${n}.png`));

const window = await Window.open(site.site);
console.log("| scrolled | frames | p50 between two | p95 | longest |\n|---|---|---|---|---|");

/** Scrolls what `find` answers by `STEP` pixels a frame, back from its end. */
async function scroll(name, find) {
  const frames = await window.runAsync(`() => new Promise((done) => {
    const box = (${find})();
    const times = []; let last = performance.now(); let by = ${STEP}; box.scrollTop = 0;
    const step = (now) => {
      times.push(now - last); last = now;
      const before = box.scrollTop; box.scrollTop += by;
      if (box.scrollTop === before) by = -by;
      if (times.length < ${FRAMES}) requestAnimationFrame(step); else done(times.slice(5).sort((a, b) => a - b));
    };
    requestAnimationFrame(step);
  })`);
  console.log(`| ${name} | ${frames.length} | ${show(at(frames, 0.5))} | ${show(at(frames, 0.95))} | ${show(frames.at(-1))} |`);
}

await window.shows("Heading 59");
await window.run("() => document.querySelectorAll('.card-toggle[aria-expanded=false]').forEach((b) => b.click())");
await window.until("every section open", () => window.run("(n) => document.querySelectorAll('.card-toggle[aria-expanded=true]').length >= n", SECTIONS));
await scroll(`form of ${SECTIONS} open sections`, "() => document.querySelector('.form')");
await scroll(`preview of ${SECTIONS} sections`, "() => document.querySelector('[data-testid=preview]').contentDocument.scrollingElement");
await window.click("part-files");
await window.there("file-list");
await scroll(`${PICTURES} pictures`, "() => document.querySelector('[data-testid=file-list]')");
await window.click("part-records");
await window.click("collection-certifications");
await window.there("record-seal-0");
await scroll(`${RECORDS} records`, "() => document.querySelector('[data-testid=record-scroller]')");

await window.run("() => { document.querySelector('[data-testid=record-scroller]').scrollTop = 0; }");
await window.click("record-seal-3");
await window.there("field-data-seal-3.title.en");
await window.run("() => { const e = document.querySelector('[data-testid=\"field-data-seal-3.title.en\"]'); e.focus(); e.setSelectionRange(e.value.length, e.value.length); performance.clearMeasures(); }");
for (const letter of " that a person types key by key, to see how long each takes".repeat(3)) await window.keys(letter);
await window.saved();
console.log(`\n| beside ${RECORDS} records | keystrokes | p50 | p95 | max |\n|---|---|---|---|---|`);
for (const [name, measure] of [["key to frame", "td-keystroke"], ["of which the call", "td-call"], ["key to preview", "td-sight"]]) {
  const times = (await window.run("(name) => performance.getEntriesByName(name).map((e) => e.duration)", measure)).sort((a, b) => a - b);
  console.log(`| ${name} | ${times.length} | ${show(at(times, 0.5))} | ${show(at(times, 0.95))} | ${show(times.at(-1))} |`);
}
await window.close();
await site.remove();
