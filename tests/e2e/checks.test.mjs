// Everything that is wrong with a site, in the real window: listed, mended, called none.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { plant } from "./scenes/checks.mjs";
import { HEADING, Window, copyOf } from "./window.mjs";

/** The screen of problems, once the whole site was checked. */
async function listed(window) {
  await window.click("part-problems");
  await window.until("the check of the site", () => window.run("() => ['ready', 'nearly', 'not'].includes(document.querySelector('[data-testid=readiness]')?.dataset.state)"));
}

const rows = (window, code = "") => window.run("(code) => document.querySelectorAll(`[data-testid='problem-groups'] li[data-key]${code && `[data-testid='problem-${code}']`}`).length", code);
const choose = (window, id, value) => window.run("(id, value) => { const e = document.querySelector(`[data-testid='${id}']`); e.value = value; e.dispatchEvent(new Event('change', { bubbles: true })); }", id, value);
const groups = (window) => window.run("() => [...document.querySelectorAll('[data-testid=problem-groups] .title')].map((e) => e.innerText)");

describe("the list of problems", () => {
  let site, window;
  const text = (path) => readFile(join(site.site, path), "utf8");
  const holds = (path, words) => window.until(`“${words}” in ${path}`, async () => (await text(path)).includes(words));

  before(async () => {
    site = await copyOf();
    await plant(site.site);
    window = await Window.open(site.site, { out: site.out });
    await window.shows(HEADING);
    await listed(window);
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("is divided by page, by rule and by person, and narrowed", async () => {
    const all = await rows(window);
    assert.equal(await rows(window, "double-space"), 4);
    assert.ok((await groups(window)).includes("Corvane Trust Center"));
    const number = (severity) => window.run("(id) => Number(document.querySelector(`[data-testid='count-${id}'] b`).innerText)", severity);
    const badge = await window.run("() => document.querySelector('[data-testid=part-problems] i').innerText");
    assert.equal(Number(badge), (await number("blocker")) + (await number("warning")));
    await window.accessible("all problems");
    await window.shot("checks-pages");
    await choose(window, "problem-group", "rule");
    await window.until("rules", async () => (await groups(window)).includes("Spaces too many"));
    assert.ok((await window.run("() => document.querySelector('[data-testid=problem-groups]').innerText")).includes("a page with slips is trusted less"));
    await window.shot("checks-rules");
    await choose(window, "problem-group", "person");
    await window.until("people", async () => (await groups(window)).includes("Nobody named"));
    await choose(window, "problem-group", "page");
    await window.type("problem-search", "lorem ipsum stands");
    await window.until("what was searched for", async () => (await rows(window)) === 1);
    await window.click("clear-problem-filters");
    await window.until("everything", async () => (await rows(window)) === all);
    await window.click("problem-fixable");
    await window.until("what can be mended", async () => (await rows(window)) < all && (await rows(window, "double-space")) === 4);
    await window.click("problem-fixable");
    await choose(window, "problem-language", "zh-Hans");
    await window.until("Chinese pages and what is in no language", async () => (await rows(window)) < all && (await groups(window)).includes("联系我们"));
    await choose(window, "problem-language", "");
    await window.click("count-blocker");
    await window.until("what must be fixed", async () => (await rows(window)) === (await number("blocker")) && (await rows(window, "double-space")) === 0);
    await window.click("count-blocker");
    await window.click("problem-here");
    await window.until("this page", async () => (await groups(window)).join() === "Corvane Trust Center");
    const here = await rows(window);
    // How it is looked at is remembered.
    await window.click("part-files");
    await listed(window);
    assert.equal(await rows(window), here);
    await window.type("problem-search", "no such words");
    await window.there("no-problem-matches");
    await window.accessible("nothing that matches");
    await window.click("clear-problem-filters");
    await window.until("everything", async () => (await rows(window)) === all);
  });

  test("is the same in Chinese and in the dark", async () => {
    await window.look("zh-Hans", "dark");
    const said = await window.run("() => document.querySelector('.problems').innerText");
    for (const words of ["尚未就绪", "下一步", "分组方式", "此处不是问题", "两个词之间有多个空格"]) assert.ok(said.includes(words), `${words} is not in: ${said}`);
    await window.accessible("all problems, in Chinese and dark");
    await window.shot("checks-chinese");
    await window.look("en", "light");
  });

  test("a space is mended by keyboard alone, and the focus goes on to the next problem", async () => {
    await window.run("() => document.querySelector('[data-testid=problem-search]').focus()");
    await window.press("ArrowDown");
    assert.equal(await window.focused(), "group-pages/en/index.md");
    const here = () => window.run("() => document.activeElement.closest('li')?.dataset.testid ?? ''");
    for (let i = 0; i < 12 && (await here()) !== "problem-double-space"; i++) await window.press("ArrowDown");
    await window.press("Tab");
    assert.equal(await window.focused(), "fix");
    await window.press("Enter");
    await window.until("one less", async () => (await rows(window, "double-space")) === 3);
    await window.until("the next", async () => (await window.focused()) === "fix" && (await here()) === "problem-double-space");
    await holds("pages/en/index.md", "We keep your data in  three places.");
    // At once, before the next check.
    await window.press("Enter");
    await window.until("two less", async () => (await rows(window, "double-space")) === 2);
    await holds("pages/en/index.md", "We keep your data in three places.");
    await window.until("the focus in the list", () => window.run("() => document.activeElement.closest('[data-testid=problem-groups]') !== null"));
    await window.press("z", "Control");
    await window.until("one back", async () => (await rows(window, "double-space")) === 3);
    await window.press("z", "Control");
    await window.until("both back", async () => (await rows(window, "double-space")) === 4);
    await holds("pages/en/index.md", "We keep  your data in  three places.");
  });

  test("all of a kind are mended at once, and one undo brings them back", async () => {
    const files = ["pages/en/index.md", "pages/en/faq.md", "pages/en/contact.md"];
    const before = await Promise.all(files.map(text));
    await window.click("next-double-space");
    await window.until("none of the kind", async () => (await rows(window, "double-space")) === 0);
    assert.match(await window.run("() => document.querySelector('[data-testid=toast]').innerText"), /4 problems fixed/);
    await holds("pages/en/faq.md", "Talk to us");
    await holds("pages/en/contact.md", "Write to us.");
    await window.click("toast-undo");
    await window.until("all of them back", async () => (await rows(window, "double-space")) === 4);
    for (const [i, file] of files.entries()) await window.until(`${file} as it was`, async () => (await text(file)) === before[i]);
  });

  test("a link that leads nowhere is mended from the list through what chooses its target", async () => {
    await window.run("() => document.querySelector('[data-testid=problem-broken-link] [data-act=show]').click()");
    await window.there("link-popover");
    await window.until("the picker", async () => (await window.focused()) === "link-input");
    await window.shot("checks-link");
    await window.typed("Contact");
    await window.until("a target", () => window.run("() => document.querySelector('[data-testid=target-0].active')?.innerText.includes('Contact') ?? false"));
    await window.press("Enter");
    await holds("pages/en/index.md", "[more](/contact)");
    await listed(window);
    await window.until("no such link", async () => (await rows(window, "broken-link")) === 0);
    // A field that is nothing but a link opens its own list.
    await window.run("() => [...document.querySelectorAll('[data-testid=problem-broken-anchor]')].at(-1).querySelector('[data-act=show]').click()");
    await window.until("the field", () => window.run("() => /actions\\.0\\.to$/.test(document.activeElement.dataset.path ?? '') && document.activeElement.ariaExpanded === 'true'"));
  });

  test("words are marked in the text where they stand, and mended in place", async () => {
    await listed(window);
    await window.run("() => document.querySelector('[data-testid=problem-double-space] [data-act=show]').click()");
    await window.until("the words", () => window.run("() => getSelection().toString() === '  '"));
    const marked = () => window.run("() => [...document.querySelectorAll('.prose .flaw')].map((e) => e.textContent)");
    await window.until("both marks", async () => (await marked()).filter((one) => one === "  ").length === 2);
    // Something in the text must be fixed: the preview marks its place.
    const wrong = () => window.run("() => [...document.querySelector('[data-testid=preview]').contentDocument.querySelectorAll('[data-td-wrong]')].map((e) => `${e.dataset.tdWrong}: ${e.innerText}`)");
    await window.until("the mark in the preview", async () => (await wrong()).some((one) => one.startsWith("blocker: We keep")));
    await window.shot("checks-field");
    await window.accessible("marks in a text");
    // A menu over the text leaves the marks alone, and they it.
    await window.press("End");
    await window.keys(" /");
    await window.there("slash-menu");
    await window.press("Escape");
    await window.press("Backspace");
    await window.press("Backspace");
    await window.until("the text as it was", async () => (await text("pages/en/index.md")).includes("[more](/contact).\n\nTODO: say who looks after it.\n"));
    assert.equal((await marked()).filter((one) => one === "  ").length, 2);
    await window.select("[data-path=body].prose", "We keep", "after");
    await window.press("F7");
    await window.until("the remedy", async () => (await window.focused()) === "fix-here-double-space");
    await window.press("Enter");
    await holds("pages/en/index.md", "We keep your data in  three places.");
    await window.until("one mark", async () => (await marked()).filter((one) => one === "  ").length === 1);
    await window.press("z", "Control");
    await window.until("both again", async () => (await marked()).filter((one) => one === "  ").length === 2);
  });

  test("what a translation lacks is shown beside the original", async () => {
    await listed(window);
    await window.run("() => document.querySelector('[data-testid=problem-translation-missing] [data-act=show]').click()");
    await window.until("the section that is missing", () => window.run("() => document.activeElement.closest('.compare [data-row]')?.dataset.state === 'missing'"));
    await window.shot("checks-translation");
    await window.click("compare-close");
  });

  test("what is no problem is gone with a reason, stays gone, and returns when its text changes", async () => {
    await listed(window);
    await choose(window, "problem-group", "rule");
    const spaces = () => rows(window, "double-space");
    await window.until("the list", async () => (await spaces()) === 4);
    await window.run("() => [...document.querySelectorAll('[data-testid=problem-double-space]')].find((e) => e.innerText.includes('Talk to')).querySelector('[data-act=ignore]').focus()");
    await window.press("Enter");
    await window.there("ignore-dialog");
    await window.accessible("asking for a reason");
    await window.press("Enter");
    await window.until("the reason that is missing", () => window.run("() => document.querySelector('[data-testid=ignore-reason]').ariaInvalid === 'true'"));
    await window.typed("Spaced by the printer");
    await window.tabTo("ignore-by");
    await window.typed("Ada");
    await window.press("Enter");
    await window.gone("ignore-dialog");
    await window.until("it to be gone", async () => (await spaces()) === 3);
    await window.until("the focus in the list", () => window.run("() => document.activeElement.closest('[data-testid=problem-groups]') !== null"));
    await window.click("problem-ignored");
    const ignored = () => window.run("() => document.querySelector('[data-testid=ignored-double-space]')?.innerText ?? ''");
    await window.until("it among what is ignored", async () => /Spaced by the printer/.test(await ignored()) && /Ada/.test(await ignored()));
    await window.accessible("what is ignored");
    await window.shot("checks-ignored");
    await window.saved();
    await holds("state/ignored.toml", "Spaced by the printer");
    // The same window, loaded anew.
    await window.send("POST", "/refresh");
    await window.shows(HEADING);
    await listed(window);
    await window.until("the rest", async () => (await spaces()) === 3);
    // Another program changes the words.
    await writeFile(join(site.site, "pages/en/faq.md"), (await text("pages/en/faq.md")).replace("Talk to  us", "Write to  us"));
    await window.until("it to be back", async () => (await spaces()) === 4);
    await writeFile(join(site.site, "pages/en/faq.md"), (await text("pages/en/faq.md")).replace("Write to  us", "Talk to  us"));
    await window.until("it to be gone again", async () => (await spaces()) === 3);
    await window.click("problem-ignored");
    await window.click("count-again");
    await window.there("nothing-ignored");
    await window.click("problem-ignored");
    await window.until("it to count again", async () => (await spaces()) === 4);
  });
});

describe("a site of a thousand pages", () => {
  let site, window;

  before(async () => {
    site = await copyOf();
    const folder = join(site.site, "pages/en/many");
    await mkdir(folder, { recursive: true });
    for (let i = 0; i < 1000; i++) await writeFile(join(folder, `page-${i}.md`), `+++\ntitle = "Page ${i}"\nsummary = "The page with the number ${i}."\n+++\n\n::: text {#a}\nHere are  too many  spaces.\n\nTODO: write more.\n:::\n`);
    window = await Window.open(site.site, { out: site.out });
    await window.shows(HEADING);
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("has a list of problems that draws no more than is looked at", async () => {
    await window.click("part-problems");
    await window.until("the check of the site", () => window.run("() => document.querySelector('[data-testid=readiness]')?.dataset.state === 'not'"), 60_000);
    const total = () => window.run("() => Number(/^\\d+/.exec(document.querySelector('[data-testid=problem-count]').innerText)?.[0])");
    assert.ok((await total()) >= 3000);
    assert.ok((await rows(window)) <= 100);
    await choose(window, "problem-group", "rule");
    await window.until("rules", async () => (await groups(window)).includes("Spaces too many"));
    assert.ok((await rows(window)) <= 100);
    await window.type("problem-search", "space between");
    await window.until("spaces", async () => (await total()) === 2000);
    const drawn = await rows(window);
    assert.ok(drawn > 0 && drawn <= 100);
    await window.click("more-double-space");
    await window.until("more", async () => (await rows(window)) > drawn);
    await window.click("fix-all-double-space");
    await window.until("all spaces mended", async () => (await rows(window)) === 0, 60_000);
    await window.press("z", "Control");
    await window.until("all spaces back", async () => (await total()) === 2000, 60_000);
  });
});
