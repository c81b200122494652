// From a key press to the patched preview, in the real window with a release build: real text into
// real fields of a page of 90 KB, saving on. Prints a table.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

process.env.TRUSTDESK_BINARY ??= join(process.env.CARGO_TARGET_DIR ?? join(import.meta.dirname, "../../target"), "release/trustdesk");
const { Window, copyOf } = await import("./window.mjs");

const sentence = "Nobody has standing access to customer content, and every access is recorded. ";
const words = "evidence of a review by a second person within two working days ";
const prose = (length) => words.repeat(Math.ceil(length / words.length)).slice(0, length);

/** A page of about `size` bytes in `sections` sections. */
function page(sections, size) {
  let text = '+++\ntitle = "A long page"\nsummary = "For timings."\n+++\n\n::: hero {#top}\nheading = "A long page"\n:::\n';
  for (let i = 0; i < sections; i++) text += `\n::: text {#s${i}}\n## Heading ${i}\n\n${prose(Math.round(size / sections))}\n:::\n`;
  return text;
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

console.log("| page | field | keystrokes | p50 | p95 | max | of which the call, p50 | p95 |\n|---|---|---|---|---|---|---|---|");
for (const [name, sections, size] of [["15 KB, 10 sections", 10, 15_000], ["90 KB, 60 sections", 60, 90_000]]) {
  const site = await copyOf();
  await mkdir(join(site.site, "pages/en"), { recursive: true });
  await writeFile(join(site.site, "pages/en/index.md"), page(sections, size));
  const window = await Window.open(site.site);
  await window.shows("A long page");
  await window.run("() => document.querySelectorAll('.card-toggle[aria-expanded=true]').forEach((b) => b.click())");
  await window.click("[data-testid=section-0] .card-toggle");
  await window.click(`[data-testid=section-${Math.floor(sections / 2)}] .card-toggle`);
  for (const [label, field] of [["one line", "field-0-heading"], ["text", `field-${Math.floor(sections / 2)}-body`]]) {
    await window.there(field);
    // As key presses: to send text to an element sets its selection first, which WebKit answers by painting all anew.
    await window.run("(id) => { const e = document.querySelector(`[data-testid=\"${id}\"]`); e.focus(); if (e.isContentEditable) getSelection().selectAllChildren(e), getSelection().collapseToEnd(); else e.setSelectionRange(e.value.length, e.value.length); performance.clearMeasures(); }", field);
    for (const letter of sentence.repeat(3).slice(0, 220)) {
      await window.keys(letter);
      await sleep(25);
    }
    await window.saved();
    const measured = async (name) =>
      (await window.run("(name) => performance.getEntriesByName(name).map((e) => e.duration)", name)).sort((a, b) => a - b);
    const [times, calls] = [await measured("td-keystroke"), await measured("td-call")];
    const show = (time) => `${time.toFixed(1)} ms`;
    console.log(`| ${name} | ${label} | ${times.length} | ${show(at(times, 0.5))} | ${show(at(times, 0.95))} | ${show(times.at(-1))} | ${show(at(calls, 0.5))} | ${show(at(calls, 0.95))} |`);
  }
  await window.close();
  await site.remove();
}
