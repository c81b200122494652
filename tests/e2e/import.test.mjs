// An existing site brought in: chosen, looked at, made, reported, and compared again.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { existingSite } from "./existing.mjs";
import { Window } from "./window.mjs";

/** A folder with an existing site, places for what is made of it, and the window without a site. */
async function begin(options) {
  const home = await mkdtemp(join(tmpdir(), "trustdesk-import-"));
  const places = { home, source: join(home, "old"), out: join(home, "new"), reports: join(home, "reports") };
  await mkdir(places.reports);
  await existingSite(places.source, options);
  const window = await Window.open(null, places);
  await window.there("bring-in");
  return [window, { ...places, remove: () => rm(home, { recursive: true, force: true }) }];
}

/** One digest of all files of a folder. */
async function digest(folder) {
  const hash = createHash("sha256");
  const all = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  for (const file of all) hash.update(file).update(await readFile(file));
  return hash.digest("hex");
}

const step = (window, name) => window.until(`step ${name}`, () => window.run("(name) => document.querySelector('[data-testid=import-screen]')?.dataset.step === name", name));
const text = (window, selector) => window.run("(s) => document.querySelector(s)?.innerText.replace(/\\s+/g, ' ').trim() ?? ''", selector);
const figure = (window, name) => text(window, `[data-figure=${name}] b`);
const row = (source) => `[data-source="${source}"]`;

