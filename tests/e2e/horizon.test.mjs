// Due dates in the real window: the list, its calendar, and the site on the day when something ends.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Window, openSample } from "./window.mjs";

/** The day that many days from today, in UTC as the program counts. */
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
/** The same in words. */
const words = (iso, language = "en-GB") => new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));

const certificate = (id, owner, ends, more = "") =>
  `[${id}]\ntitle = { en = "Standard ${id}", zh-Hans = "标准 ${id}" }\ntype = "certificate"\nissuer = "Auditors"\nscope = { en = "All", zh-Hans = "全部" }\nissued = ${day(-700)}\nexpires = ${ends}\n${owner ? `owner = "${owner}"\n` : ""}${more}\n`;

/** A site of its own, with days counted from today. */
async function made(records) {
  const home = await mkdtemp(join(tmpdir(), "trustdesk-e2e-"));
  const site = join(home, "site");
  const page = (title) => `+++\ntitle = "${title}"\nsummary = "S"\n+++\n\n::: certifications {#proof}\n:::\n`;
  const files = {
    "site.toml": 'format = 1\nname = { en = "Harbour Trust", zh-Hans = "港湾信任中心" }\naddress = "https://trust.example.com"\ntheme = "beacon"\nlocales = [{ tag = "en", label = "English" }, { tag = "zh-Hans", label = "简体中文" }]\n',
    "pages/en/index.md": page("Harbour"),
    "pages/zh-Hans/index.md": page("港湾"),
    ...(records ? { "records/certifications.toml": records } : {}),
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(site, path)), { recursive: true });
    await writeFile(join(site, path), text);
  }
  const out = join(home, "out");
  await mkdir(out);
  return { site, out, remove: () => rm(home, { recursive: true, force: true }) };
}

const texts = (window, id) => window.run("(s) => [...document.querySelectorAll(s)].map((e) => e.innerText)", `[data-testid=${id}]`);
const text = (window, id) => window.run("(s) => document.querySelector(s)?.innerText ?? ''", `[data-testid=${id}]`);
const choose = (window, id, value) => window.run("(s, value) => { const e = document.querySelector(s); e.value = value; e.dispatchEvent(new Event('change', { bubbles: true })); }", `[data-testid=${id}]`, value);
const rows = (window, n) => window.until(`${n} rows`, async () => (await texts(window, "due-row")).length === n);

