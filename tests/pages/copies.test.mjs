// What visitors are told of a document that they have, in a real browser: opened from disk, served on
// this computer, and served without https, where browsers keep WebCrypto back.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";

import { copies, serve, withReleases } from "./copies.mjs";
import { browser, files } from "./site.mjs";
import { axeFaults, nuErrors } from "./sound.mjs";

let site;
let server;
let chromium;
before(async () => {
  site = withReleases();
  server = await serve(site.folder);
  chromium = await browser(["--host-resolver-rules=MAP trust.test 127.0.0.1"]);
});
after(async () => {
  await chromium?.close();
  await server?.stop();
  site?.remove();
});

const origins = () => ({ disk: pathToFileURL(`${site.folder}/`).href, secure: `http://localhost:${server.port}/`, plain: `http://trust.test:${server.port}/` });

/** What each state is called, by language. */
const STATES = {
  en: { current: "Current version", superseded: "Superseded", withdrawn: "No longer published", unknown: "Never published by us" },
  "zh-Hans": { current: "当前版本", superseded: "已被取代", withdrawn: "不再发布", unknown: "我们从未发布" },
};

/** The page in a context of its own, with everything that it says and asks. */
async function opened(origin, locale, options = {}) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const [said, asked] = [[], []];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  await page.goto(origin + site.page(locale), { waitUntil: "networkidle" });
  page.on("request", (request) => asked.push(request.url()));
  return { context, page, said, asked };
}

/** Drops files on the page, as a file manager does. */
async function drop(page, dropped) {
  const data = await page.evaluateHandle((all) => {
    const data = new DataTransfer();
    for (const { name, base64 } of all) data.items.add(new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], name));
    return data;
  }, dropped.map(({ name, bytes }) => ({ name, base64: bytes.toString("base64") })));
  await page.dispatchEvent("main", "dragover", { dataTransfer: data });
  await page.dispatchEvent("main", "drop", { dataTransfer: data });
}

const answers = async (page, count) => {
  await page.waitForFunction((count) => document.querySelectorAll(".answer").length === count, count);
  return page.$$eval(".answer", (all) => all.map((one) => ({ file: one.querySelector(".answer-file").textContent, state: one.querySelector(".answer-state").textContent, words: [...one.querySelectorAll(".answer-words")].map((line) => line.textContent).join(" "), sum: one.querySelector("code")?.textContent })));
};

for (const where of ["disk", "secure", "plain"]) {
  for (const locale of ["en", "zh-Hans"]) {
    test(`each document is told apart, ${where}, ${locale}`, async () => {
      const { context, page, said, asked } = await opened(origins()[where], locale);
      assert.equal(await page.evaluate(() => Boolean(window.crypto?.subtle)), where !== "plain");
      const all = copies();
      for (const [state, copy] of Object.entries(all)) {
        await drop(page, [copy]);
        const [answer, ...more] = await answers(page, 1);
        assert.deepEqual(more, []);
        assert.equal(answer.state, STATES[locale][state]);
        assert.equal(answer.file, copy.name);
        assert.equal(answer.sum, createHash("sha256").update(copy.bytes).digest("hex"));
        await page.evaluate(() => document.querySelector(".answer").remove());
      }
      await page.setInputFiles("input[type=file]", Object.values(all).map(({ name, bytes }) => ({ name: name.replaceAll("/", ""), mimeType: "application/pdf", buffer: bytes })));
      const several = await answers(page, 4);
      assert.deepEqual(several.map((one) => one.state), Object.values(STATES[locale]));
      if (locale === "en") {
        assert.equal(several[0].words, "This is “Information security policy” (English), version 7. It is the current version, first published with release 2 of 1 March 2026.");
        assert.equal(several[1].words, "This is “Information security policy” (English), version 6. It was superseded with release 2 of 1 March 2026. In its place now: “Information security policy” (English), version 7.");
        assert.equal(several[2].words, "This is “Incident overview”, version 1.0. It is no longer published since release 2 of 1 March 2026.");
      }
      assert.deepEqual(said, []);
      assert.deepEqual(asked, []);
      await context.close();
    });
  }
}

test("digests are right for every length, with and without WebCrypto", async () => {
  const lengths = [0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 128, 1_048_575, 1_048_576, 1_048_577, 3_000_001];
  const all = lengths.map((length) => ({ name: `${length}.bin`, mimeType: "application/pdf", buffer: randomBytes(length) }));
  for (const where of ["secure", "plain"]) {
    const { context, page } = await opened(origins()[where], "en");
    await page.setInputFiles("input[type=file]", all);
    const found = await answers(page, all.length);
    assert.deepEqual(found.map((one) => one.sum), all.map(({ buffer }) => createHash("sha256").update(buffer).digest("hex")), where);
    await context.close();
  }
});

