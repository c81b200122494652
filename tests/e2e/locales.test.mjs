// Two languages side by side, in the real window, by keyboard.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { HEADING, Window, copyOf } from "./window.mjs";

describe("two languages side by side", () => {
  let site;
  let window;
  const file = (path) => readFile(join(site.site, path), "utf8");
  const zh = "pages/zh-Hans/security/encryption.md";
  const en = "pages/en/security/encryption.md";
  const states = "state/translations.toml";

  const state = (row) => window.run("(row) => document.querySelector(`[data-testid=${row}]`)?.dataset.state", row);
  const stands = (row, wanted) => window.until(`${row} to be ${wanted}`, async () => (await state(row)) === wanted);
  const progress = () => window.run("() => document.querySelector('[data-testid=compare-progress]')?.textContent");
  const inRow = (row, what) => `[data-testid=${row}] ${what}`;

  before(async () => {
    site = await copyOf();
    // A section of the original that the translation does not have.
    const text = await file(en);
    await writeFile(join(site.site, en), `${text}\n::: text {#new-keys}\n## New keys {#new-keys-heading}\n\nKeys are changed every 90 days.\n:::\n`);
    window = await Window.open(site.site, { out: site.out });
    await window.shows(HEADING);
    await window.click("tree-item-/security/encryption");
    await window.until("the page", () => window.run("() => document.querySelector('.form .meta')?.textContent.includes('/security/encryption')"));
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("opens by keyboard: original and translation, nothing compared yet, one section missing", async () => {
    await window.press("l", "Control", "Shift");
    await window.there("compare-progress");
    assert.equal(await state("compare-front"), "unknown");
    assert.equal(await state("compare-row-new-keys"), "missing");
    assert.match(await progress(), /^0 of \d+ in step$/);
    assert.ok(!existsSync(join(site.site, states)), "looking writes nothing");
    await window.shot("compare-first");
  });

  test("all are marked as in step, which is kept in the site", async () => {
    await window.run("() => document.querySelector('.compare').focus()");
    await window.tabTo("[data-testid=compare-mark-all]");
    await window.press("Enter");
    await stands("compare-front", "in-step");
    await window.saved();
    await window.until("the file", () => existsSync(join(site.site, states)));
    assert.match(await file(states), /\["zh-Hans\/security\/encryption"\.en\]/);
    assert.equal(await state("compare-row-new-keys"), "missing");
  });

  test("the original is edited: its translation is behind, and says what changed", async () => {
    await window.run("() => document.querySelector('.compare').focus()");
    await window.tabTo("[data-testid=compare-edit-original]");
    await window.press("Enter");
    await window.run("() => { const b = document.querySelector('[data-testid=compare-row-top] .toggle'); if (b.getAttribute('aria-expanded') === 'false') b.click(); }");
    await window.run("() => document.querySelector('[data-testid=compare-row-top] .toggle').focus()");
    await window.tabTo(inRow("compare-row-top", "[data-side=original] [data-path=lead]"));
    await window.run("() => document.activeElement.select()");
    const lead = await window.run("() => document.activeElement.value");
    await window.send("POST", `/element/${await window.find('[data-testid=compare-row-top] [data-side=original] [data-path=lead]')}/value`, { text: `${lead} In 2027 too.` });
    await stands("compare-row-top", "behind");
    await window.until("what changed", () => window.run("() => document.querySelector('[data-testid=compare-row-top] ins')?.textContent.includes('In 2027 too.')"));
    await window.until("the flag", () => window.run("() => document.querySelector('[data-testid=compare-row-top] [data-testid=flag-number]')?.textContent.includes('2027')"));
    await window.saved();
    await window.until("the original's file", async () => (await file(en)).includes("In 2027 too."));
    await window.shot("compare-behind");
  });

  test("a flag leads to its field, which is translated; then it is marked as in step", async () => {
    await window.run("() => document.querySelector('[data-testid=compare-row-top] [data-testid=flag-number]').focus()");
    await window.press("Enter");
    await window.until("the field", () => window.run("() => document.activeElement?.dataset.path === 'lead' && !!document.activeElement.closest('[data-side=translation]')"));
    const text = await window.run("() => document.activeElement.value");
    await window.run("() => document.activeElement.select()");
    await window.send("POST", `/element/${await window.find('[data-testid=compare-row-top] [data-side=translation] [data-path=lead]')}/value`, { text: `${text}2027 年亦然。` });
    await window.until("no flag", () => window.run("() => !document.querySelector('[data-testid=compare-row-top] [data-testid=flag-number]')"));
    await window.run("() => document.querySelector('[data-testid=compare-row-top] .toggle').focus()");
    await window.tabTo(inRow("compare-row-top", "[data-testid=row-mark]"));
    await window.press("Enter");
    await stands("compare-row-top", "in-step");
    await window.saved();
    assert.match(await file(zh), /2027 年亦然。/);
    assert.match(await file(states), /In 2027 too\./);
  });

  test("the next section that needs attention is one key away; it is added, and undone to the byte", async () => {
    await window.saved();
    const before = await file(zh);
    await window.run("() => document.querySelector('.compare').focus()");
    await window.press("F7");
    await window.until("the section", () => window.run("() => document.activeElement?.closest('[data-row]')?.dataset.testid === 'compare-row-new-keys'"));
    await window.tabTo(inRow("compare-row-new-keys", "[data-testid=row-add]"));
    await window.press("Enter");
    await stands("compare-row-new-keys", "unknown");
    await window.there(inRow("compare-row-new-keys", "[data-testid=flag-untranslated]"));
    await window.saved();
    await window.until("the copy", async () => (await file(zh)).includes("::: text {#new-keys}\n## New keys {#new-keys-heading}"));
    await window.shot("compare-added");
    await window.press("z", "Control");
    await stands("compare-row-new-keys", "missing");
    await window.saved();
    await window.until("the file as before", async () => (await file(zh)) === before);
  });

  test("undoing an edit of the original keeps both pages on screen", async () => {
    // Mark, translation and original, newest first.
    await window.press("z", "Control");
    await stands("compare-row-top", "behind");
    // Slow typing may be more than one edit.
    for (let i = 0; i < 8 && (await state("compare-row-top")) !== "in-step"; i++) {
      await window.press("z", "Control");
      await sleep(600);
    }
    await stands("compare-row-top", "in-step");
    await window.saved();
    await window.until("the original's file", async () => !(await file(en)).includes("In 2027 too"));
    assert.equal(await window.run("() => document.querySelectorAll('[data-testid=compare-row-top] [data-side=original] [data-path]').length > 0"), true);
  });

  test("the tree says that a translation is behind, and the list of pages says of all", async () => {
    await window.until("the mark in the tree", () => window.run("() => !!document.querySelector('[data-testid=\"tree-item-/security/encryption\"][aria-label*=behind]')"));
    await window.click("compare-list");
    await window.there("pages-/security/encryption");
    const line = "() => [...document.querySelectorAll('.pages tbody tr')].findIndex((row) => row.innerText.includes('/security/encryption') && row.innerText.includes('1 missing'))";
    const at = await window.run(line);
    assert.ok(at >= 0 && at < 3, `what needs attention comes first: ${at}`);
    await window.shot("compare-pages");
    await window.run("() => document.querySelector('[data-testid=\"pages-/compliance\"]').focus()");
    await window.press("Enter");
    await window.until("that page", () => window.run("() => document.querySelector('.compare .meta')?.textContent === '/compliance'"));
    await window.there("compare-front");
  });

  test("a page that is not there in the other language is made from its original", async () => {
    await window.click("compare-close");
    await window.click("locale-en");
    await window.click("add-page");
    await window.run("() => { const tick = document.querySelector('[data-testid=new-in-zh-Hans]'); if (tick.checked) tick.click(); }");
    await window.type("new-title-en", "Keys of customers");
    await window.run("() => document.querySelector('[data-testid=new-address]').select()");
    await window.type("new-address", "/security/own-keys");
    await window.click("new-run");
    await window.shows("Keys of customers");
    await window.press("l", "Control", "Shift");
    await window.there("compare-create");
    await window.shot("compare-absent");
    await window.click("compare-create");
    await window.there("compare-progress");
    await stands("compare-row-top", "in-step");
    await window.saved();
    await window.until("the page", () => existsSync(join(site.site, "pages/zh-Hans/security/own-keys.md")));
  });

  for (const [language, appearance] of [["en", "light"], ["zh-Hans", "dark"]]) {
    test(`no accessibility faults: ${language}, ${appearance}`, async () => {
      await window.look(language, appearance);
      await window.click("tree-item-/security/encryption");
      await window.there("compare-row-new-keys");
      await window.run("() => document.querySelectorAll('.compare .toggle[aria-expanded=false]').forEach((b) => b.click())");
      await window.accessible("compared");
      await window.shot(`compare-${language}-${appearance}`);
      await window.click("compare-preview");
      await window.accessible("compared with the preview");
      await window.shot(`compare-preview-${language}`);
      await window.click("compare-preview");
      await window.click("compare-list");
      await window.there("pages-/security/encryption");
      await window.accessible("all pages");
      await window.shot(`compare-pages-${language}-${appearance}`);
      await window.click("compare-list");
    });
  }
});
