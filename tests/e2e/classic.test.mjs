// A site for an existing Jekyll site in the window: its preview, and another theme chosen.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Window, copyOf, root } from "./window.mjs";

describe("pages for an existing site", () => {
  let site;
  let window;

  before(async () => {
    site = await copyOf(join(root, "tests/fixtures/classic/site"));
    window = await Window.open(site.site, { out: site.out });
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  const preview = (find) => window.run(`() => { const page = document.querySelector('[data-testid=preview]').contentDocument; return (${find})(page); }`);

  test("the preview shows the page in the skeleton of that site, and follows the form", async () => {
    await window.click("tree-item-/security/operations");
    await window.shows("Four teams run the service");
    assert.match(await preview("(page) => page.querySelector('link[rel=stylesheet]').href"), /classic\.css/);
    assert.notEqual(await preview("(page) => getComputedStyle(page.querySelector('#HelpfulInformation')).backgroundColor"), "rgba(0, 0, 0, 0)");
    await window.fill("field-0-heading", "Design and running");
    await window.until("the new heading", () => preview("(page) => page.querySelector('h3.box-title').textContent === 'Design and running'"));
    await window.saved();
    assert.match(await readFile(join(site.site, "pages/en/security/operations.md"), "utf8"), /^heading = "Design and running"$/m);
    await window.shot("classic");
  });

  test("a page has its own breadcrumb and front matter, and a file its places", async () => {
    await window.click("page-settings");
    await window.there("field-page-breadcrumb");
    assert.ok(await window.run("() => document.querySelector('[data-testid=field-page-crumbs]') === null"));
    await window.run("() => { const s = document.querySelector('[data-testid=field-page-breadcrumb]'); s.value = 'none'; s.dispatchEvent(new Event('change', { bubbles: true })); }");
    await window.until("no breadcrumb", () => preview("(page) => page.querySelector('#BreadcrumbWrapper') === null"));
    await window.fill("field-page-front", "redirect_from: /old");
    await window.shot("classic-page-settings");
    await window.saved();
    const page = join(site.site, "pages/en/security/operations.md");
    assert.match(await readFile(page, "utf8"), /^breadcrumb = "none"\nfront = "redirect_from: \/old"$/m);
    await window.click("part-files");
    await window.click("file-control-room.svg");
    await window.there("file-places");
    await window.run("(text) => { const t = document.querySelector('[data-testid=file-places]'); t.value = text; t.dispatchEvent(new Event('change', { bubbles: true })); }", "en-us/room.svg\nzh-cn/room.svg");
    await window.saved();
    await window.shot("classic-file-places");
    assert.equal(await readFile(join(site.site, "records/assets.toml"), "utf8"), '["control-room.svg"]\npaths = ["en-us/room.svg", "zh-cn/room.svg"]\n');
    await window.click("part-pages");
  });

  test("another theme shows the same page in its own look, and back", async () => {
    await window.click("part-site");
    await window.there("field-data-theme");
    const choose = (theme) => window.run("(theme) => { const s = document.querySelector('[data-testid=field-data-theme]'); s.value = theme; s.dispatchEvent(new Event('change', { bubbles: true })); }", theme);
    assert.ok(await window.run("() => document.querySelector('[data-testid=\"field-data-classic.folders.en\"]') !== null"));
    await choose("beacon");
    await window.until("no folder asked for", () => window.run("() => document.querySelector('[data-testid=\"field-data-classic.folders.en\"]') === null"));
    await window.saved();
    await window.click("part-pages");
    await window.until("the other look", () => preview("(page) => /beacon\\.css/.test(page.querySelector('link[rel=stylesheet]').href) && page.querySelector('section.s-hero') !== null"));
    await window.click("undo");
    await window.until("the first look", () => preview("(page) => /classic\\.css/.test(page.querySelector('link[rel=stylesheet]').href) && page.querySelector('#HeroWrapper') !== null"));
  });
});
