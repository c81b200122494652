// What changed for visitors since a release, in the real window: in words, beside both pages, by keyboard.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { execute } from "./bundles.mjs";
import { release, replaced } from "./released.mjs";
import { HEADING, Window, cli, copyOf } from "./window.mjs";

const texts = (window, css) => window.run("(s) => [...document.querySelectorAll(s)].map((e) => e.innerText.replace(/\\s+/g, ' ').trim())", css);
const pages = (window) => window.run("() => [...document.querySelectorAll('.page[data-testid^=changed-]')].map((e) => e.dataset.testid.slice(8))");
/** Words that went and came, without what is said of them to those who listen. */
const turned = (window, id) => window.run("(s) => [...document.querySelectorAll(`${s} del, ${s} ins`)].map((e) => e.lastChild.textContent)", `[data-testid=${id}]`);
const rests = (window) => window.until("the comparison", () => window.run("() => document.querySelector('[data-testid=review]')?.getAttribute('aria-busy') === 'false'"));
const sentences = (window) => texts(window, ".words .sentence");
const marked = (window, side) => window.run("(side) => document.querySelector(`[data-testid=page-${side}]`)?.contentDocument?.querySelector('[data-changes-mark]')?.textContent.replace(/\\s+/g, ' ').trim() ?? ''", side);
const compared = (window, n) => window.until(`${n} pages that differ`, async () => (await pages(window)).length === n);
const now = (window) => window.run("() => document.querySelector('.words .now')?.dataset.at ?? ''");