describe("an existing site", () => {
  let window, places, untouched;

  before(async () => {
    [window, places] = await begin();
    untouched = await digest(places.source);
  });
  after(async () => {
    await window?.close();
    await places?.remove();
  });

  for (const [language, appearance] of [["zh-Hans", "dark"], ["en", "light"]]) {
    test(`no accessibility faults on the way: ${language}, ${appearance}`, async () => {
      await window.look(language, appearance);
      await window.accessible("start");
      await window.click("bring-in");
      await step(window, "choose");
      await window.accessible("choose");
      await window.click("source-folder");
      await step(window, "look");
      await window.there(row("en-us/security/access.md"));
      await window.accessible("look");
      await window.shot(`import-look-${language}`);
      for (const tab of ["shared", "pairs", "files", "pages"]) {
        await window.click(`import-tab-${tab}`);
        await window.accessible(tab);
      }
      await window.click(row("en-us/security/access.md"));
      await window.click("import-line-1");
      await window.there("source-lines");
      await window.accessible("source");
      await window.escape();
      await window.click("import-on");
      await window.there("import-name");
      await window.accessible("make");
      await window.click("import-close");
      await window.there("example");
    });
  }

  test("is read and shown by page before anything is written", async () => {
    await window.click("bring-in");
    await window.click("source-folder");
    await step(window, "look");
    assert.equal(await figure(window, "pages"), "10");
    assert.equal(await figure(window, "typed"), "100 %");
    const access = await text(window, row("en-us/security/access.md"));
    for (const words of ["access.md", "en-us/security/", "Access to data", "/security/access", "English"]) assert.ok(access.includes(words), `${words} is not in: ${access}`);
    assert.ok(!existsSync(places.out));
  });

  test("shows each section of a page, what it was, and its place in the source as text", async () => {
    await window.click(row("en-us/security/backups.md"));
    const detail = await window.until("the page", async () => {
      const shown = await text(window, "[data-testid=import-detail]");
      return shown.startsWith("Backups") && shown;
    });
    for (const words of ["Page header", "div#HeroWrapper", "Table", "Beside the text", "Repaired", "Left out", "A script was left out"]) assert.ok(detail.includes(words), `${words} is not in: ${detail}`);
    const table = await window.run("() => [...document.querySelectorAll('.sections li')].findIndex((li) => li.textContent.includes('Table'))");
    await window.click(`import-line-${table}`);
    const here = await window.until("the line", () => text(window, "[data-testid=source-lines] [aria-current] code"));
    assert.ok(here.startsWith("<table><tr><th>What</th>"), here);
    const inert = await window.run("() => ({ tables: document.querySelectorAll('[data-testid=source-lines] table').length, ran: window.counted === true, seen: (() => { const box = document.querySelector('[data-testid=source-lines]').getBoundingClientRect(); const line = document.querySelector('[data-testid=source-lines] [aria-current]').getBoundingClientRect(); return line.top >= box.top && line.bottom <= box.bottom; })() })");
    assert.deepEqual(inert, { tables: 0, ran: false, seen: true });
    await window.escape();
  });

  test("is narrowed by words and by what was said of it", async () => {
    await window.type("import-search", "backups zh-cn");
    await window.until("one page", () => window.run("() => document.querySelectorAll('[data-source]').length === 1"));
    await window.until("its page beside it", async () => (await text(window, "[data-testid=import-detail]")).startsWith("备份"));
    await window.run("() => { const f = document.querySelector('[data-testid=import-search]'); f.value = ''; f.dispatchEvent(new Event('input', { bubbles: true })); }");
    await window.click("import-filter-refused");
    const refused = await window.until("what was not taken", () => text(window, row("en-us/security/broken.md")));
    assert.match(refused, /broken\.md en-us\/security\/ Not taken: .*10 MB/);
    assert.equal(await window.run("() => document.querySelectorAll('[data-source]').length"), 1);
    await window.click("import-filter-look");
    await window.until("the pages to look at", () => window.run("() => [...document.querySelectorAll('[data-source]')].map((row) => row.dataset.source).join() === 'en-us/security/incidents.md,zh-cn/security/incidents.md'"));
    assert.match(await text(window, "[data-testid=import-notes-look]"), /no description/);
    assert.match(await text(window, "[data-testid=import-notes-left]"), /video\.example\.com/);
    await window.click("import-filter-all");
  });

  test("tells what languages differ in, and what is missing", async () => {
    await window.click("import-tab-pairs");
    assert.match(await text(window, "#import-part"), /\/security\/access/);
    await window.click("import-tab-files");
    assert.match(await text(window, "[data-testid=import-missing]"), /\/images\/badge\.png .*en-us\/security\/access\.md/);
    await window.click("import-tab-pages");
  });

  test("is read anew when a language is chosen", async () => {
    const choose = (locale) => window.run("(locale) => { const s = document.querySelector('[data-testid=import-language-zh-cn]'); s.value = locale; s.dispatchEvent(new Event('change', { bubbles: true })); }", locale);
    await choose("zh-Hant");
    await window.until("Traditional Chinese", async () => (await text(window, row("zh-cn/security/backups.md"))).includes("Traditional Chinese"));
    await choose("");
    await window.until("five pages", async () => (await figure(window, "pages")) === "5");
    await choose("zh-Hans");
    await window.until("ten pages", async () => (await figure(window, "pages")) === "10");
    await window.until("Simplified Chinese", async () => (await text(window, row("zh-cn/security/backups.md"))).includes("Simplified Chinese"));
  });

  test("becomes a new site, which opens; the existing one is untouched", async () => {
    await window.click("import-on");
    await window.there("import-name");
    assert.equal(await window.run("() => document.querySelector('[data-testid=import-name]').value"), "Trust Center");
    await window.fill("import-name", "Legal center");
    await window.click("import-folder");
    await window.click("import-make");
    await window.shows("How we keep what you entrust to us.");
    assert.match(await text(window, "[data-testid=toast]"), /^10 pages were brought in/);
    assert.match(await readFile(join(places.out, "site.toml"), "utf8"), /^name = "Legal center"$/m);
    assert.match(await readFile(join(places.out, "pages/zh-Hans/security/backups.md"), "utf8"), /每晚制作一份副本/);
    assert.equal(await digest(places.source), untouched);
  });

  test("leaves its report, which can be looked at and saved", async () => {
    await window.panel("settings");
    await window.click("import-report");
    await step(window, "report");
    assert.equal(await figure(window, "pages"), "10");
    await window.accessible("report");
    await window.click(row("en-us/security/backups.md"));
    await window.click("import-line-0");
    await window.until("the line", async () => (await text(window, "[data-testid=source-lines] [aria-current] code")).includes("HeroWrapper"));
    await window.escape();
    await window.click("report-text");
    const report = await window.until("the report", () => readFile(join(places.reports, "import-report.txt"), "utf8"));
    assert.match(report, /en-us\/security\/backups\.md → \/security\/backups \(English\)/);
    assert.match(report, /\/images\/badge\.png/);
    await window.click("report-json");
    const json = JSON.parse(await window.until("the report for programs", () => readFile(join(places.reports, "import-report.json"), "utf8")));
    assert.equal(json.pages.length, 10);
    await window.click("import-close");
    await window.shows("How we keep what you entrust to us.");
  });

  test("is found in the palette, and Escape leads back to the site", async () => {
    await window.press("k", "Control");
    await window.type("palette-input", "existing site");
    await window.until("the action", () => window.run("() => document.querySelector('[role=option][aria-selected=true]')?.textContent.includes('Bring in an existing site')"));
    await window.press("Enter");
    await step(window, "choose");
    await window.press("Escape");
    await window.there("export");
  });

  test("is not written over what is there, and the way back is open", async () => {
    await window.panel("settings");
    await window.click("bring-in");
    await window.click("source-folder");
    await step(window, "look");
    await window.click("import-on");
    await window.click("import-folder");
    await window.click("import-make");
    const said = await window.until("the refusal", () => text(window, "footer [role=alert]"));
    assert.match(said, /is not empty\. Nothing was changed\. Choose an empty folder/);
    assert.match(await readFile(join(places.out, "site.toml"), "utf8"), /Legal center/);
    await window.click("import-back");
    await window.there("import-grid");
    await window.click("import-close");
    await window.there("export");
  });
});

