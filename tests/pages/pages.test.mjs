// The finished pages, in a real browser and before the Nu checker, opened from disk.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL, fileURLToPath } from "node:url";

import { browser, exported, files } from "./site.mjs";
import { axeFaults, nuErrors } from "./sound.mjs";

let site;
let chromium;
let pages;
before(async () => {
  site = exported();
  pages = files(site.folder).filter((file) => file.endsWith(".html"));
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  site?.remove();
});

const content = () => pages.filter((page) => page !== "index.html" && page !== "404.html");

test("the Nu checker finds no errors", async () => {
  assert.ok(content().length >= 36, `${content().length} pages`);
  assert.equal(await nuErrors(site.folder, pages), "");
});

test("every page opens from disk, styled, alone, with one h1 and links that lead somewhere", async () => {
  const context = await chromium.newContext({ viewport: { width: 320, height: 800 } });
  const page = await context.newPage();
  const outside = [];
  const said = [];
  let asked = [];
  page.on("request", (request) => /^(file|data):/.test(request.url()) || outside.push(request.url()));
  page.on("request", (request) => request.resourceType() === "image" || asked.push(request.url()));
  page.on("console", (message) => said.push(message.text()));
  const titles = new Map();
  const summaries = new Map();
  for (const name of content()) {
    asked = [];
    await page.goto(pathToFileURL(join(site.folder, name)).href);
    assert.ok(asked.length <= 4, `${name} asks for ${asked.length} files besides pictures: ${asked}`);
    const seen = await page.evaluate(() => ({
      title: document.title,
      summary: document.querySelector("meta[name=description]")?.content,
      lang: document.documentElement.lang,
      h1: document.querySelectorAll("h1").length,
      styled: getComputedStyle(document.querySelector(".bar")).display === "flex",
      wide: document.documentElement.scrollWidth > innerWidth,
      scripts: document.querySelectorAll('script:not([type="application/ld+json"])').length,
      alternates: document.querySelectorAll("link[hreflang]").length,
      links: [...document.querySelectorAll("[href], [src], [srcset]")].map((e) => e.getAttribute("href") ?? e.getAttribute("src") ?? e.getAttribute("srcset")),
      ids: [...document.querySelectorAll("[id]")].map((e) => e.id),
    }));
    assert.equal(seen.h1, 1, `${name} has ${seen.h1} h1`);
    assert.ok(seen.styled, `${name} has no styles`);
    assert.ok(!seen.wide, `${name} is wider than a phone`);
    assert.equal(seen.scripts, 0);
    assert.ok(name.startsWith(`${seen.lang}/`), `${name} says it is ${seen.lang}`);
    assert.ok(seen.alternates >= 3, `${name} does not name its translations`);
    assert.equal(new Set(seen.ids).size, seen.ids.length, `${name} has an id twice`);
    assert.ok(seen.summary && !summaries.has(seen.summary), `${name} shares its description with ${summaries.get(seen.summary)}`);
    assert.ok(!titles.has(seen.title), `${name} shares its title with ${titles.get(seen.title)}`);
    titles.set(seen.title, name);
    summaries.set(seen.summary, name);
    for (const link of seen.links.filter((link) => !/^[a-z]+:/.test(link))) {
      const target = new URL(link, pathToFileURL(join(site.folder, name)));
      const file = fileURLToPath(new URL(target.pathname, "file:///"));
      assert.ok(existsSync(file), `${name}: ${link} leads nowhere`);
      if (target.hash) assert.match(readFileSync(file, "utf8"), new RegExp(` id="${target.hash.slice(1)}"`), `${name}: ${link} has no such place`);
    }
    const size = readFileSync(join(site.folder, name)).length + readFileSync(join(site.folder, "assets/beacon.css")).length;
    assert.ok(size < 60_000, `${name} weighs ${size} bytes with its styles`);
  }
  assert.deepEqual(outside, []);
  assert.deepEqual(said, []);
  await context.close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1280]) {
    test(`axe finds no violations: ${width} px, ${colorScheme}`, async () => {
      const context = await chromium.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
      const page = await context.newPage();
      // The page for missing addresses links from the root of its host.
      await page.route("file:///assets/*", (route) => route.fulfill({ path: join(site.folder, new URL(route.request().url()).pathname) }));
      for (const name of [...content(), "404.html"]) {
        await page.goto(pathToFileURL(join(site.folder, name)).href);
        const faults = await axeFaults(page);
        assert.deepEqual(faults, [], `${relative(site.folder, join(site.folder, name))}: ${faults.join("\n")}`);
      }
      await context.close();
    });
  }
}

test("feeds are complete", async () => {
  const page = await chromium.newPage();
  for (const locale of ["en", "zh-Hans"]) {
    const atom = readFileSync(join(site.folder, locale, "updates.atom"), "utf8");
    const seen = await page.evaluate((text) => {
      const feed = new DOMParser().parseFromString(text, "application/xml");
      const has = (node, names) => names.every((name) => node.getElementsByTagName(name).length > 0);
      const entries = [...feed.getElementsByTagName("entry")];
      return { fault: feed.querySelector("parsererror")?.textContent ?? "", feed: has(feed, ["id", "title", "updated", "author"]), entries: entries.map((entry) => has(entry, ["id", "title", "updated", "content"])) };
    }, atom);
    assert.deepEqual(seen, { fault: "", feed: true, entries: [true, true, true] });
    const json = JSON.parse(readFileSync(join(site.folder, locale, "updates.feed.json"), "utf8"));
    assert.equal(json.version, "https://jsonfeed.org/version/1.1");
    for (const item of json.items) {
      assert.match(item.id, /^https:/);
      const [path, anchor] = item.url.replace("https://trust.corvane.example/", "").split("#");
      assert.ok(readFileSync(join(site.folder, path), "utf8").includes(`id="${anchor}"`), item.url);
    }
  }
  await page.close();
});
