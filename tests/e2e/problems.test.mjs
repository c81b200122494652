// Problems in the real window: the way round all of them, places that are not there, texts of pictures.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { HEADING, Window, copyOf } from "./window.mjs";

describe("problems", () => {
  let site;
  let window;
  const page = (path) => join(site.site, "pages/en", path);
  // Both in one call: between two of them the window may have gone on.
  const stop = () => window.run("() => ({ title: (document.querySelector('[data-testid=record-form] h2') ?? document.querySelector('[role=treeitem][aria-selected=true]'))?.innerText.split('\\n')[0] ?? '', at: document.activeElement?.closest('[data-path]')?.dataset.path ?? '' })");

  before(async () => {
    site = await copyOf();
    const faq = await readFile(page("faq.md"), "utf8");
    await writeFile(page("faq.md"), `${faq.trimEnd()}\n\n::: call-to-action {#odd}\nheading = "Odd"\nactions = [\n  { label = "Nowhere", to = "/contact#nowhere" },\n]\n:::\n`);
    const index = await readFile(page("index.md"), "utf8");
    await writeFile(page("index.md"), `${index.trimEnd()}\n\n::: text {#broken}\nRead [about nothing](/contact#nothing), [about all](/faq#odd) and [here](#broken).\n:::\n\n::: picture-text {#pictured}\nimage = "/media/layers.svg"\nalt = ""\n---\nWords.\n:::\n`);
    const settings = join(site.site, "site.toml");
    await writeFile(settings, (await readFile(settings, "utf8")).replace('    { to = "/compliance/reports" },\n', '    { to = "/compliance/reports" },\n    { to = "/contact#nobody" },\n'));
    await writeFile(join(site.site, "records/certifications.toml"), `${await readFile(join(site.site, "records/certifications.toml"), "utf8")}\n[late]\ntitle = "Late"\ntype = "medal"\n`);
    await writeFile(join(site.site, "records/assets.toml"), '["layers.svg"]\nalt = { en = "Layers of defence", zh-Hans = "层层防护" }\n');
    window = await Window.open(site.site, { out: site.out });
    await window.shows(HEADING);
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("a link to a place that is not there is marked in rich text, and no longer once it is", async () => {
    const words = () => window.run("() => [...document.querySelectorAll('.prose .broken')].map((e) => e.innerText)");
    await window.run("() => document.querySelectorAll('.card-toggle[aria-expanded=false]').forEach((b) => b.click())");
    await window.until("the mark", async () => (await words()).join() === "about nothing");
    await window.shot("problems-anchor");
    await window.click("problems");
    const list = await window.run("() => document.querySelector('[data-testid=problem-list]').innerText");
    assert.match(list, /no place called “nothing”/);
    assert.match(list, /Other pages/);
    await window.accessible("problems");
    await window.shot("problems-list");
    await window.click("problems");
    // Another program makes the place.
    const contact = await readFile(page("contact.md"), "utf8");
    await writeFile(page("contact.md"), `${contact.trimEnd()}\n\n::: text {#nothing}\nSomething.\n:::\n`);
    await window.until("no mark", async () => (await words()).length === 0);
    await writeFile(page("contact.md"), contact);
    await window.until("the mark again", async () => (await words()).length === 1);
  });

  test("F8 goes round the problems of all pages, then to those of records", async () => {
    const menu = "navigation.2.items.1.to";
    const all = ["Corvane Trust Center: body", "Questions and answers: actions.0.to", "Late: late.type", `: ${menu}`];
    const said = () => window.run("() => document.querySelector('[data-testid=said]').innerText");
    const now = async () => {
      const { title, at } = await stop();
      return `${title}: ${at}`;
    };
    /** Presses F8 until it leads to a place; other rules may find something on the way. */
    const goesTo = async (place, ...held) => {
      for (let i = 0; i < 20; i++) {
        const before = `${await said()} ${await now()}`;
        await window.press("F8", ...held);
        await window.until("another problem", async () => `${await said()} ${await now()}` !== before);
        // The page is there before the field has the focus.
        const there = await window.until(place, async () => (await now()) === place, 1000).catch(() => false);
        if (there) return;
      }
      throw new Error(`F8 does not lead to ${place}`);
    };
    for (const place of [...all, all[0]]) await goesTo(place);
    // What is wrong is said, and selected where it is words.
    assert.match(await said(), /Problem \d of \d: The page has no place called “nothing”/);
    assert.equal(await window.run("() => getSelection().toString()"), "about nothing");
    // It went round, and goes back the same way.
    for (const place of [...all].reverse()) {
      await goesTo(place, "Shift");
      if (place.endsWith(menu)) await window.shot("problems-menu");
    }
  });

  test("the text kept with a picture applies where the section has none", async () => {
    await window.click("part-pages");
    await window.shows(HEADING);
    await window.run("() => document.querySelectorAll('.card-toggle[aria-expanded=false]').forEach((b) => b.click())");
    const last = (await window.run("() => document.querySelectorAll('[data-section]').length")) - 1;
    const alt = `field-${last}-alt`;
    await window.there(alt);
    const state = () => window.run("(id) => { const e = document.querySelector(`[data-testid='${id}']`); return { placeholder: e.placeholder, wrong: e.ariaInvalid, offer: document.querySelector(`[data-testid='${id.replace('-alt', '-image')}-alt']`)?.innerText ?? '', note: document.querySelector(`[data-testid='${id}-kept']`)?.innerText ?? '' }; }", alt);
    await window.until("the text of the file", async () => (await state()).placeholder === "From the file: “Layers of defence”");
    const kept = await state();
    assert.deepEqual([kept.wrong, kept.offer, kept.note], ["false", "Change", ""]);
    await window.run("(id) => document.querySelector(`[data-testid='${id}']`).scrollIntoView({ block: 'center' })", alt);
    await window.shot("problems-alt");
    await window.fill(alt, "Our layers");
    await window.until("what it replaces", async () => (await state()).note.includes("Layers of defence"));
    assert.equal((await state()).offer, "");
    await window.shot("problems-alt-own");
    await window.accessible("alternative texts");
  });
});