describe("an existing site that changed since it was brought in", () => {
  let window, places;
  const old = (path) => join(places.source, path);
  const made = (path) => join(places.out, path);
  const read = (path) => readFile(path, "utf8");
  const change = async (path, from, to) => writeFile(path, (await read(path)).replace(from, to));
  const group = (sort) => text(window, `[data-sort=${sort}] ul`);
  const taken = () => window.run("() => [...document.querySelectorAll('[data-testid=again-list] li input:checked')].map((one) => one.dataset.testid.slice(6)).sort()");
  const compare = async () => {
    await window.panel("settings");
    await window.click("compare-source");
    await step(window, "choose");
    await window.click("source-folder");
    await window.there("again-list");
  };

  before(async () => {
    [window, places] = await begin();
    await window.click("bring-in");
    await window.click("source-folder");
    await window.click("import-on");
    await window.click("import-folder");
    await window.click("import-make");
    await window.shows("How we keep what you entrust to us.");
  });
  after(async () => {
    await window?.close();
    await places?.remove();
  });

  test("is the same at first", async () => {
    await compare();
    assert.match(await text(window, "[data-testid=again-list]"), /Nothing has changed in the existing site/);
    await window.click("import-close");
    await window.there("export");
  });

  test("tells what is new, changed, changed on both sides and gone; only what nobody edited here is ticked", async () => {
    await change(old("en-us/security/design.md"), "Four teams", "Five teams");
    await change(old("en-us/security/access.md"), "for an hour", "for half an hour");
    await writeFile(old("en-us/security/audits.md"), (await read(old("en-us/security/backups.md"))).replaceAll("Backups", "Audits"));
    await rm(old("zh-cn/security/incidents.md"));
    await change(old("images/room.svg"), "#0a6c94", "#7a3b9c");
    await window.click("tree-item-/security/access");
    await window.shows("Nobody has standing access");
    await window.unfold(1);
    await window.select("field-1-body", "standing access");
    await window.typed("lasting access");
    await window.saved();
    await window.until("the file", async () => (await read(made("pages/en/security/access.md"))).includes("lasting access"));
    await compare();
    assert.match(await group("new"), /^Audits \/security\/audits/);
    assert.match(await group("changed"), /^Design and operations/);
    assert.match(await group("both"), /^Access to data/);
    assert.match(await group("gone"), /^事件处理 \/security\/incidents/);
    assert.match(await group("media"), /^room\.svg images\//);
    assert.deepEqual(await taken(), ["en-us/security/audits.md", "en-us/security/design.md", "images/room.svg"]);
    for (const [language, appearance] of [["zh-Hans", "dark"], ["en", "light"]]) {
      await window.look(language, appearance);
      await window.accessible(`differences, ${language}`);
      await window.shot(`import-again-${language}`);
    }
  });

  test("gives what was chosen as one edit, which one undo takes back to the byte", async () => {
    const whole = async () => (await digest(made("pages"))) + (await digest(made("media")));
    const before = await whole();
    assert.equal(await text(window, "[data-testid=again-take]"), "Take 3 changes");
    await window.click("again-take");
    await window.there("export");
    await window.saved();
    assert.match(await read(made("pages/en/security/design.md")), /Five teams/);
    assert.match(await read(made("pages/en/security/audits.md")), /title = "Audits"/);
    await window.click("tree-item-/security/audits");
    await window.shows("A copy is made every night");
    await window.click("tree-item-/security/design");
    await window.shows("Five teams");
    assert.match(await read(made("pages/en/security/access.md")), /lasting access.*for an hour/);
    assert.ok(existsSync(made("pages/zh-Hans/security/incidents.md")));
    assert.match(await read(made("media/images/room.svg")), /#7a3b9c/);
    const after = await whole();
    await window.press("z", "Control");
    await window.shows("Four teams");
    await window.gone("tree-item-/security/audits");
    await window.until("all as it was", async () => (await whole()) === before);
    await window.press("z", "Control", "Shift");
    await window.until("all taken again", async () => (await whole()) === after);
    await window.saved();
  });

  test("makes nothing twice, and takes the rest only when it is ticked", async () => {
    await window.click("tree-item-/security/access");
    await window.shows("lasting access");
    await compare();
    assert.deepEqual(await taken(), []);
    assert.equal(await window.run("() => document.querySelectorAll('[data-testid=again-list] li').length"), 2);
    await window.click("again-en-us/security/access.md");
    await window.click("again-zh-cn/security/incidents.md");
    await window.click("again-take");
    await window.there("export");
    await window.saved();
    await window.until("their version", async () => (await read(made("pages/en/security/access.md"))).includes("for half an hour"));
    await window.until("the page to be gone", () => !existsSync(made("pages/zh-Hans/security/incidents.md")));
    await window.shows("for half an hour");
    await window.press("z", "Control");
    await window.shows("lasting access");
    await window.until("the page to be back", () => existsSync(made("pages/zh-Hans/security/incidents.md")));
    await window.until("ours", async () => (await read(made("pages/en/security/access.md"))).includes("lasting access"));
  });
});

describe("an existing site, by keyboard alone", () => {
  test("is chosen, looked at and made", async () => {
    const [window, places] = await begin();
    try {
      await window.tabTo("bring-in");
      await window.press("Enter");
      await step(window, "choose");
      await window.tabTo("source-folder");
      await window.press("Enter");
      await step(window, "look");
      await window.tabTo("import-tab-pages");
      await window.press("ArrowRight");
      await window.until("the next part", () => window.run("() => document.activeElement.dataset.testid === 'import-tab-shared' && document.activeElement.getAttribute('aria-selected') === 'true'"));
      await window.press("ArrowLeft");
      await window.tabTo("import-grid");
      for (const key of ["ArrowDown", "End", "ArrowUp", "Home", "ArrowDown"]) await window.press(key);
      await window.until("the second page", async () => (await text(window, "[data-testid=import-detail]")).startsWith("Access to data"));
      const active = await window.run("() => document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.dataset.source");
      assert.equal(active, "en-us/security/access.md");
      await window.tabTo("import-line-0");
      await window.press("Enter");
      await window.there("source-lines");
      await window.until("the focus in the text", async () => (await window.focused()) === "source-lines");
      await window.press("Escape");
      await window.gone("source-view");
      assert.equal(await window.focused(), "import-line-0");
      await window.tabTo("import-on");
      await window.press("Enter");
      await window.there("import-name");
      await window.tabTo("import-folder");
      await window.press("Enter");
      await window.until("the folder", async () => (await text(window, "[data-testid=import-place]")) === places.out);
      await window.tabTo("import-make");
      await window.press("Enter");
      await window.shows("How we keep what you entrust to us.");
    } finally {
      await window.close();
      await places.remove();
    }
  });
});

describe("what is no existing site", () => {
  test("is said, and another can be chosen; one page is enough", async () => {
    const home = await mkdtemp(join(tmpdir(), "trustdesk-import-"));
    const source = join(home, "source");
    const window = await Window.open(null, { source });
    try {
      await window.click("bring-in");
      await window.click("source-zip");
      const missing = await window.until("that there is nothing", () => text(window, "[role=alert]"));
      assert.match(missing, /Nothing was changed\./);
      await mkdir(source);
      await window.click("source-folder");
      await window.until("that there is no page", async () => (await text(window, "[role=alert]")).startsWith("No page was found there. Nothing was changed."));
      await window.look("zh-Hans", "light");
      assert.match(await text(window, "[role=alert]"), /[\u4e00-\u9fff]/);
      await window.look("en", "light");
      await rm(source, { recursive: true });
      await writeFile(source, "<!doctype html>\n<title>Backups</title>\n<h1>Backups</h1>\n<p>A copy is made every night.</p>\n");
      await window.click("source-page");
      await step(window, "look");
      assert.equal(await figure(window, "pages"), "1");
      assert.equal(await window.run("() => document.querySelector('[role=alert]')"), null);
    } finally {
      await window.close();
      await rm(home, { recursive: true, force: true });
    }
  });
});

describe("a large existing site", () => {
  let window, places;

  before(async () => {
    [window, places] = await begin({ pages: 2000 });
  });
  after(async () => {
    await window?.close();
    await places?.remove();
  });

  test("says how far it is, and can be stopped", async () => {
    await window.click("bring-in");
    await window.click("source-folder");
    await window.there("import-busy");
    await window.click("import-cancel");
    const said = await window.until("that it stopped", () => text(window, "[role=alert]"));
    assert.equal(said, "Stopped. Nothing was changed.");
    await step(window, "choose");
  });

  test("is listed whole, with only the rows in view in the window", async () => {
    await window.click("source-folder");
    await window.until("the table", () => window.run("() => document.querySelector('[data-testid=import-grid]')?.getAttribute('aria-rowcount') === '4012'"), 120_000);
    const rows = await window.run("() => document.querySelectorAll('[data-source]').length");
    assert.ok(rows < 60, `${rows} rows`);
    await window.run("() => document.querySelector('[data-testid=import-grid]').focus()");
    await window.press("End");
    await window.until("the last row", () => window.run("() => { const at = document.getElementById(document.activeElement.getAttribute('aria-activedescendant')); return at?.getAttribute('aria-rowindex') === '4012' && at.getBoundingClientRect().bottom <= innerHeight; }"));
  });
});
