// Pages, shared sections and the site's settings in the real window, by keyboard alone.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { ELEMENT, openSample } from "./window.mjs";

const F2 = "\uE032";
const F10 = "\uE03A";
const DELETE = "\uE017";
const RIGHT = "\uE014";

describe("pages by keyboard", () => {
  let site;
  let window;
  const file = (path) => join(site.site, path);
  const text = (path) => readFile(file(path), "utf8");
  const focused = (check) => window.run(`() => { const e = document.activeElement; return (${check})(e); }`);

  before(async () => {
    [site, window] = await openSample();
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  /** From anywhere to a row of the tree, by its first letters. */
  const row = async (address, letters) => {
    for (let i = 0; i < 6 && !(await focused("(e) => e?.matches('.tree')")); i++) await window.press("F6");
    await window.tabTo("[role=treeitem]");
    // Letters that come too slowly on a busy machine begin anew.
    await window.until(`the row ${address}`, async () => {
      await sleep(1100);
      await window.press("\uE011");
      await window.keys(letters);
      return focused(`(e) => e?.dataset.address === '${address}'`);
    });
  };
  const saved = async () => {
    await window.until("the edit", () => window.run("() => !document.querySelector('dialog[open]')"));
    await window.saved();
  };
  const card = async (kind) => {
    for (let i = 0; i < 6 && !(await focused("(e) => e?.matches('section.form')")); i++) await window.press("F6");
    for (let i = 0; i < 80; i++) {
      if (await focused(`(e) => e?.matches('.card-toggle') && e.querySelector('.name').textContent === '${kind}'`)) return;
      await window.press("Tab");
    }
    throw new Error(`Tab never reaches a section ${kind}`);
  };
  /** Chooses from the open menu. */
  const choose = async (id) => {
    await window.there(`action-${id}`);
    for (let i = 0; i < 20; i++) {
      if (await focused(`(e) => e?.dataset.testid === 'action-${id}'`)) {
        await window.press("Enter");
        return;
      }
      await window.press("ArrowDown");
    }
    throw new Error(`the arrows never reach ${id}`);
  };

  test("a page gets another address: links and translations follow, and one undo takes all of it back", async () => {
    const before = await text("site.toml");
    await row("/security/encryption", "Enc");
    await window.press(F2);
    await window.there("rename-to");
    await window.press("a", "Control");
    await window.keys("/security/keys");
    await window.until("the preview of the change", () => window.run("() => /\\d+ links in/.test(document.querySelector('[data-testid=rename-effect]')?.textContent ?? '')"));
    await window.press("Enter");
    await saved();
    await window.until("the files", () => existsSync(file("pages/zh-Hans/security/keys.md")) && !existsSync(file("pages/en/security/encryption.md")));
    assert.match(await text("pages/en/faq.md"), /\(\/security\/keys#own-keys\)/);
    assert.match(await text("site.toml"), /\[redirects\]\n"\/security\/encryption" = "\/security\/keys"/);
    await window.press("z", "Control");
    await window.until("the way back", () => existsSync(file("pages/en/security/encryption.md")) && !existsSync(file("pages/en/security/keys.md")));
    await window.saved();
    assert.equal(await text("site.toml"), before);
  });

  test("an article is added and appears in the news list", async () => {
    await row("/news", "News");
    await window.press(F10, "Shift");
    await choose("new-here");
    await window.there("template-article");
    await window.tabTo("[name=template]", "Shift");
    await window.press(RIGHT);
    await window.until("the template", () => window.run("() => document.querySelector('[data-testid=template-article]').checked"));
    await window.tabTo("[data-testid=new-title-en]");
    await window.keys("A region in Zurich");
    await window.press("Tab");
    await window.press("Tab");
    await window.keys("New region");
    assert.equal(await window.run("() => document.querySelector('[data-testid=new-address]').value"), "/news/a-region-in-zurich");
    await window.press("Enter");
    await window.shows("A region in Zurich");
    await saved();
    assert.match(await text("pages/en/news/a-region-in-zurich.md"), /\ndate = \d{4}-\d\d-\d\d\n/);
    assert.ok(existsSync(file("pages/zh-Hans/news/a-region-in-zurich.md")));
    await row("/news", "News");
    await window.press("Enter");
    await window.shows("TLS 1.2 ends on 30 June 2027");
    const list = await window.preview();
    assert.ok(list.indexOf("A region in Zurich") < list.indexOf("TLS 1.2 ends on 30 June 2027"), list);
  });

  test("a page moves among its neighbours, and below another one", async () => {
    const order = () => window.run("() => [...document.querySelectorAll('[data-level]')].map((e) => e.dataset.address)");
    await row("/transparency", "Tra");
    await window.press("ArrowUp", "Alt");
    await window.until("the move up", async () => (await order()).indexOf("/transparency") < (await order()).indexOf("/compliance"));
    await window.until("the focus", () => focused("(e) => e?.dataset.address === '/transparency'"));
    await window.press(RIGHT, "Alt");
    await window.until("the move in", async () => (await order()).includes("/privacy/transparency"));
    await window.until("the focus", () => focused("(e) => e?.dataset.address === '/privacy/transparency'"));
    await window.press("z", "Control");
    await window.press("z", "Control");
    await window.until("the way back", async () => (await order()).indexOf("/transparency") > (await order()).indexOf("/compliance"));
    await window.saved();
  });

  test("a page is deleted, with what breaks said, and restored from the trash", async () => {
    const before = await text("pages/zh-Hans/contact.md");
    await row("/contact", "Con");
    await window.press(DELETE);
    await window.there("remove-run");
    await window.until("the links that break", () => window.run("() => /will lead nowhere/.test(document.querySelector('[data-testid=remove-dialog]').textContent)"));
    await window.tabTo("[data-testid=remove-run]");
    await window.press("Enter");
    await saved();
    await window.until("the files", () => !existsSync(file("pages/en/contact.md")) && !existsSync(file("pages/zh-Hans/contact.md")));
    for (let i = 0; i < 6 && !(await focused("(e) => e?.matches('.tree')")); i++) await window.press("F6");
    await window.tabTo("[data-testid=trash]");
    await window.press("Enter");
    await window.there("restore-/contact");
    await window.tabTo('[data-testid="restore-/contact"]');
    await window.press("Enter");
    await window.shows("Report a vulnerability");
    await saved();
    await window.until("the files", () => existsSync(file("pages/en/contact.md")));
    assert.equal(await text("pages/zh-Hans/contact.md"), before);
  });

  test("a section is hidden, copied to another page, and made a shared one", async () => {
    await row("/security/incidents", "Inc");
    await window.press("Enter");
    await window.shows("When something goes wrong");
    await card("Questions and answers");
    await window.press("c", "Control");
    await window.tabTo("[data-testid^=section-menu]");
    await window.press("Enter");
    await choose("hide");
    await window.hides("Asked in incidents");
    await window.saved();
    assert.match(await text("pages/en/security/incidents.md"), /::: faq \{#questions hidden\}/);
    await row("/privacy/requests", "Req");
    await window.press("Enter");
    await window.shows("One message is enough");
    await card("Page header");
    await window.press("v", "Control");
    await window.shows("Asked in incidents");
    await window.saved();
    assert.match(await text("pages/en/privacy/requests.md"), /::: faq \{#questions\}/);
    await card("Questions and answers");
    await window.tabTo("[data-testid^=section-menu]");
    await window.press("Enter");
    await choose("share");
    await window.there("shared-title");
    await window.press("a", "Control");
    await window.keys("Incident questions");
    await window.press("Enter");
    await saved();
    await window.until("the shared file", () => existsSync(file("shared/en/incident-questions.md")));
    assert.match(await text("pages/en/privacy/requests.md"), /::: shared \{#questions\}\nuse = "incident-questions"\n:::/);
    await window.there("tree-item-shared:incident-questions");
    await window.shows("Asked in incidents");
    await row("shared:incident-questions", "Incident q");
    await window.press("Enter");
    await window.until("where it is used", () => window.run("() => document.querySelector('[data-testid=shared-uses]')?.textContent.includes('Requests about personal data')"));
  });

  test("links of the navigation move in and out, and the preview follows", async () => {
    const before = await text("site.toml");
    await window.click("part-site");
    await window.there("link-navigation-1");
    await window.tabTo("[data-testid=link-navigation-4]");
    await window.press(RIGHT, "Alt");
    await window.until("the move in", () => focused("(e) => e?.dataset.key === '3.0'"));
    await window.saved();
    assert.match(await text("site.toml"), /"\/transparency", items = \[/);
    await window.press("\uE012", "Alt");
    await window.until("the move out", () => focused("(e) => e?.dataset.key === '4'"));
    await window.press("z", "Control");
    await window.press("z", "Control");
    await window.saved();
    await window.until("the file", async () => (await text("site.toml")) === before);
    await window.fill("colour-primary", "#8fd0ef");
    await window.saved();
    assert.equal(await window.run("() => document.querySelector('[data-testid=colour-primary]').value"), "#8fd0ef");
    assert.match(await text("site.toml"), /primary = "#8fd0ef"/);
    await window.click("part-pages");
  });

  test("a page is dragged between two others, and onto a third", async () => {
    const order = () => window.run("() => [...document.querySelectorAll('[data-level]')].map((e) => e.dataset.address)");
    const drag = async (from, to, y) => {
      const at = async (id) => ({ [ELEMENT]: await window.there(`tree-item-${id}`) });
      const [start, end] = [await at(from), await at(to)];
      const move = (origin, y) => ({ type: "pointerMove", duration: 100, origin, x: 0, y });
      const actions = [move(start, 0), { type: "pointerDown", button: 0 }, move(start, 10), move(end, 0), move(end, y), { type: "pointerUp", button: 0 }];
      await window.send("POST", "/actions", { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }] });
    };
    await drag("/faq", "/compliance", -12);
    await window.until("the move before", async () => (await order()).indexOf("/faq") < (await order()).indexOf("/compliance"));
    // One that stays in view.
    await drag("/faq", "/transparency", 0);
    await window.until("the move below", async () => (await order()).includes("/transparency/faq"));
    await window.until("its new address", () => window.run("() => document.querySelector('.toast')?.textContent.includes('/transparency/faq')"));
    await window.press("z", "Control");
    await window.press("z", "Control");
    await window.until("the way back", async () => (await order()).indexOf("/faq") > (await order()).indexOf("/news"));
    await window.saved();
  });

  for (const [language, appearance] of [["en", "light"], ["zh-Hans", "dark"]]) {
    test(`no accessibility faults: ${language}, ${appearance}`, async () => {
      await window.look(language, appearance);
      await window.click("tree-item-/security");
      await window.shows("Security");
      await window.accessible("tree");
      await window.click("tree-menu-/security");
      await window.accessible("menu");
      await window.escape();
      for (const [open, there, id] of [["rename", "rename-to"], ["move", "move-to-/privacy"], ["delete", "remove-run"], ["new-here", "template-article"]]) {
        await window.click("tree-menu-/security");
        await window.click(`action-${open}`);
        await window.there(id ?? there);
        await window.accessible(open);
        await window.escape();
      }
      await window.click("section-menu-1");
      await window.accessible("section menu");
      await window.escape();
      await window.click("trash");
      await window.accessible("trash");
      await window.escape();
      await window.click("tree-item-shared:helpful-security");
      await window.there("shared-uses");
      await window.accessible("shared section");
      await window.click("part-site");
      await window.click("link-navigation-0");
      await window.click("add-redirect");
      await window.accessible("site");
      await window.click("part-pages");
      await window.there("tree-item-/");
    });
  }
});
