// Templates that a site brings along, in the real window: asked about, trusted, followed, let go.
import assert from "node:assert/strict";
import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";

import { HEADING, Window, copyOf } from "./window.mjs";

const KIND = `label = { en = "Pledge", zh-Hans = "承诺书" }
usage = { en = "Use this to pledge something.", zh-Hans = "用于作出承诺。" }
group = "text"
icon = "quote"
body = "fields"
summary = "heading"

[fields.heading]
kind = "text"
label = { en = "What you pledge", zh-Hans = "承诺内容" }
required = true

[example]
en = 'heading = "We keep our word"'
zh-Hans = 'heading = "我们信守承诺"'
`;
const TEMPLATE = `<h2{{ at(path="heading") }}>Pledged: {{ f.heading }}</h2>\n`;

describe("a site's own templates in the window", () => {
  let site;
  let window;
  const file = (path) => join(site.site, path);
  const write = async (path, text) => {
    await mkdir(dirname(file(path)), { recursive: true });
    await writeFile(file(path), text);
  };
  const text = (id) => window.run("(s) => document.querySelector(`[data-testid=${s}]`)?.textContent ?? ''", id);

  before(async () => {
    site = await copyOf();
    await write("templates/kinds/pledge.toml", KIND);
    await write("templates/beacon/sections/pledge.html", TEMPLATE);
    await appendFile(file("pages/en/index.md"), '\n::: pledge {#ours}\nheading = "Never without consent"\n:::\n');
    window = await Window.open(site.site, { out: site.out });
    await window.shows(HEADING);
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("until they are trusted, the person is asked and the section is kept as a card", async () => {
    await window.there("templates-bar");
    for (const [language, appearance] of [["zh-Hans", "dark"], ["en", "light"]]) {
      await window.look(language, appearance);
      await window.accessible(`bar, ${language}`);
      await window.shot(`templates-bar-${language}`);
    }
    assert.match(await text("templates-bar"), /only if you trust/);
    await window.hides("Pledged:");
    await window.click("templates-show");
    await window.there("templates-dialog");
    assert.deepEqual(
      await window.run("() => [...document.querySelectorAll('[data-testid=templates-files] li')].map((one) => one.textContent)"),
      ["templates/beacon/sections/pledge.html", "templates/kinds/pledge.toml"],
    );
    await window.accessible("dialog");
    await window.shot("templates-dialog");
    await window.escape();
    await window.click("add-section");
    await window.there("kind-text");
    assert.equal(await window.run("() => !!document.querySelector('[data-testid=kind-pledge]')"), false);
    await window.escape();
    await window.click("templates-later");
    await window.gone("templates-bar");
  });

  test("once trusted, the kind is in picker, form, preview and export", async () => {
    await window.close({ keepHome: true });
    window = await Window.open(site.site, { out: site.out, home: window.home });
    await window.click("templates-use");
    await window.gone("templates-bar");
    await window.shows("Pledged: Never without consent");

    await window.click("add-section");
    await window.there("kind-pledge");
    await window.shot("templates-picker");
    await window.click("kind-pledge");
    await window.shows("Pledged: We keep our word");
    const count = await window.run("() => document.querySelectorAll('[data-section]').length");
    await window.fill(`field-${count - 1}-heading`, "Typed into the form");
    await window.shows("Pledged: Typed into the form");
    await window.shot("templates-form");
    await window.saved();
    assert.match(await readFile(file("pages/en/index.md"), "utf8"), /::: pledge\nheading = "Typed into the form"\n/);

    await window.click("export");
    await window.click("choose-folder");
    await window.until("the folder", () => window.run("() => !document.querySelector('[data-testid=export-run]').disabled"));
    await window.click("export-run");
    await window.there("export-result");
    const html = await readFile(join(site.out, "en/index.html"), "utf8");
    assert.match(html, /<h2>Pledged: Typed into the form<\/h2>/);
    await window.click("export-done");
  });

  test("other templates are asked about again, also in the next window", async () => {
    await write("templates/beacon/sections/pledge.html", TEMPLATE.replace("Pledged", "Sworn"));
    await window.there("templates-bar");
    assert.match(await text("templates-bar"), /not those that you trusted/);
    await window.hides("Pledged:");
    await window.close({ keepHome: true });
    window = await Window.open(site.site, { out: site.out, home: window.home });
    await window.there("templates-bar");
    await window.hides("Sworn:");
  });

  test("who works on them is not asked at each save", async () => {
    await window.click("templates-show");
    await window.click("templates-follow");
    await window.click("templates-dialog-use");
    await window.shows("Sworn: Never without consent");
    await write("templates/beacon/sections/pledge.html", TEMPLATE.replace("Pledged", "Vowed"));
    await window.shows("Vowed: Never without consent");
    assert.equal(await window.run("() => !!document.querySelector('[data-testid=templates-bar]')"), false);
  });

  test("a faulty template is a problem with its line, and the rest of the page is there", async () => {
    await write("templates/beacon/sections/pledge.html", "<h2>\n{{ f.heading }</h2>");
    await window.shows("This template cannot be used");
    await window.shows(HEADING);
    await window.panel("problems");
    await window.until("the line", async () => (await text("problem-list")).includes("{{ f.heading }</h2>"));
    await window.shot("templates-fault");
    await window.panel("problems", false);
    await write("templates/beacon/sections/pledge.html", TEMPLATE);
    await window.shows("Pledged: Never without consent");
    await window.hides("This template cannot be used");
  });

  test("one that never ends is stopped, and typing goes on", async () => {
    const endless = "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}";
    await write("templates/beacon/sections/pledge.html", endless);
    await window.until("it to be stopped", async () => (await window.preview()).includes("so it was stopped"), 60_000);
    await window.run("() => document.querySelector('[data-testid=section-0] .card-toggle').click()");
    await window.fill("field-0-heading", "Still here");
    await window.until("the typing", async () => (await window.preview()).includes("Still here"), 60_000);
    await window.click("undo");
    await window.shows(HEADING);
    await write("templates/beacon/sections/pledge.html", TEMPLATE);
    await window.shows("Pledged: Never without consent");
  });

  test("trust is taken back from the palette, and what the files were is gone with them", async () => {
    await window.press("k", "Control");
    await window.there("palette");
    await window.keys("own templates");
    await window.press("Enter");
    await window.click("templates-stop");
    await window.hides("Pledged:");
    await rm(file("templates"), { recursive: true });
    await window.until("no templates", () => window.run("() => !document.querySelector('[data-testid=templates-bar]')"));
    await window.shows(HEADING);
  });
});