describe("due dates", () => {
  const ends = day(40);
  let site;
  let window;

  before(async () => {
    const three = certificate("a", "Ann", ends) + certificate("b", "Ann", ends, `review-by = ${day(-5)}`) + certificate("c", "", ends);
    site = await made(three);
    window = await Window.open(site.site, { out: site.out });
    await window.shows("Standard a");
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("by keyboard, from the sentence to the field that holds the day", async () => {
    await window.tabTo("part-due");
    await window.press("Enter");
    await window.there("due-said");
    assert.equal(await text(window, "due-said").then((said) => said.split("\n")[0]), `If nobody touches this site, on ${words(day(41))} three statements become untrue.`);
    assert.equal(await text(window, "due-count"), "4 dates");
    const headings = await window.run("() => [...document.querySelectorAll('[data-testid=due] section h2')].map((e) => e.firstChild.data)");
    assert.equal(headings[0], "Overdue");
    const all = await texts(window, "due-row");
    assert.ok(all[0].includes("Standard b") && all[0].includes("Review due"), all[0]);
    assert.ok(all[1].includes(`Untrue from ${words(day(41))}`), all[1]);
    await window.accessible("due dates");
    await window.tabTo("due-row");
    await window.press("Enter");
    await window.until("the field", async () => (await window.focused()) === "field-data-b.review-by");
    await window.tabTo("part-due", "Shift");
    await window.press("Enter");
    await rows(window, 4);
  });

  test("owner, kind and what becomes untrue narrow the list", async () => {
    await choose(window, "due-owner", "=Ann");
    await rows(window, 3);
    await choose(window, "due-kind", "expires");
    await rows(window, 2);
    assert.equal(await text(window, "due-count"), "2 dates");
    await window.click("due-clear");
    await rows(window, 4);
    await choose(window, "due-owner", "=");
    await rows(window, 1);
    assert.ok((await texts(window, "due-row"))[0].includes("No owner"));
    await window.click("due-clear");
    await window.click("due-untrue");
    await rows(window, 3);
    await choose(window, "due-kind", "review");
    await rows(window, 0);
    await window.accessible("nothing matches");
    await window.click("due-clear");
    await rows(window, 4);
  });

  test("a calendar of what was chosen is written where the person says", async () => {
    await choose(window, "due-owner", "=Ann");
    await rows(window, 3);
    await window.click("due-save");
    const read = () => readFile(join(site.out, "due-dates.ics"), "utf8");
    const file = await window.until("the calendar", () => read().catch(() => ""));
    const lines = file.replaceAll("\r\n ", "").split("\r\n");
    assert.equal(lines[0], "BEGIN:VCALENDAR");
    assert.equal(lines.filter((line) => line === "BEGIN:VEVENT").length, 3);
    assert.equal(lines.filter((line) => line === `DTSTART;VALUE=DATE:${ends.replaceAll("-", "")}`).length, 2);
    assert.equal(lines.filter((line) => line === "DESCRIPTION:Owner: Ann").length, 3);
    assert.ok(lines.includes("SUMMARY:Standard a: Expires"));
    await window.click("due-clear");
  });

  test("the site is shown on the day, with the problems of that day, until the way back", async () => {
    await window.click("part-due");
    await window.click("due-show");
    await window.shows("Expired on");
    await window.there("day-bar");
    await window.panel("problems");
    await window.until("the day", async () => (await text(window, "problems-day")).includes(`Problems on ${words(day(41))}`));
    await window.until("expired certificates", async () => (await text(window, "problem-list")).includes(`“Standard a” expired on ${ends}`));
    await window.accessible("problems of another day");
    await window.panel("problems", false);
    await window.click("part-due");
    await window.until("the day above the list", async () => (await text(window, "day-bar")).includes(`You are looking at ${words(day(41))}`));
    // The list itself stays as it is today.
    assert.ok((await text(window, "due-said")).includes("three statements"));
    await window.accessible("due dates while another day is shown");
    await window.shot("due-other-day");
    await window.click(".day .button");
    await window.gone("day-bar");
    await window.click("part-pages");
    await window.hides("Expired on");
    await window.panel("problems");
    await window.until("no expired certificates", async () => !(await text(window, "problem-list")).includes("expired on"));
    await window.panel("problems", false);
    await window.click("part-due");
  });

  test("a row shows the site on its own day", async () => {
    await rows(window, 4);
    await window.run("() => document.querySelectorAll('[data-testid=due] .icon-button')[1].click()");
    await window.shows("Expired on");
    await window.click(".day .button");
    await window.hides("Expired on");
    await window.click("part-due");
  });

  test("what another program writes is in the list at once", async () => {
    const file = join(site.site, "records/certifications.toml");
    await rows(window, 4);
    await writeFile(file, (await readFile(file, "utf8")) + certificate("d", "Bob", day(50)));
    await rows(window, 5);
    const owners = await window.run("() => [...document.querySelector('[data-testid=due-owner]').options].map((e) => e.label)");
    assert.deepEqual(owners, ["Owner: all", "Ann", "Bob", "Nobody"]);
  });

  test("it reads well in Chinese, light and dark", async () => {
    for (const [language, appearance] of [["zh-Hans", "light"], ["zh-Hans", "dark"], ["en", "dark"]]) {
      await window.look(language, appearance);
      if (language === "zh-Hans") await window.until("the sentence", async () => (await text(window, "due-said")).startsWith(`如果无人更新此站点，${words(day(41), "zh-CN")}有 3 项陈述不再属实。`));
      await window.accessible(`${language}, ${appearance}`);
    }
    await window.look("en", "light");
  });
});

describe("due dates of other sites", () => {
  test("where nothing is due it says so, and where dates come from", async () => {
    const site = await made("");
    const window = await Window.open(site.site, { out: site.out });
    try {
      await window.shows("Harbour");
      await window.click("part-due");
      await window.until("it says so", async () => (await text(window, "due-none")).includes("Nothing is due until"));
      await window.accessible("nothing due");
      await window.shot("due-none");
      await window.click("due-to-records");
      await window.there("collection-certifications");
    } finally {
      await window.close();
      await site.remove();
    }
  });

  test("five hundred records are listed, narrowed and left again, in a small window too", async () => {
    const many = Array.from({ length: 500 }, (_, i) => certificate(`n${i}`, ["Ann", "Bob", "Chen"][i % 3], day(1 + (i * 7) % 360))).join("");
    const site = await made(many);
    const window = await Window.open(site.site, { out: site.out, size: [960, 600] });
    try {
      await window.shows("Standard n0");
      await window.click("part-due");
      await window.until("the count", async () => (await text(window, "due-count")) === "500 dates");
      await window.accessible("five hundred");
      await window.shot("due-many");
      // More is listed as one scrolls, to the last.
      await window.until("the last row", () => window.run("() => { const e = document.querySelector('[data-testid=due]'); e.scrollTop = e.scrollHeight; return document.querySelectorAll('[data-testid=due-row]').length === 500; }"));
      await choose(window, "due-owner", "=Chen");
      await rows(window, 166);
      const wide = await window.run("() => { const e = document.querySelector('[data-testid=due]'); return e.scrollWidth <= e.clientWidth; }");
      assert.ok(wide, "nothing stands out at the side");
    } finally {
      await window.close();
      await site.remove();
    }
  });

  test("the sample site shows days of many kinds", async () => {
    const [site, window] = await openSample();
    try {
      await window.click("part-due");
      await window.there("due-row");
      for (const [language, appearance] of [["en", "light"], ["en", "dark"], ["zh-Hans", "light"], ["zh-Hans", "dark"]]) {
        await window.look(language, appearance);
        await window.accessible(`the sample, ${language}, ${appearance}`);
        await window.shot(`due-${language}-${appearance}`);
      }
    } finally {
      await window.close();
      await site.remove();
    }
  });
});
