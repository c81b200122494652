// What a person does in a day, in the real window.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { HEADING, Window, copyOf, openSample, root } from "./window.mjs";

describe("the sample site in the window", () => {
  let site;
  let window;
  const page = (path) => join(site.site, "pages/en", path);

  before(async () => {
    [site, window] = await openSample();
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("typing into a field changes the preview and the file, and only that value", async () => {
    const before = await readFile(page("index.md"), "utf8");
    await window.fill("field-0-heading", "Trust is good, proof is better");
    await window.shows("Trust is good, proof is better");
    await window.saved();
    await window.until("the file", async () => (await readFile(page("index.md"), "utf8")) === before.replace("Your data, and how we look after it", "Trust is good, proof is better"));
  });

  test("undo and redo by keyboard reach the file", async () => {
    await window.press("z", "Control");
    await window.shows(HEADING);
    await window.press("z", "Control", "Shift");
    await window.shows("Trust is good, proof is better");
    await window.saved();
  });

  test("a section is added, moved, hidden and removed, and all of it undone", async () => {
    await window.saved();
    const before = await readFile(page("index.md"), "utf8");
    await window.click("add-section");
    await window.click("kind-text");
    await window.shows("Write your text here.");
    const count = await window.run("() => document.querySelectorAll('[data-section]').length");
    await window.click(`section-menu-${count - 1}`);
    await window.click("action-up");
    await window.until("the move", () => window.run("(at) => document.querySelector(`[data-testid=section-${at}] .name`)?.textContent === 'Text'", count - 2));
    await window.click(`section-menu-${count - 2}`);
    await window.click("action-hide");
    await window.hides("Write your text here.");
    await window.saved();
    assert.match(await readFile(page("index.md"), "utf8"), /::: text \{hidden\}/);
    await window.click(`section-menu-${count - 2}`);
    await window.click("action-remove");
    await window.click("toast-undo");
    for (let i = 0; i < 3; i++) await window.click("undo");
    await window.saved();
    await window.until("the file as it was", async () => (await readFile(page("index.md"), "utf8")) === before);
  });

  test("list items are added and removed", async () => {
    await window.click("add-item-0-actions");
    await window.type("field-0-actions.2.label", "Call us");
    await window.type("field-0-actions.2.to", "/contact");
    await window.shows("Call us");
    await window.click("remove-item-0-actions.2");
    await window.hides("Call us");
    await window.saved();
  });

  test("text is made bold by keyboard, exactly", async () => {
    await window.click("tree-item-/security/design");
    await window.shows("A service is as safe as the way it is changed");
    await window.run("() => document.querySelector('[data-testid=section-1] .card-toggle').click()");
    await window.there("field-1-body");
    const before = await readFile(page("security/design.md"), "utf8");
    await window.select("field-1-body", "assume");
    await window.press("b", "Control");
    await window.until("the file", async () => (await readFile(page("security/design.md"), "utf8")) === before.replace("We assume that", "We **assume** that"));
  });

  test("a change from outside appears by itself", async () => {
    await window.saved();
    const text = await readFile(page("security/design.md"), "utf8");
    await writeFile(page("security/.design.tmp"), text.replace("Most of this page is about change.", "Written by another program."));
    await rename(page("security/.design.tmp"), page("security/design.md"));
    await window.shows("Written by another program.");
  });

  test("an outside change and typing at the same time are merged", async () => {
    await window.run("() => { const card = document.querySelector('[data-testid=section-0] .card-toggle'); if (card.getAttribute('aria-expanded') === 'false') card.click(); }");
    await window.saved();
    const text = await readFile(page("security/design.md"), "utf8");
    await window.fill("field-0-heading", "Typed here");
    await writeFile(page("security/design.md"), text.replace("Written by another program.", "Written there."));
    await window.shows("Written there.");
    await window.saved();
    await window.until("both in the file", async () => {
      const now = await readFile(page("security/design.md"), "utf8");
      return now.includes("Typed here") && now.includes("Written there.");
    });
  });

  test("a click in the preview leads to the field", async () => {
    await window.click("tree-item-/contact");
    await window.shows("People read these addresses");
    const spot = await window.run(`() => {
      const frame = document.querySelector('[data-testid=preview]');
      const at = frame.contentDocument.querySelector('[data-td-field=lead]').getBoundingClientRect();
      const glass = document.querySelector('[data-testid=glass]').getBoundingClientRect();
      return { x: Math.round(glass.left + at.left + 20), y: Math.round(glass.top + at.top + 8) };
    }`);
    await window.send("POST", "/actions", { actions: [{ type: "pointer", id: "mouse", actions: [{ type: "pointerMove", duration: 0, ...spot }, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }] }] });
    await window.until("the focus", () => window.run("() => document.activeElement?.dataset.path === 'lead'"));
  });

  test("the other language is one click away, and its bold beside punctuation shows", async () => {
    await window.click("tree-item-/security/encryption");
    await window.click("locale-zh-Hans");
    await window.shows("数据经过的每一段路");
    const bold = await window.run("() => [...document.querySelector('[data-testid=preview]').contentDocument.querySelectorAll('strong')].map((s) => s.textContent)");
    assert.ok(bold.includes("我们无法撤销这一操作。"), String(bold));
    await window.click("locale-en");
  });

  test("by keyboard alone: pick a page, reach the form, type, undo", async () => {
    await window.run("() => document.querySelector('[role=treeitem][aria-selected=true]').focus()");
    await window.press("ArrowDown");
    await window.press("Enter");
    await window.until("the next page", () => window.run("() => document.querySelector('[role=treeitem][aria-selected=true]')?.dataset.testid === 'tree-item-/security/incidents'"));
    await window.shows("When something goes wrong");
    await window.press("F6");
    await window.until("the form", () => window.run("() => document.activeElement?.matches('.form')"));
    for (let i = 0; i < 12; i++) {
      await window.press("Tab");
      if (await window.run("() => document.activeElement?.matches('.card-toggle')")) break;
    }
    await window.press("ArrowDown", "Alt");
    await window.until("the move", () => window.run("() => document.querySelector('[data-testid=section-1] .name')?.textContent === 'Page header'"));
    await window.press("z", "Control");
    await window.until("the way back", () => window.run("() => document.querySelector('[data-testid=section-0] .name')?.textContent === 'Page header'"));
  });

  test("export writes the site and says so", async () => {
    await window.click("export");
    await window.click("choose-folder");
    await window.until("the folder", () => window.run("() => !document.querySelector('[data-testid=export-run]').disabled"));
    await window.click("export-run");
    await window.there("export-result");
    assert.ok(existsSync(join(site.out, "en/security/design.html")));
    assert.match(await readFile(join(site.out, "en/security/design.html"), "utf8"), /Typed here/);
    assert.ok(existsSync(join(site.out, "manifest.json")));
    await window.click("export-done");
  });

  for (const [language, appearance] of [["en", "light"], ["zh-Hans", "dark"]]) {
    test(`no accessibility faults: ${language}, ${appearance}`, async () => {
      await window.look(language, appearance);
      await window.run("() => document.querySelectorAll('.card-toggle[aria-expanded=false]').forEach((b) => b.click())");
      await window.accessible("form");
      await window.click("problems");
      await window.accessible("problems");
      await window.click("problems");
      await window.click("add-section");
      await window.accessible("picker");
      await window.escape();
      await window.click("export");
      await window.accessible("export");
      await window.escape();
    });
  }
});

describe("a broken site in the window", () => {
  test("opens, names its faults, and the rest can be edited", async () => {
    const site = await copyOf(join(root, "tests/fixtures/broken"));
    const window = await Window.open(site.site);
    try {
      await window.shows("Good.");
      await window.click("problems");
      const list = await window.run("() => document.querySelector('[data-testid=problem-list]').innerText");
      for (const words of ["cannot be read", "never closed", "hologram", "none.png"]) assert.ok(list.includes(words), `${words} is not in: ${list}`);
      await window.click("problems");
      const last = (await window.run("() => document.querySelectorAll('[data-section]').length")) - 1;
      await window.run("(at) => { const b = document.querySelector(`[data-testid=section-${at}] .card-toggle`); if (b.getAttribute('aria-expanded') === 'false') b.click(); }", last);
      const before = await readFile(join(site.site, "pages/en/index.md"), "utf8");
      await window.fill(`field-${last}-body`, "Better.");
      await window.shows("Better.");
      await window.saved();
      await window.until("the file", async () => (await readFile(join(site.site, "pages/en/index.md"), "utf8")) === before.replace("Good.", "Better."));
    } finally {
      await window.close();
      await site.remove();
    }
  });
});

describe("the window without a site", () => {
  test("offers the example, which opens", async () => {
    const window = await Window.open(null);
    try {
      await window.click("example");
      await window.shows(HEADING);
      assert.ok((await readdir(window.home)).length > 0);
    } finally {
      await window.close();
    }
  });
});
