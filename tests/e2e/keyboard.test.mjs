// A day of an editor by keyboard alone: nothing here points, clicks, or puts the focus anywhere.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { HEADING, Window, copyOf } from "./window.mjs";

describe("a day by keyboard alone", () => {
  let site;
  let window;
  let own;
  let chosen;
  const text = (path) => readFile(join(site.site, path), "utf8");
  const holds = (what, path, check) => window.until(what, async () => check(await text(path)));
  const focus = (check) => window.run(`() => (${check})(document.activeElement)`);

  before(async () => {
    site = await copyOf();
    own = await mkdtemp(join(tmpdir(), "trustdesk-own-"));
    chosen = join(own, "chosen.txt");
    process.env.TRUSTDESK_CHOOSE_FILES = chosen;
    window = await Window.open(site.site, { out: site.out });
    await window.shows(HEADING);
    window.click = () => assert.fail("nothing is clicked here");
  });
  after(async () => {
    delete process.env.TRUSTDESK_CHOOSE_FILES;
    await window?.close();
    await site?.remove();
    await rm(own, { recursive: true, force: true });
  });

  /** Goes to an English page by its address. */
  const go = async (address, words) => {
    await window.press("p", "Control");
    await window.until("the palette", async () => (await window.focused()) === "palette-input");
    await window.keys(address);
    const at = await window.until(address, async () => {
      const options = await window.run("() => [...document.querySelectorAll('[data-testid=palette] [role=option]')].map((o) => o.textContent)");
      return options.findIndex((one) => one.includes("English") && new RegExp(`${address}(?![/a-z0-9-])`).test(one)) + 1;
    });
    for (let i = 1; i < at; i++) await window.press("ArrowDown");
    await window.press("Enter");
    await window.shows(words);
  };
  /** Chooses from the open menu. */
  const menu = async (id) => {
    await window.there(`action-${id}`);
    for (let i = 0; i < 20 && (await window.focused()) !== `action-${id}`; i++) await window.press("ArrowDown");
    assert.equal(await window.focused(), `action-${id}`);
    await window.press("Enter");
  };
  /** From anywhere to a pane. */
  const pane = async (selector) => {
    for (let i = 0; i < 8 && !(await focus(`(e) => e.matches('${selector}')`)); i++) await window.press("F6");
    assert.ok(await focus(`(e) => e.matches('${selector}')`), selector);
  };
  /** To a section of the page that is open, by its kind. */
  const section = async (kind) => {
    await pane("section.form");
    for (let i = 0; i < 80 && !(await focus(`(e) => e.matches('.card-toggle') && e.querySelector('.name').textContent === '${kind}'`)); i++) await window.press("Tab");
    if (await focus("(e) => e.getAttribute('aria-expanded') === 'false'")) await window.press("Enter");
  };
  /** To a part of the site: pages, records, files or settings. */
  const part = async (id) => {
    await window.tabTo(`part-${id}`);
    await window.press("Enter");
  };
  const undone = async (path, before) => {
    await window.press("z", "Control");
    await holds("the file as it was", path, (now) => now === before);
  };

  test("fixes a typo", async () => {
    const path = "pages/en/privacy/requests.md";
    const before = await text(path);
    await writeFile(join(site.site, path), before.replace("One message is enough", "One mesage is enough"));
    await go("/privacy/requests", "One mesage is enough");
    await section("Page header");
    await window.tabTo("field-0-lead");
    await window.press("Home", "Control");
    for (let i = 0; i < "One mes".length; i++) await window.press("ArrowRight");
    await window.keys("s");
    await window.shows("One message is enough");
    await holds("the file", path, (now) => now === before);
  });

  test("changes where a link leads", async () => {
    const path = "pages/en/news/soc-2-2026.md";
    const before = await text(path);
    await go("/news/soc-2-2026", "The full report is given");
    await window.press("f", "Control");
    await window.until("the find bar", async () => (await window.focused()) === "find-bar-input");
    await window.keys("Documents and reports");
    await window.until("the match", () => window.run("() => /1 match/.test(document.querySelector('[data-testid=find-bar-count]').textContent)"));
    await window.press("Enter");
    await window.until("the words", () => window.run("() => document.activeElement.isContentEditable && getSelection().toString() === 'Documents and reports'"));
    await window.press("k", "Control");
    await window.there("link-popover");
    await window.press("a", "Control");
    await window.keys("Certifications and");
    await window.until("the page", () => window.run("() => document.querySelector('[data-testid=target-0]')?.textContent.includes('/compliance')"));
    await window.press("Enter");
    await holds("the file", path, (now) => now === before.replace("(/compliance/reports#access)", "(/compliance)"));
  });

  test("adds a link to a box that many pages share, and takes it back", async () => {
    const path = "shared/en/helpful-privacy.md";
    const before = await text(path);
    await part("records");
    await window.there("record-grid");
    await window.tabTo("collection-links");
    await window.press("Enter");
    await window.there("record-status");
    await window.tabTo("record-search");
    await window.keys("Service status");
    await window.until("one found", () => window.run("() => document.querySelectorAll('[data-testid=record-grid] .rows [role=row]').length === 1"));
    await window.tabTo("record-grid");
    await window.press("Home");
    await window.press("Enter");
    await window.until("the form", () => focus("(e) => e.dataset.path?.startsWith('status.')"));
    await window.tabTo("record-boxes");
    await window.press("Enter");
    await window.until("the search", async () => (await window.focused()) === "box-search");
    await window.keys("Privacy");
    await window.tabTo("box-en-shared:helpful-privacy");
    await window.press(" ");
    await window.tabTo("boxes-run");
    await window.press("Enter");
    await holds("the link", path, (now) => now === before.replace('{ link = "requests" },\n', '{ link = "requests" },\n  { link = "status" },\n'));
    await window.until("the dialog to close", () => window.run("() => !document.querySelector('dialog[open]')"));
    await undone(path, before);
  });

  test("replaces a PDF everywhere, in both languages", async () => {
    await writeFile(join(own, "paper.pdf"), "%PDF-1.7 new");
    await writeFile(join(own, "neu.pdf"), "%PDF-1.7 新");
    const before = await text("records/documents.toml");
    await part("files");
    await window.tabTo("file-search");
    await window.keys("white-paper.pdf");
    await window.press("ArrowDown");
    await window.until("the file", () => window.run("() => document.querySelector('[data-testid=file-name]')?.textContent === 'security-white-paper.pdf'"));
    await window.press("Enter");
    await window.tabTo("file-replace");
    await window.press("Enter");
    await window.there("replace-dialog");
    for (const [button, name] of [["replace-choose", "paper.pdf"], ["replace-choose-1", "neu.pdf"]]) {
      await writeFile(chosen, join(own, name));
      await window.tabTo(button);
      await window.press("Enter");
      await window.until(name, () => window.run("(name) => document.querySelector('[data-testid=replace-dialog]').textContent.includes(name)", name));
    }
    await window.tabTo("replace-keep");
    await window.press("ArrowDown");
    await window.tabTo("replace-do");
    await window.press("Enter");
    await window.gone("replace-dialog");
    await holds("the records", "records/documents.toml", (now) => now.includes('file = { en = "/media/documents/paper.pdf", zh-Hans = "/media/documents/neu.pdf" }'));
    await window.until("no file that names the old one", async () => {
      const files = (await readdir(site.site, { recursive: true })).filter((name) => /\.(md|toml)$/.test(name));
      const texts = await Promise.all(files.map(text));
      return !texts.some((one) => one.includes("security-white-paper.pdf") || one.includes("security-white-paper-zh.pdf"));
    });
    await undone("records/documents.toml", before);
  });

  test("adds a certificate with a logo, in both languages", async () => {
    const field = (name) => `field-data-data-seal.${name}`;
    await part("records");
    await window.tabTo("collection-certifications");
    await window.press("Enter");
    await window.there("record-iso-27001");
    await window.tabTo("add-record");
    await window.press("Enter");
    await window.until("the name", async () => (await window.focused()) === "new-title-en");
    await window.keys("Data seal");
    await window.press("Tab");
    await window.keys("数据标识");
    await window.press("Enter");
    await window.until("the form", () => focus("(e) => e.dataset.path?.startsWith('data-seal.')"));
    await window.tabTo(field("badge"));
    await window.press("Enter");
    await window.there("file-picker");
    await window.tabTo("picker-search");
    await window.keys("star.svg");
    await window.tabTo("file-list");
    await window.press("Enter");
    await window.gone("file-picker");
    await window.tabTo(field("scope.en"));
    await window.keys("All services.");
    await window.press("Tab");
    await window.keys("全部服务。");
    await holds("the record", "records/certifications.toml", (now) => {
      const mine = now.slice(now.indexOf("[data-seal]"));
      return mine.includes('title = { en = "Data seal", zh-Hans = "数据标识" }') && mine.includes('badge = "/media/badges/star.svg"') && mine.includes('scope = { en = "All services.", zh-Hans = "全部服务。" }');
    });
    await part("pages");
    await go("/compliance", "Data seal");
  });

  test("renames a page, and every link to it", async () => {
    await go("/security/encryption", "Encryption and keys");
    await pane(".tree");
    await window.tabTo("[role=treeitem][aria-selected=true]");
    await window.press("\uE032");
    await window.there("rename-to");
    await window.press("a", "Control");
    await window.keys("/security/keys");
    await window.until("what it will change", () => window.run("() => /\\d+ links in/.test(document.querySelector('[data-testid=rename-effect]')?.textContent ?? '')"));
    await window.press("Enter");
    await window.until("the files", () => existsSync(join(site.site, "pages/zh-Hans/security/keys.md")) && !existsSync(join(site.site, "pages/en/security/encryption.md")));
    await holds("the links", "pages/en/faq.md", (now) => now.includes("(/security/keys#own-keys)") && !now.includes("/security/encryption"));
  });

  test("hides a section", async () => {
    await go("/security/incidents", "Asked in incidents");
    await section("Questions and answers");
    await window.tabTo("[data-testid^=section-menu]");
    await window.press("Enter");
    await menu("hide");
    await window.hides("Asked in incidents");
    await holds("the file", "pages/en/security/incidents.md", (now) => now.includes("::: faq {#questions hidden}"));
  });

  test("adds a news article, which then stands in the list", async () => {
    await go("/news", "TLS 1.2 ends on 30 June 2027");
    await pane(".tree");
    await window.tabTo("[role=treeitem][aria-selected=true]");
    await window.press("F10", "Shift");
    await menu("new-here");
    await window.there("template-article");
    await window.tabTo("[name=template]", "Shift");
    for (let i = 0; i < 8 && !(await window.run("() => document.querySelector('[data-testid=template-article]').checked")); i++) await window.press("ArrowRight");
    await window.tabTo("new-title-en");
    await window.keys("A region in Oslo");
    await window.press("Enter");
    await window.shows("A region in Oslo");
    await holds("the article", "pages/en/news/a-region-in-oslo.md", (now) => /\ndate = \d{4}-\d\d-\d\d\n/.test(now));
    await go("/news", "TLS 1.2 ends on 30 June 2027");
    const list = await window.preview();
    assert.ok(list.indexOf("A region in Oslo") < list.indexOf("TLS 1.2 ends on 30 June 2027"), list);
  });

  test("finds and replaces a product name over the site", async () => {
    const all = async () => {
      const files = (await readdir(site.site, { recursive: true })).filter((name) => /^(pages|shared|records)\/.*\.(md|toml)$|^site\.toml$/.test(name)).sort();
      return Object.fromEntries(await Promise.all(files.map(async (name) => [name, await text(name)])));
    };
    await window.saved();
    const before = await all();
    await window.press("f", "Control", "Shift");
    await window.until("the dialog", async () => (await window.focused()) === "find-site-text");
    await window.press("a", "Control");
    await window.keys("Corvane");
    await window.until("matches", () => window.run("() => /^\\d+ matches/.test(document.querySelector('[data-testid=find-site-total]')?.textContent.trim())"));
    await window.press("Tab");
    await window.keys("Quillon");
    await window.press("Enter", "Control");
    await window.gone("find-site");
    await holds("the new name", "pages/en/index.md", (now) => now.includes("Quillon") && !now.includes("Corvane"));
    await window.press("z", "Control");
    await window.until("every byte as before", async () => JSON.stringify(await all()) === JSON.stringify(before));
  });

  test("brings back an earlier version of a field", async () => {
    const path = "pages/en/transparency.md";
    const before = await text(path);
    await go("/transparency", "Transparency");
    await section("Page header");
    await window.tabTo("field-0-heading");
    const heading = await focus("(e) => e.value");
    await window.press("a", "Control");
    await window.keys("Another heading altogether");
    await window.tabTo("field-0-lead");
    await window.press("a", "Control");
    await window.keys("Another lead.");
    await window.shows("Another lead.");
    await window.saved();
    await window.tabTo("page-history", "Shift");
    await window.press("Enter");
    await window.there("change-0");
    await window.tabTo("back-field-0-heading");
    await window.press("Enter");
    await window.there("history-undo");
    await window.escape();
    await window.shows(heading);
    const lead = /^lead = .*$/m.exec(before)[0];
    await holds("the heading as it was, the lead as it is", path, (now) => now === before.replace(lead, 'lead = "Another lead."'));
  });
});
