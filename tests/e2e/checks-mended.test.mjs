// Two errands from the list of problems to the end: a typo, and a translation that is behind.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { HEADING, Window, copyOf } from "./window.mjs";

describe("from the list of problems", () => {
  let site, window;
  const path = (name) => join(site.site, "pages", name);
  const text = (name) => readFile(path(name), "utf8");
  const rows = (code) => window.run("(code) => document.querySelectorAll(`[data-testid='problem-${code}']`).length", code);
  const state = () => window.run("() => document.querySelector('[data-testid=compare-row-top]')?.dataset.state");

  before(async () => {
    site = await copyOf();
    const contact = await text("en/contact.md");
    await writeFile(path("en/contact.md"), `${contact.trimEnd()}\n\n::: text {#typo}\nMails are kept on Mircosoft servers.\n:::\n`);
    const chinese = await text("zh-Hans/contact.md");
    await writeFile(path("zh-Hans/contact.md"), `${chinese.trimEnd()}\n\n::: text {#typo}\n邮件保存在微软的服务器上。\n:::\n`);
    window = await Window.open(site.site, { out: site.out });
    await window.shows(HEADING);
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("a typo is mended by keyboard alone", async () => {
    await window.tabTo("[data-testid=part-problems]");
    await window.press("Enter");
    await window.until("the typo in the list", async () => (await rows("spelling")) === 1);
    await window.tabTo("[data-testid=problem-search]");
    await window.typed("Mircosoft");
    await window.until("it alone", () => window.run("() => document.querySelectorAll('[data-testid=problem-groups] li[data-key]').length === 1"));
    for (let i = 0; i < 4 && !(await window.run("() => document.activeElement.closest('[data-testid=problem-spelling]') !== null")); i++) await window.press("ArrowDown");
    await window.press("Tab");
    assert.equal(await window.focused(), "fix");
    assert.match(await window.run("() => document.activeElement.innerText"), /Microsoft/);
    await window.press("Enter");
    await window.until("no typo in the list", async () => (await rows("spelling")) === 0);
    await window.until("the file", async () => (await text("en/contact.md")).includes("kept on Microsoft servers."));
  });

  test("a translation that is behind is brought in step", async () => {
    // Somebody says that all of the page is in step, and later the original changes.
    await window.click("part-pages");
    await window.click("tree-item-/security/encryption");
    await window.until("the page", () => window.run("() => document.querySelector('.form .meta')?.textContent.includes('/security/encryption')"));
    await window.press("l", "Control", "Shift");
    await window.click("compare-mark-all");
    await window.until("all in step", async () => (await state()) === "in-step");
    await window.saved();
    await window.click("compare-close");
    const original = await text("en/security/encryption.md");
    await writeFile(path("en/security/encryption.md"), original.replace(/^lead = "(.*)"$/m, 'lead = "$1 In 2027 too."'));

    await window.click("part-problems");
    await window.there("problem-search");
    await window.run("() => { const e = document.querySelector('[data-testid=problem-search]'); e.value = ''; e.dispatchEvent(new Event('input', { bubbles: true })); }");
    await window.until("it is behind", async () => (await rows("translation-behind")) === 1);
    await window.shot("checks-behind");
    await window.run("() => document.querySelector('[data-testid=problem-translation-behind] [data-act=show]').click()");
    await window.until("both languages", async () => (await state()) === "behind");
    await window.until("the section", () => window.run("() => document.activeElement.closest('[data-row]')?.dataset.testid === 'compare-row-top'"));
    await window.run("() => { const b = document.querySelector('[data-testid=compare-row-top] .toggle'); if (b.getAttribute('aria-expanded') === 'false') b.click(); }");
    const lead = "[data-testid=compare-row-top] [data-side=translation] [data-path=lead]";
    const before = await window.until("the field", () => window.run("(s) => { const e = document.querySelector(s); e?.focus(); e?.select(); return e?.value ?? ''; }", lead));
    await window.typed(`${before}2027 年亦然。`);
    await window.click("[data-testid=compare-row-top] [data-testid=row-mark]");
    await window.until("in step again", async () => (await state()) === "in-step");
    await window.saved();
    await window.click("compare-close");
    await window.click("part-problems");
    await window.until("nothing behind", async () => (await rows("translation-behind")) + (await rows("translation-differs")) === 0);
    assert.match(await text("zh-Hans/security/encryption.md"), /2027 年亦然。/);
  });
});
