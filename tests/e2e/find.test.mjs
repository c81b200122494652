// Finding things by keyboard alone, in the real window: the palette, find on the page, find and replace.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { openSample } from "./window.mjs";

/** Every text of the site, by path. */
async function texts(site) {
  const files = (await readdir(site, { recursive: true })).filter((name) => /\.(md|toml)$/.test(name)).sort();
  return Object.fromEntries(await Promise.all(files.map(async (name) => [name, await readFile(join(site, name), "utf8")])));
}

describe("finding by keyboard alone", () => {
  let site;
  let window;
  const focus = () => window.run("() => { const at = document.activeElement; return { id: at?.dataset.testid ?? '', path: at?.dataset.path ?? '', selected: at && 'selectionStart' in at && at.selectionStart !== null ? at.value.slice(at.selectionStart, at.selectionEnd) : at?.isContentEditable ? getSelection().toString() : '' }; }");
  const focused = (id) => window.until(`the focus on ${id}`, async () => (await focus()).id === id);
  const text = (id) => window.run("(id) => document.querySelector(`[data-testid=\"${id}\"]`)?.textContent.trim() ?? ''", id);
  const chosen = () => window.run("() => document.querySelector('[data-testid=palette] [aria-selected=true]')?.textContent ?? ''");

  before(async () => {
    [site, window] = await openSample();
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("the palette goes to a page, and to its other language", async () => {
    await window.press("k", "Control");
    await focused("palette-input");
    await window.keys("incid");
    await window.until("the page", async () => (await chosen()).includes("/security/incidents"));
    await window.press("Enter");
    await window.gone("palette");
    await window.shows("When something goes wrong");
    await window.press("p", "Control");
    await focused("palette-input");
    await window.keys("encrypt");
    await window.until("only pages", async () => (await chosen()).includes("/security/encryption"));
    await window.press("Enter", "Control");
    await window.shows("数据经过的每一段路");
    await window.press("p", "Control");
    await window.keys("incid");
    await window.until("the English page", async () => (await chosen()).includes("English") || (await chosen()).includes("/security/incidents"));
    await window.press("Escape");
    await window.gone("palette");
  });

  test("the palette runs actions, lists what was used first, and gives the focus back", async () => {
    await window.press("k", "Control");
    await window.keys("appearance dark");
    await window.press("Enter");
    await window.until("the dark window", () => window.run("() => document.documentElement.dataset.appearance === 'dark'"));
    await window.press("k", "Control");
    await focused("palette-input");
    await window.until("the recent ones", async () => (await chosen()).includes("Recent"));
    await window.keys("as the system");
    await window.press("Enter");
    await window.until("the system's look", () => window.run("() => !document.documentElement.dataset.appearance"));
    await window.press("k", "Control");
    await window.keys("add section");
    await window.press("Enter");
    await window.there("kind-text");
    await window.press("Escape");
    await window.until("the picker to close", () => window.run("() => !document.querySelector('dialog[open]')"));
  });

  test("the palette leads to fields of the page", async () => {
    await window.press("p", "Control");
    await window.keys("/contact");
    await window.press("Enter");
    await window.until("the page", () => window.run("() => document.querySelector('.form header .meta')?.textContent === '/contact'"));
    await window.press("k", "Control");
    await window.keys("lead");
    await window.until("the field", async () => (await chosen()).includes("Field") || (await chosen()).includes("Lead"));
    await window.press("Enter");
    await window.until("the focus in the field", async () => (await focus()).path === "lead");
  });

  test("find on this page goes from match to match, and what is typed replaces the match", async () => {
    await window.press("p", "Control");
    await window.keys("/security/design");
    await window.until("the page", async () => (await chosen()).includes("/security/design"));
    const inEnglish = await window.run("() => [...document.querySelectorAll('[data-testid=palette] [role=option]')].findIndex((o) => o.textContent.includes('English'))");
    for (let i = 0; i < inEnglish; i++) await window.press("ArrowDown");
    await window.press("Enter");
    await window.shows("A service is as safe as the way it is changed");
    await window.press("f", "Control");
    await focused("find-bar-input");
    await window.keys("change");
    await window.until("a count", async () => /^\d+ matches$/.test(await text("find-bar-count")));
    const total = Number((await text("find-bar-count")).split(" ")[0]);
    assert.ok(total > 3, String(total));
    await window.press("Enter");
    await window.until("the first", async () => (await text("find-bar-count")) === `1 of ${total}`);
    const paths = [];
    for (let i = 1; i <= total; i++) {
      const at = await window.until(`match ${i} to be selected`, async () => {
        const now = await focus();
        return (await text("find-bar-count")) === `${i} of ${total}` && now.selected.toLowerCase() === "change" && now;
      });
      paths.push(at.path);
      await window.press("Enter");
    }
    assert.ok(new Set(paths).size > 1, String(paths));
    await window.until("the first again", async () => (await text("find-bar-count")) === `1 of ${total}`);
    await window.until("its words", async () => (await focus()).selected.toLowerCase() === "change");
    await window.press("Enter", "Shift");
    await window.until("the last", async () => (await text("find-bar-count")) === `${total} of ${total}`);
    await window.until("its words", async () => (await focus()).selected.toLowerCase() === "change");
    const highlights = await window.run("() => { const view = document.querySelector('[data-testid=preview]').contentWindow; return view.CSS?.highlights ? [...view.CSS.highlights.keys()] : null; }");
    if (highlights) assert.ok(highlights.includes("td-find"), String(highlights));
    await window.keys("turn");
    await window.until("one match fewer", async () => (await text("find-bar-count")).endsWith(`of ${total - 1}`));
    const { path } = await focus();
    await window.press("Escape");
    await window.press("f", "Control");
    await focused("find-bar-input");
    await window.press("Escape");
    await window.gone("find-bar");
    await window.until("the focus back in the field", async () => (await focus()).path === path);
    await window.press("z", "Control");
    await window.saved();
  });

  test("a name is replaced over the site but for one match, and one undo brings back every byte", async () => {
    await window.saved();
    const before = await texts(site.site);
    await window.press("f", "Control", "Shift");
    await focused("find-site-text");
    await window.run("() => document.activeElement.select()");
    await window.keys("Corvane");
    const total = await window.until("matches", async () => Number(/^(\d+) matches/.exec(await text("find-site-total"))?.[1]));
    await window.press("Tab");
    await focused("find-site-with");
    await window.keys("Quillon");
    await window.press("ArrowDown");
    await focused("find-site-all");
    // Past the box of the first file to its first match.
    await window.press("ArrowDown");
    await window.press("ArrowDown");
    await window.keys(" ");
    await window.until("one match fewer", async () => (await text("find-site-replace")).startsWith(`Replace ${total - 1} matches`));
    await window.press("Enter", "Control");
    await window.gone("find-site");
    await window.there("toast-undo");
    await window.saved();
    const after = await texts(site.site);
    assert.deepEqual(Object.keys(after), Object.keys(before));
    const count = (files, word) => Object.values(files).join("\n").split(word).length - 1;
    assert.equal(count(after, "Quillon"), total - 1);
    for (const [name, now] of Object.entries(after)) {
      // Nothing but the words changed: addresses, keys and comments are as they were.
      assert.equal(now.replaceAll("Quillon", "Corvane"), before[name], name);
      assert.equal(now.split("corvane.example").length, before[name].split("corvane.example").length, name);
    }
    assert.ok(after["pages/en/index.md"].includes("Quillon"));
    assert.ok(after["records/certifications.toml"].includes("Quillon Cloud"));
    assert.ok(after["site.toml"].startsWith("# The sample site: Corvane Cloud"));
    await window.press("z", "Control");
    await window.until("every byte as before", async () => JSON.stringify(await texts(site.site)) === JSON.stringify(before));
    await window.saved();
  });

  test("Chinese is found without whole words, and replaced", async () => {
    const before = await texts(site.site);
    await window.press("f", "Control", "Shift");
    await focused("find-site-text");
    await window.run("() => document.activeElement.select()");
    await window.keys("科望云");
    await window.until("matches", async () => /^\d+ matches/.test(await text("find-site-total")));
    const total = await text("find-site-total");
    await window.click("find-site-words");
    await window.until("the same with whole words", async () => (await text("find-site-total")) === total);
    await window.click("find-site-words");
    await window.fill("find-site-with", "启明云");
    await window.press("Enter", "Control");
    await window.gone("find-site");
    await window.saved();
    const after = await texts(site.site);
    assert.ok(after["site.toml"].includes("启明云信任中心"));
    for (const [name, now] of Object.entries(after)) assert.equal(now.replaceAll("启明云", "科望云"), before[name], name);
    await window.click("toast-undo");
    await window.until("every byte as before", async () => JSON.stringify(await texts(site.site)) === JSON.stringify(before));
  });

  for (const [language, appearance] of [["en", "light"], ["en", "dark"], ["zh-Hans", "light"], ["zh-Hans", "dark"]]) {
    test(`axe finds nothing: ${language}, ${appearance}`, async () => {
      await window.look(language, appearance);
      await window.press("k", "Control");
      await focused("palette-input");
      await window.accessible("palette");
      await window.keys("sec");
      await window.accessible("palette with text");
      await window.keys("urityxyz");
      await window.there("palette-in-site");
      await window.accessible("palette with nothing");
      await window.press("Escape");
      await window.gone("palette");
      await window.press("f", "Control");
      await focused("find-bar-input");
      await window.keys("the");
      await window.press("Enter");
      await window.accessible("find bar");
      await window.press("f", "Control");
      await window.press("Escape");
      await window.gone("find-bar");
      await window.press("f", "Control", "Shift");
      await focused("find-site-text");
      await window.run("() => document.activeElement.select()");
      await window.press("Backspace");
      await window.until("the hint", () => window.run("() => document.querySelector('[data-testid=find-site] .empty') !== null"));
      await window.accessible("find and replace, empty");
      await window.keys("Corvane");
      await window.there("find-site-all");
      await window.press("Tab");
      await window.keys("Quillon");
      await window.accessible("find and replace");
      await window.run("() => { const i = document.querySelector('[data-testid=find-site-text]'); i.focus(); i.select(); }");
      await window.keys("zzzz");
      await window.until("nothing", () => window.run("() => document.querySelector('[data-testid=find-site] .big') !== null"));
      await window.accessible("find and replace, nothing");
      await window.press("Escape");
      await window.gone("find-site");
    });
  }
});