test("the keyboard reaches it, and what cannot be read is said", async () => {
  const { context, page, said } = await opened(origins().secure, "en");
  const chosen = page.waitForEvent("filechooser");
  assert.equal(await page.$eval("#check label", (label) => getComputedStyle(label).outlineStyle), "none");
  await page.focus("#check input");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.type), "file");
  assert.equal(await page.$eval("#check label", (label) => getComputedStyle(label).outlineStyle), "solid");
  await page.keyboard.press("Enter");
  assert.ok((await chosen).isMultiple());
  assert.equal(await page.getAttribute("#check [data-copy-answers]", "role"), "status");
  await page.evaluate(() => {
    File.prototype.arrayBuffer = () => Promise.reject(new DOMException("gone", "NotReadableError"));
    Blob.prototype.arrayBuffer = File.prototype.arrayBuffer;
  });
  await page.setInputFiles("input[type=file]", { name: "gone.pdf", mimeType: "application/pdf", buffer: Buffer.from("x") });
  const [answer] = await answers(page, 1);
  assert.equal(answer.state, "Could not be read");
  assert.deepEqual(said, []);
  await context.close();
});

test("no other script runs on the page, and it can ask nobody", async () => {
  const { context, page } = await opened(origins().secure, "en");
  const blocked = await page.evaluate(async () => {
    const found = [];
    addEventListener("securitypolicyviolation", (event) => found.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    await fetch(location.href).catch(() => found.push("refused"));
    await new Promise((done) => setTimeout(done, 100));
    return { found, ran: window.ran ?? false };
  });
  assert.equal(blocked.ran, false);
  assert.ok(blocked.found.includes("script-src-elem") && blocked.found.includes("refused"), JSON.stringify(blocked));
  await context.close();
  const others = files(site.folder).filter((file) => file.endsWith(".html") && !file.endsWith("/releases.html"));
  assert.ok(others.length > 40);
  for (const file of others) {
    const html = readFileSync(join(site.folder, file), "utf8");
    assert.doesNotMatch(html, /script-src|<script(?! type="application\/ld\+json")/, file);
  }
});

test("without scripts the digests stand there to be compared by hand", async () => {
  const { context, page, said } = await opened(origins().disk, "en", { javaScriptEnabled: false });
  assert.ok(await page.isHidden("[data-copy-drop]"));
  const rows = await page.locator("#check tbody tr").count();
  assert.ok(rows > 8, `${rows} rows`);
  const sums = await page.locator("#check tbody code").allTextContents();
  for (const sum of sums) assert.match(sum, /^[0-9a-f]{64}$/);
  const { current, superseded } = copies();
  for (const { bytes } of [current, superseded]) assert.ok(sums.includes(createHash("sha256").update(bytes).digest("hex")));
  assert.ok(await page.isVisible("text=certutil -hashfile") === false);
  await page.click("text=Compare by hand");
  assert.ok(await page.isVisible("text=certutil -hashfile"));
  assert.deepEqual(said, []);
  await context.close();
});

test("the pages are sound", async () => {
  const pages = ["en", "zh-Hans"].map(site.page);
  assert.equal(await nuErrors(site.folder, pages), "");
  const validator = new HtmlValidate({ root: true, extends: ["html-validate:recommended"], elements: ["html5"], rules: { "doctype-style": ["error", { style: "lowercase" }], "tel-non-breaking": ["error", { ignoreClasses: ["nobr"] }] } });
  for (const name of pages) {
    const { results } = await validator.validateString(readFileSync(join(site.folder, name), "utf8"), name);
    assert.deepEqual(results.flatMap(({ messages }) => messages.map((one) => `${name}:${one.line} ${one.ruleId}: ${one.message}`)), []);
    const weight = readFileSync(join(site.folder, name)).length + readFileSync(join(site.folder, "assets/beacon.css")).length;
    assert.ok(weight < 60_000, `${name} weighs ${weight} bytes with its styles`);
  }
  for (const [width, colorScheme] of [[320, "light"], [320, "dark"], [1280, "light"], [1280, "dark"]]) {
    for (const locale of ["en", "zh-Hans"]) {
      const { context, page } = await opened(origins().disk, locale, { viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
      await page.setInputFiles("input[type=file]", Object.values(copies()).map(({ bytes }, at) => ({ name: `${"long".repeat(30)}${at}.pdf`, mimeType: "application/pdf", buffer: bytes })));
      await answers(page, 4);
      assert.deepEqual(await axeFaults(page), [], `${locale}, ${width} px, ${colorScheme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${locale} is wider than ${width} px`);
      await context.close();
    }
  }
});