describe("what changed", () => {
  let site;
  let window;

  before(async () => {
    site = await copyOf();
    await release(site.site, "2026-11-20");
    window = await Window.open(site.site, { out: site.out, bundle: site.out, zip: `${site.out}.zip` });
    await window.shows(HEADING);
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("nothing is listed right after a release", async () => {
    await window.click("part-review");
    await window.there("changes-none");
    await window.accessible("nothing changed");
  });

  test("nothing is compared again while nobody changes anything", async () => {
    await rests(window);
    await window.run("() => { window.turns = 0; new MutationObserver(() => window.turns++).observe(document.querySelector('[data-testid=review]'), { attributeFilter: ['aria-busy'] }); }");
    await sleep(3000);
    assert.equal(await window.run("() => window.turns"), 0);
  });

  test("what another program does to the page behind the screen is compared", async () => {
    await replaced(site.site, "pages/en/index.md", "and how we look after it", "and how we take care of it");
    await compared(window, 1);
    await replaced(site.site, "pages/en/index.md", "and how we take care of it", "and how we look after it");
    await window.there("changes-none");
  });

  test("three pages in two languages, in words and where they stand", async () => {
    await replaced(site.site, "pages/en/security/design.md", "kept for thirteen months", "kept for twenty-four months");
    await replaced(site.site, "pages/en/security/design.md", "within two working days", "within one working day");
    await replaced(site.site, "pages/zh-Hans/security/design.md", "十三个月", "二十四个月");
    await replaced(site.site, "pages/en/contact.md", "People read these addresses.", "Our people read these addresses.");
    await compared(window, 3);
    assert.deepEqual(await pages(window), ["en/contact.html", "en/security/design.html", "zh-Hans/security/design.html"]);
    await window.click("changed-en/security/design.html");
    await window.until("the sentences", async () => (await sentences(window)).length === 2);
    assert.deepEqual(await sentences(window), [
      "Under “How a change reaches production”: “Text” reworded",
      "Under “What is watched”: “Text”: “thirteen” became “twenty-four”",
    ]);
    assert.deepEqual(await turned(window, "change-1"), ["thirteen", "twenty-four"]);
    await window.until("the place before", async () => (await marked(window, "before")).includes("within two working days"));
    await window.until("the place now", async () => (await marked(window, "after")).includes("within one working day"));
  });

  test("by keyboard from change to change, over the ends of pages", async () => {
    await window.press("n");
    await window.until("the second change", async () => (await now(window)) === "1");
    await window.until("its place", async () => (await marked(window, "after")).includes("twenty-four months"));
    await window.until("the announcement", () => window.run("() => document.querySelector('[data-testid=changes-said]').innerText.includes('Change 2 of 2')"));
    await window.press("ArrowDown", "Alt");
    await window.until("the next page", () => window.run("() => document.querySelector('.page[aria-current=true]')?.dataset.testid === 'changed-zh-Hans/security/design.html'"));
    assert.deepEqual(await turned(window, "change-0"), ["二", "三", "四"]);
    await window.press("p");
    await window.until("the page before", () => window.run("() => document.querySelector('.page[aria-current=true]')?.dataset.testid === 'changed-en/security/design.html'"));
    assert.equal(await now(window), "1");
  });

  test("both pages scroll together by their sections", async () => {
    await window.until("both pages", async () => (await marked(window, "before")) !== "" && (await marked(window, "after")) !== "");
    const tops = await window.run(`() => {
      const [before, after] = ["before", "after"].map((side) => document.querySelector(\`[data-testid=page-\${side}]\`).contentDocument);
      // Another length above must not matter.
      before.getElementById("overview").style.paddingBottom = "900px";
      const stage = document.querySelector("[data-testid=page-before]").parentElement;
      const at = (page) => page.getElementById("people").getBoundingClientRect().top;
      stage.dispatchEvent(new WheelEvent("wheel", { deltaY: at(before) - 40, bubbles: true }));
      return [at(before), at(after)];
    }`);
    assert.ok(Math.abs(tops[0] - tops[1]) < 60, String(tops));
  });

  test("by what changes are about, and by words", async () => {
    assert.deepEqual(await texts(window, ".chip"), ["All 4", "Commitments 1", "Numbers and dates 2", "Wording 1"]);
    await window.click("meaning-wording");
    await compared(window, 1);
    assert.deepEqual(await pages(window), ["en/contact.html"]);
    await window.click("meaning-wording");
    await window.fill("changes-search", "twenty-four");
    await compared(window, 1);
    assert.equal((await sentences(window)).length, 1);
    await window.fill("changes-search", "nothing like it");
    await window.there("changes-filtered");
    await window.run("() => document.querySelector('[data-testid=changes-filtered] button').click()");
    await compared(window, 3);
  });

  test("the screen passes axe, in English by day and in Chinese by night", async () => {
    await window.look("en", "light");
    await window.accessible("changes in English");
    await window.look("zh-Hans", "dark");
    await window.click("changed-en/security/design.html");
    await window.until("Chinese", async () => (await sentences(window)).some((one) => one.includes("措辞修改")));
    await window.accessible("changes in Chinese");
    await window.look("en", "light");
  });

  test("a bundle is compared in words only, with the site and with another bundle", async () => {
    await execute(cli, ["export", site.site, site.out]);
    await replaced(site.site, "pages/en/faq.md", "+++\n\n:::", "+++\n\n::: text {#fresh}\nFresh words.\n:::\n\n:::");
    await execute(cli, ["export", site.site, `${site.out}.zip`]);
    const hidden = (side) => window.run("(side) => document.querySelector(`[data-testid=page-${side}]`) === null", side);
    await rests(window);
    await window.click("changes-bundle");
    await window.shot("changes-compare");
    await window.click("changes-before-folder");
    await window.click("changes-compare");
    await compared(window, 1);
    assert.deepEqual(await sentences(window), ["Text “Fresh words.”: Section added"]);
    await window.until("no page of it", async () => (await hidden("before")) && !(await hidden("after")));
    await rests(window);
    await window.click("changes-bundle");
    await window.click("changes-before-zip");
    await window.click("changes-other");
    assert.equal(await window.run("() => document.querySelector('[data-testid=changes-compare]').disabled"), true);
    await window.click("changes-after-folder");
    await window.accessible("two bundles are chosen");
    await window.shot("changes-two");
    await window.click("changes-compare");
    await window.until("the other way round", async () => (await sentences(window))[0] === "Text “Fresh words.”: Section removed");
    assert.match(await window.run("() => document.querySelector('[data-testid=changes-summary]').innerText"), /^From an export of .* to an export of .*: 1 change, 1 page/);
    await window.until("no page of either", async () => (await hidden("before")) && (await hidden("after")));
    assert.equal(await window.run("() => document.querySelector('[data-testid=change-edit], [data-testid=review-send]')"), null);
    await window.accessible("two bundles compared");
    await rests(window);
    await window.click("changes-last");
    await compared(window, 4);
  });

  test("the tree says quietly which pages differ, and the page can be edited from here", async () => {
    await window.click("changed-en/contact.html");
    await window.click("change-edit");
    await window.until("the page", () => window.run("() => document.querySelector('[data-address=\"/contact\"]')?.getAttribute('aria-label')?.includes('Differs from the last release') ?? false"));
  });

  test("the tree of another site with the same pages says nothing of it", async () => {
    await window.panel("settings");
    await window.click("other-site");
    await window.click("example");
    await window.until("its page", () => window.run("() => document.querySelector('[data-address=\"/contact\"]') !== null"));
    assert.ok(!(await window.run("() => document.querySelector('[data-address=\"/contact\"]').getAttribute('aria-label')")).includes("Differs"));
  });
});

describe("changes that were not looked at", () => {
  const [CONTACT, DESIGN, DESIGN_ZH] = ["en/contact.html", "en/security/design.html", "zh-Hans/security/design.html"];
  let site;
  let window;
  const current = () => window.run("() => document.querySelector('.page[aria-current=true]')?.dataset.testid.slice(8) ?? ''");
  const stands = (path, at) => window.until(`change ${at} of ${path}`, async () => (await current()) === path && (await now(window)) === String(at));
  const button = () => window.run("() => document.querySelector('[data-testid=change-unseen]').innerText.trim()");
  const said = (text) => window.until(text, () => window.run("(text) => document.querySelector('[data-testid=toast]')?.innerText.includes(text) ?? false", text));

  before(async () => {
    site = await copyOf();
    await release(site.site, "2026-11-20");
    await replaced(site.site, "pages/en/contact.md", "People read these addresses.", "Our people read these addresses.");
    await replaced(site.site, "pages/en/security/design.md", "kept for thirteen months", "kept for twenty-four months");
    await replaced(site.site, "pages/en/security/design.md", "within two working days", "within one working day");
    await replaced(site.site, "pages/zh-Hans/security/design.md", "十三个月", "二十四个月");
    window = await Window.open(site.site, { out: site.out });
    await window.shows(HEADING);
    await window.click("part-review");
    await compared(window, 3);
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("a key leads to the next of them, over what was looked at", async () => {
    await stands(CONTACT, 0);
    await window.click(`changed-${DESIGN_ZH}`);
    await stands(DESIGN_ZH, 0);
    assert.equal(await button(), "Next not looked at");
    await window.shot("changes-unseen");
    // Around the end of the list, past the page that is first in it.
    await window.press("u");
    await stands(DESIGN, 0);
    await window.until("the announcement", () => window.run("() => document.querySelector('[data-testid=changes-said]').innerText.includes('Change 1 of 2')"));
    await window.press("u");
    await stands(DESIGN, 1);
  });

  test("it is said when none is left, and where the next one is when there is one again", async () => {
    await window.until("none to be left", async () => (await button()) === "All looked at");
    await window.press("u");
    await said("Every change in the list was looked at.");
    await stands(DESIGN, 1);
    await window.accessible("all looked at");
    await window.look("zh-Hans", "dark");
    await window.shot("changes-all-seen-zh-dark");
    await window.accessible("all looked at, in Chinese");
    await window.look("en", "light");
    await replaced(site.site, "pages/en/faq.md", "+++\n\n:::", "+++\n\n::: text {#fresh}\nFresh words.\n:::\n\n:::");
    await compared(window, 4);
    await window.until("one to be left", async () => (await button()) === "Next not looked at");
    await window.click("change-unseen");
    await stands("en/faq.html", 0);
    await window.until("none to be left", async () => (await button()) === "All looked at");
  });
});

test("before the first release everything is new", async () => {
  const site = await copyOf();
  const window = await Window.open(site.site, { out: site.out });
  try {
    await window.shows(HEADING);
    await window.click("part-review");
    await window.there("changes-first");
    await compared(window, 48);
    await window.accessible("before the first release");
  } finally {
    await window.close();
    await site.remove();
  }
});
