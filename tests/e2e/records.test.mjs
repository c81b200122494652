// Records in the real window: by keyboard, in hundreds, in both languages.
import assert from "node:assert/strict";
import { readFile, writeFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { HEADING, Window, copyOf, openSample } from "./window.mjs";

/** To the table: by panes, then by Tab. */
async function toGrid(window) {
  for (let i = 0; i < 6 && !(await window.run("() => document.activeElement?.matches('.list')")); i++) await window.press("F6");
  await window.tabTo("record-grid");
}

/** Chooses an option of the select that has the focus, as its keys would. */
async function pick(window, value) {
  await window.run("(value) => { const s = document.activeElement; s.value = value; s.dispatchEvent(new Event('change', { bubbles: true })); }", value);
}

describe("records by keyboard", () => {
  let site;
  let window;
  const records = (name = "certifications") => readFile(join(site.site, `records/${name}.toml`), "utf8");

  before(async () => {
    site = await copyOf();
    await mkdir(join(site.site, "shared/en"), { recursive: true });
    await writeFile(join(site.site, "shared/en/helpful-links.md"), '+++\ntitle = "Helpful links"\n+++\n\n::: links {#helpful-links}\ntitle = "Worth knowing"\nitems = [\n  { link = "faq" },\n]\n:::\n');
    for (const page of ["index", "contact", "faq"]) {
      const file = join(site.site, `pages/en/${page}.md`);
      await writeFile(file, `${(await readFile(file, "utf8")).trimEnd()}\n\n::: shared {#shared-links aside}\nuse = "helpful-links"\n:::\n`);
    }
    window = await Window.open(site.site, { out: site.out });
    await window.shows(HEADING);
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("a certificate with a logo in both languages is added and stands on the page", async () => {
    await window.tabTo("part-records");
    await window.press("Enter");
    await window.tabTo("collection-certifications");
    await window.press("Enter");
    await window.there("record-grid");
    await window.shot("records-table");
    await window.tabTo("add-record");
    await window.press("Enter");
    await window.until("the name", async () => (await window.focused()) === "new-title-en");
    await window.press("Enter");
    await window.until("what is missing", () => window.run("() => document.querySelector('[data-testid=record-form] [role=alert]') !== null"));
    await window.typed("Cloud security seal");
    await window.press("Tab");
    await window.typed("云安全标识");
    await window.press("Enter");
    const field = (name) => `field-data-cloud-security-seal.${name}`;
    await window.until("the next field", async () => (await window.focused()) === field("type"));
    await pick(window, "certificate");
    await window.tabTo(field("badge"));
    await window.press("Enter");
    await window.there("file-picker");
    await window.tabTo("picker-search");
    await window.typed("star.svg");
    await window.tabTo("file-list");
    await window.press("Enter");
    await window.until("the picture", () => window.run("() => document.querySelector('[data-testid$=\"cloud-security-seal.badge\"]')?.dataset.value === '/media/badges/star.svg'"));
    await window.tabTo(field("scope.en"));
    await window.typed("All services.");
    await window.press("Tab");
    await window.typed("全部服务。");
    await window.tabTo(field("issued"));
    await window.typed("2026-02-03");
    await window.tabTo(field("expires"));
    await window.typed("2099-02-02");
    await window.saved();
    await window.until("the file", async () => (await records()).includes('[cloud-security-seal]\ntitle = { en = "Cloud security seal", zh-Hans = "云安全标识" }\ntype = "certificate"\nbadge = "/media/badges/star.svg"\n'));
    await window.until("its state", () => window.run("() => document.querySelector('[data-testid=record-cloud-security-seal] [data-state=valid]') !== null"));
    await window.shot("records-form");
    const places = await window.until("its places", () => window.run("() => [...document.querySelectorAll('[data-testid^=place-]')].map((b) => b.innerText)"));
    assert.ok(places.length > 0, String(places));
    await window.tabTo("place-0");
    await window.press("Enter");
    await window.shows("Cloud security seal");
    const logo = await window.run("() => [...document.querySelector('[data-testid=preview]').contentDocument.querySelectorAll('img')].some((i) => i.src.endsWith('star.svg'))");
    assert.ok(logo);
    await window.click("locale-zh-Hans");
    await window.shows("云安全标识");
    await window.click("locale-en");
    await window.shows("Cloud security seal");
  });

  test("a record is edited, and undo by keyboard brings everything back", async () => {
    const before = await records();
    await window.click("part-records");
    await window.click("collection-certifications");
    await window.there("record-grid");
    await window.tabTo("record-grid");
    await window.press("Home");
    await window.press("Enter");
    await window.until("the form", () => window.run("() => document.activeElement?.dataset.path?.startsWith('iso-27001.')"));
    await window.fill("field-data-iso-27001.title", "ISO/IEC 27001:2022 (all sites)");
    await window.until("the table", () => window.run("() => document.querySelector('[data-testid=record-iso-27001]').innerText.includes('(all sites)')"));
    await window.saved();
    assert.equal(await records(), before.replace('title = "ISO/IEC 27001:2022"', 'title = "ISO/IEC 27001:2022 (all sites)"'));
    await window.press("z", "Control");
    await window.until("the file as it was", async () => (await records()) === before);
    await window.until("the form as it was", () => window.run("() => document.querySelector('[data-testid=\"field-data-iso-27001.title\"]').value === 'ISO/IEC 27001:2022'"));
    await window.press("PageDown", "Alt");
    await window.until("the next record", () => window.run("() => document.querySelector('[data-testid=record-iso-27701]').getAttribute('aria-current') === 'true'"));
  });

  test("one field of several records is changed at once, and undone at once", async () => {
    const before = await records();
    await toGrid(window);
    await window.press("Home");
    await window.press(" ");
    await window.press("ArrowDown", "Shift");
    await window.press("ArrowDown", "Shift");
    await window.until("three selected", () => window.run("() => document.querySelector('[data-testid=selection-bar]')?.innerText.includes('3 of ')"));
    await window.shot("records-selected");
    await window.tabTo("bulk-change", "Shift");
    await window.press("Enter");
    await window.there("bulk-field");
    await pick(window, "owner");
    await window.tabTo("bulk-value");
    await window.typed("Legal");
    await window.shot("records-bulk");
    await window.press("Enter");
    await window.until("the file", async () => (await records()).match(/owner = "Legal"/g)?.length === 3);
    await window.press("z", "Control");
    await window.until("the file as it was", async () => (await records()) === before);
  });

  test("records are moved, found, sorted, duplicated and removed, and all of it undone", async () => {
    const before = await records();
    const order = () => window.run("() => [...document.querySelectorAll('[data-testid=record-grid] .rows [role=row]')].sort((a, b) => a.ariaRowIndex - b.ariaRowIndex).map((r) => r.dataset.testid)");
    await toGrid(window);
    await window.press("Escape");
    await window.press("Home");
    await window.press("ArrowDown", "Alt");
    await window.until("the move", async () => (await order())[1] === "record-iso-27001");
    await window.press("z", "Control");
    await window.until("the way back", async () => (await order())[0] === "record-iso-27001");
    await window.tabTo("record-search", "Shift");
    await window.typed("云安全标识");
    await window.until("one found", async () => (await order()).length === 1);
    await window.run("() => document.querySelector('[data-testid=record-search]').select()");
    await window.typed("nothing like it");
    await window.there("no-match");
    await window.click("clear-filters");
    await window.there("record-grid");
    await window.click("sort-title");
    await window.until("the sort", () => window.run("() => document.querySelector('[aria-sort=ascending]') !== null"));
    await window.click("sort-title");
    await window.click("sort-title");
    await window.run("() => document.querySelector('[data-testid=record-grid]').focus()");
    await window.press("End");
    await window.press("Enter");
    await window.until("the form", () => window.run("() => document.querySelector('[data-testid=record-form] h2')?.innerText === 'Cloud security seal'"));
    await window.click("record-duplicate");
    await window.until("the copy", async () => (await records()).includes("[cloud-security-seal-2]"));
    await window.click("record-remove");
    await window.until("it to go", async () => !(await records()).includes("[cloud-security-seal-2]"));
    await window.click("toast-undo");
    await window.until("it to be back", async () => (await records()).includes("[cloud-security-seal-2]"));
    await window.press("z", "Control");
    await window.until("the file as it was", async () => (await records()) === before);
  });

  test("a table is pasted in: records change and come, as one edit", async () => {
    const before = await records();
    await window.click("import-records");
    await window.run("(text) => { const a = document.querySelector('[data-testid=import-paste]'); a.value = text; a.dispatchEvent(new Event('input', { bubbles: true })); }", "id\tName (en)\t名称 (zh-Hans)\tOwner\niso-27001\t\t\tLegal\n\tNew seal\t新标识\tSales\n\t\t\tNobody\n");
    await window.until("the rows", () => window.run("() => document.querySelector('[data-testid=import-summary]')?.innerText.includes('New: 1')"));
    await window.shot("records-import");
    await window.accessible("import");
    await window.click("import-run");
    await window.until("the file", async () => {
      const now = await records();
      return now.includes('[new-seal]\ntitle = { en = "New seal", zh-Hans = "新标识" }\nowner = "Sales"\n') && now.includes('owner = "Legal"');
    });
    await window.press("z", "Control");
    await window.until("the file as it was", async () => (await records()) === before);
    await window.click("export-records");
    const csv = await window.until("the table", () => readFile(join(site.out, "certifications.csv"), "utf8"));
    assert.ok(csv.startsWith("\ufeffid,Name (en),Name (zh-Hans)") && csv.includes("云安全标识"), csv.slice(0, 200));
  });

  test("a link is put into a shared box of many pages, and undone, by keyboard", async () => {
    const shared = () => readFile(join(site.site, "shared/en/helpful-links.md"), "utf8");
    const before = await shared();
    await window.click("collection-certifications");
    await window.tabTo("collection-links");
    await window.press("Enter");
    await window.there("record-status");
    await window.tabTo("record-grid");
    await window.press("Home");
    for (let i = 0; i < 6; i++) await window.press("ArrowDown");
    await window.press("Enter");
    await window.until("the form", () => window.run("() => document.activeElement?.dataset.path?.startsWith('status.')"));
    await window.tabTo("record-boxes");
    await window.press("Enter");
    await window.until("the search", async () => (await window.focused()) === "box-search");
    await window.typed("Worth");
    await window.tabTo("box-en-shared:helpful-links");
    await window.press(" ");
    await window.shot("records-boxes");
    await window.accessible("boxes");
    await window.tabTo("boxes-run");
    await window.press("Enter");
    await window.until("the file", async () => (await shared()) === before.replace('{ link = "faq" },\n', '{ link = "faq" },\n  { link = "status" },\n'));
    await window.click("part-pages");
    await window.shows("Service status");
    await window.press("z", "Control");
    await window.until("the file as it was", async () => (await shared()) === before);
  });

  test("what is used says where before it goes, and a field leads to its record and back", async () => {
    await window.click("part-records");
    await window.click("collection-documents");
    await window.click("record-iso-27001-certificate");
    await window.click("record-remove");
    await window.there("remove-used");
    await window.shot("records-remove");
    await window.accessible("remove");
    await window.press("Escape");
    await window.click("collection-certifications");
    await window.click("record-iso-27001");
    await window.click("edit-field-data-iso-27001.document");
    await window.until("the document", () => window.run("() => document.querySelector('[data-testid=record-form] h2')?.innerText.includes('27001')"));
    await window.click("record-back");
    await window.until("the field", () => window.run("() => document.activeElement?.dataset.path === 'iso-27001.document'"));
  });

  for (const [language, appearance] of [["en", "light"], ["zh-Hans", "dark"], ["zh-Hans", "light"], ["en", "dark"]]) {
    test(`no accessibility faults: ${language}, ${appearance}`, async () => {
      await window.look(language, appearance);
      await window.accessible("form");
      await window.shot(`records-${language}-${appearance}`);
      await window.click("add-record");
      await window.accessible("new");
      await window.press("Escape");
      await window.run("() => document.querySelector('[data-testid=select-all]').click()");
      await window.accessible("selected");
      await window.click("bulk-change");
      await window.accessible("bulk");
      await window.press("Escape");
      await window.run("() => document.querySelector('[data-testid=select-all]').click()");
    });
  }
});

describe("a record beside its form", () => {
  let site;
  let window;
  const seen = () => window.run("() => document.querySelector('[data-testid=record-preview-frame]')?.contentDocument?.body?.innerText ?? ''");
  const shows = (text) => window.until(`“${text}” beside the form`, async () => (await seen()).includes(text));
  const where = () => window.run("() => document.querySelector('[data-testid=record-preview-where]')?.innerText ?? ''");

  before(async () => {
    [site, window] = await openSample();
    await window.click("part-records");
    await window.click("collection-certifications");
    await window.click("record-iso-27001");
    await window.there("record-preview-frame");
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("what is typed is shown by the section that shows it, and undone there too", async () => {
    await shows("ISO/IEC 27001:2022");
    assert.match(await where(), /On the page “.+” · Certifications/);
    assert.ok(!(await seen()).includes("27701"), "only this record");
    const frame = await window.find("record-preview-frame");
    await window.fill("field-data-iso-27001.title", "ISO/IEC 27001:2022 <all sites>");
    await shows("ISO/IEC 27001:2022 <all sites>");
    await window.fill("field-data-iso-27001.expires", "2026-01-01");
    await shows("Expired on 1 January 2026");
    // It is patched, not drawn anew.
    assert.equal(await window.find("record-preview-frame"), frame);
    await window.shot("records-preview");
    await window.saved();
    for (let i = 0; i < 2; i++) await window.press("z", "Control");
    await window.until("the record as it was", async () => !(await seen()).includes("all sites"));
  });

  test("what is typed in a language is shown in that language", async () => {
    await window.fill("field-data-iso-27001.scope.zh-Hans", "全部产品与全部区域。");
    await shows("全部产品与全部区域。");
    assert.equal(await window.run("() => document.querySelector('[data-testid=record-preview-frame]').contentDocument.documentElement.lang"), "zh-Hans");
    await window.click("record-preview-en");
    await window.until("English", async () => !(await seen()).includes("全部"));
    await window.press("z", "Control");
  });

  test("a hidden record says so, an unused one stands in an example", async () => {
    const chosen = await window.there("field-data-iso-27001.visibility");
    assert.ok(chosen);
    await window.run("() => { const s = document.querySelector('[data-testid=\"field-data-iso-27001.visibility\"]'); s.value = 'hidden'; s.dispatchEvent(new Event('change', { bubbles: true })); }");
    await window.there("record-preview-none");
    await window.accessible("hidden");
    await window.shot("records-preview-hidden");
    await window.run("() => { const s = document.querySelector('[data-testid=\"field-data-iso-27001.visibility\"]'); s.value = ''; s.dispatchEvent(new Event('change', { bubbles: true })); }");
    await shows("ISO/IEC 27001:2022");
    await window.gone("record-preview-none");
    await window.click("collection-links");
    await window.click("add-record");
    await window.until("the name", async () => (await window.focused()) === "new-title-en");
    await window.typed("A link of our own");
    await window.press("Enter");
    // A link that leads nowhere is shown nowhere.
    await window.there("record-preview-none");
    await window.fill("field-data-a-link-of-our-own.to.en", "https://example.com/ours");
    await shows("A link of our own");
    await window.until("that it is an example", async () => (await where()).startsWith("An example"));
    await window.shot("records-preview-example");
  });

  for (const [name, record] of [["documents", "iso-27001-certificate"], ["contacts", null], ["links", "status"]]) {
    test(`${name} are shown as pages show them`, async () => {
      await window.click(`collection-${name}`);
      if (record) await window.click(`record-${record}`);
      else await window.until("a contact", () => window.run("() => { const row = document.querySelector('[data-testid=record-grid] .rows [role=row]'); row?.click(); return row !== null; }"));
      const title = await window.until("the form", () => window.run("() => document.querySelector('[data-testid=record-form] h2')?.innerText"));
      await shows(title);
      await window.shot(`records-preview-${name}`);
    });
  }

  test("it can be put away, and the page it stands on is one key away", async () => {
    await window.click("record-preview-toggle");
    await window.gone("record-preview-frame");
    await window.click("collection-certifications");
    await window.click("record-soc-2");
    await window.until("the bar", () => window.run("() => document.querySelector('[data-testid=record-preview-toggle]')?.ariaExpanded === 'false'"));
    await window.click("record-preview-toggle");
    await shows("SOC 2 Type II report");
    await window.tabTo("record-preview-page");
    await window.press("Enter");
    await window.shows("SOC 2 Type II report");
    assert.equal(await window.run("() => document.querySelector('[data-testid=record-preview]')"), null);
  });

  for (const [language, appearance] of [["zh-Hans", "dark"], ["en", "dark"], ["zh-Hans", "light"], ["en", "light"]]) {
    test(`no accessibility faults: ${language}, ${appearance}`, async () => {
      await window.look(language, appearance);
      await window.click("part-records");
      await window.click("collection-certifications");
      await window.click("record-soc-2");
      await shows("SOC 2");
      await window.accessible("preview");
      await window.shot(`records-preview-${language}-${appearance}`);
    });
  }
});

describe("five hundred records", () => {
  let site;
  let window;

  before(async () => {
    site = await copyOf();
    const many = Array.from({ length: 500 }, (_, n) => `[seal-${n}]\ntitle = { en = "Seal ${n}", zh-Hans = "标识 ${n}" }\ntype = "certificate"\nscope = { en = "Region ${n % 7}", zh-Hans = "区域 ${n % 7}" }\nissued = 2026-01-01\nexpires = 20${27 + (n % 9)}-01-01\nowner = "Team ${n % 5}"\n`);
    await writeFile(join(site.site, "records/certifications.toml"), many.join("\n"));
    window = await Window.open(site.site, { out: site.out });
    await window.shows("Your data");
    await window.click("part-records");
    await window.click("collection-certifications");
    await window.there("record-seal-0");
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("only those in view exist, and the last is one key away", async () => {
    const count = () => window.run("() => document.querySelectorAll('[data-testid=record-grid] .rows [role=row]').length");
    assert.ok((await count()) < 60, String(await count()));
    await window.tabTo("record-grid");
    await window.press("End");
    await window.there("record-seal-499");
    assert.ok((await count()) < 60);
    const frames = await window.runAsync(`() => new Promise((done) => {
      const box = document.querySelector('[data-testid=record-scroller]');
      const times = []; let last = performance.now(); let n = 0; box.scrollTop = 0;
      const step = (now) => { times.push(now - last); last = now; box.scrollTop += 120; if (++n < 120) requestAnimationFrame(step); else done(times.slice(5).sort((a, b) => a - b)); };
      requestAnimationFrame(step);
    })`);
    console.log(`scrolling 500 records: median ${frames[57].toFixed(1)} ms, p95 ${frames[Math.floor(frames.length * 0.95)].toFixed(1)} ms between frames`);
    await window.shot("records-500");
  });

  test("typing, filters and selection answer for all of them", async () => {
    await window.run("() => { document.querySelector('[data-testid=record-scroller]').scrollTop = 0; }");
    await window.click("record-seal-3");
    await window.there("field-data-seal-3.title.en");
    await window.run("() => performance.clearMeasures()");
    await window.fill("field-data-seal-3.title.en", "The third seal of all, typed key by key");
    await window.until("the row", () => window.run("() => document.querySelector('[data-testid=record-seal-3]').innerText.includes('key by key')"));
    await window.until("the row beside its form", () => window.run("() => document.querySelector('[data-testid=record-preview-frame]').contentDocument.body.innerText.includes('key by key')"));
    const times = await window.run("() => ['td-keystroke', 'td-call', 'td-sight'].map((name) => performance.getEntriesByName(name).map((m) => m.duration).sort((a, b) => a - b))");
    for (const [i, name] of ["keystroke to frame", "call", "preview"].entries()) {
      const list = times[i];
      console.log(`500 records, ${name}: median ${list[list.length >> 1]?.toFixed(1)} ms, p95 ${list[Math.floor(list.length * 0.95)]?.toFixed(1)} ms of ${list.length}`);
    }
    await window.run("() => document.querySelector('[data-testid=record-grid]').focus()");
    await window.press("a", "Control");
    await window.until("all selected", () => window.run("() => document.querySelector('[data-testid=selection-bar]').innerText.includes('500 of 500')"));
    await window.saved();
    const before = await readFile(join(site.site, "records/certifications.toml"), "utf8");
    await window.click("bulk-change");
    await pick(window, "visibility").catch(() => {});
    await window.run("() => { const s = document.querySelector('[data-testid=bulk-value]'); s.value = 'notice'; s.dispatchEvent(new Event('change', { bubbles: true })); }");
    await window.click("bulk-run");
    await window.until("the file", async () => (await readFile(join(site.site, "records/certifications.toml"), "utf8")).match(/visibility = "notice"/g)?.length === 500);
    await window.click("toast-undo");
    await window.until("the file as it was", async () => (await readFile(join(site.site, "records/certifications.toml"), "utf8")) === before);
  });
});

describe("records of a broken site", () => {
  test("a list that cannot be read says where, and an empty one what it is for", async () => {
    const site = await copyOf();
    await writeFile(join(site.site, "records/contacts.toml"), "[a]\ntitle = \n");
    await writeFile(join(site.site, "records/documents.toml"), "");
    const window = await Window.open(site.site);
    try {
      await window.shows("Your data");
      await window.click("part-records");
      await window.click("collection-contacts");
      const words = await window.until("the fault", () => window.run("() => document.querySelector('[data-testid=unreadable]')?.innerText"));
      assert.match(words, /contacts\.toml, line 2/);
      await window.accessible("unreadable");
      await window.shot("records-unreadable");
      await window.click("collection-documents");
      await window.there("no-records");
      await window.accessible("empty");
      await window.shot("records-empty");
    } finally {
      await window.close();
      await site.remove();
    }
  });
});
