// The review file, opened from disk without a network: quiet, accessible, and its answer is taken back in.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { changed, edit, run, sent, standing } from "./reviewed.mjs";
import { axe, browser } from "./site.mjs";

const RULES = `[review]
required = true
people = [{ name = "Lena Hart", roles = ["legal"] }]
roles = [{ name = "legal", label = { en = "Legal", zh-Hans = "法务" }, collections = ["subprocessors"] }]
`;
const PAGES = 5;

let made;
let file;
let chromium;
before(async () => {
  made = changed(RULES);
  file = join(made.home, "review.html");
  sent(made.site, file, "--by", "Kim Okafor", "--note", "Deadlines first, please.");
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  made?.remove();
});

/** Opens the review file as a reviewer does, and tells what the browser said and asked for. */
async function opened(options = {}) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", offline: true, ...options });
  const page = await context.newPage();
  const told = { said: [], asked: [] };
  page.on("console", (message) => told.said.push(message.text()));
  page.on("pageerror", (error) => told.said.push(error.message));
  page.on("request", (request) => /^(data|blob):/.test(request.url()) || request.url() === pathToFileURL(file).href || told.asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return { context, page, told };
}

/** Every page is looked at once, so that all frames are there. */
async function lookThrough(page) {
  for (const place of await page.locator(".frame").all()) {
    await place.scrollIntoViewIfNeeded();
    await place.locator("iframe").waitFor();
  }
}

/** What axe finds on the open page. */
async function faults(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => (await window.axe.run(document, { resultTypes: ["violations"], iframes: false })).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`));
}

test("axe finds nothing, on a phone and a desk, light and dark, in both languages", async () => {
  for (const width of [375, 1280])
    for (const colorScheme of ["light", "dark"])
      for (const locale of ["en-GB", "zh-CN"]) {
        const { context, page } = await opened({ viewport: { width, height: 900 }, colorScheme, locale });
        await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
        assert.deepEqual(await faults(page), [], `${width} px, ${colorScheme}, ${locale}`);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px: wider than the window`);
        await context.close();
      }
});

test("axe finds nothing on the pages that it shows, light and dark", async () => {
  const { context, page } = await opened();
  await lookThrough(page);
  // In their frames no script runs, axe included: the same documents are looked at by themselves.
  const documents = await page.locator("iframe").evaluateAll((all) => all.map((one) => one.srcdoc));
  assert.equal(documents.length, 2 * PAGES);
  await context.close();
  for (const colorScheme of ["light", "dark"]) {
    const alone = await chromium.newContext({ viewport: { width: 420, height: 900 }, colorScheme, offline: true });
    const page = await alone.newPage();
    for (const html of documents) {
      await page.setContent(html);
      assert.deepEqual(await faults(page), [], `${await page.title()}, ${colorScheme}`);
    }
    await alone.close();
  }
});

test("it says nothing to the console, asks for nothing, and no page in it can run, load or lead away", async () => {
  const { context, page, told } = await opened();
  await lookThrough(page);
  for (const frame of page.frames().slice(1)) {
    const inside = await frame.evaluate(() => ({
      scripts: document.scripts.length,
      links: document.querySelectorAll("[href], form, iframe, object, embed").length,
      styled: document.styleSheets.length,
      broken: [...document.images].filter((image) => image.getAttribute("src") && !image.naturalWidth).length,
      origin: origin,
    }));
    assert.deepEqual(inside, { scripts: 0, links: 0, styled: 2, broken: 0, origin: "null" });
  }
  assert.deepEqual(await page.locator("iframe").evaluateAll((all) => all.map((one) => one.getAttribute("sandbox"))), Array(2 * PAGES).fill(""));
  await page.getByRole("button", { name: "中文" }).click();
  assert.equal(await page.title(), "科望云信任中心：审阅");
  await page.getByRole("button", { name: "English" }).click();
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".bar").isVisible(), false);
  assert.deepEqual(told, { said: [], asked: [] });
  await context.close();
});

test("changes are walked by keyboard, and what is typed is still there after a reload", async () => {
  const { context, page, told } = await opened();
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("Alt+ArrowDown");
  assert.equal(await page.evaluate(() => document.activeElement.id), "c1-1");
  await page.keyboard.press("Alt+ArrowUp");
  assert.equal(await page.evaluate(() => document.activeElement.id), "c0-1");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Too soon.");
  const asked = new Promise((resolve) => page.once("dialog", (dialog) => dialog.accept().then(() => resolve(dialog.type()))));
  await page.reload();
  assert.equal(await asked, "beforeunload");
  assert.equal(await page.locator("#t0-1").inputValue(), "Too soon.");
  assert.deepEqual(told.said, []);
  await context.close();
});

test("without a name nothing is saved, and that is said", async () => {
  const { context, page } = await opened();
  await page.getByRole("button", { name: "Save answer" }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "name");
  await page.getByText("Enter your name, so that others know whose answer this is.").waitFor();
  await context.close();
});

test("decisions and comments are saved, taken in once, and void where a page changed since", async () => {
  const { context, page, told } = await opened();
  const decide = (name, decision) => page.locator(".page", { has: page.getByRole("heading", { name }) }).first().getByText(decision, { exact: true }).click();
  await decide("Contact", "Approve");
  await decide("Subprocessors", "Approve");
  await decide("Encryption and keys", "Ask for changes");
  await page.locator("#p2 summary", { hasText: "Comment on this change" }).first().click();
  await page.locator("#t2-1").fill("Five minutes is not in the agreement. <script>alert(1)</script>");
  await page.locator("#t0").fill("Fine.\n“Good” — 好的");
  await page.getByLabel("Your name").fill("Lena Hart");
  await page.getByLabel("Your role").selectOption("legal");
  assert.equal(await page.locator("#progress").textContent(), "Decided: 3 of 5 pages. Comments: 2.");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save answer" }).click()]);
  assert.equal(download.suggestedFilename(), "review-Lena-Hart.answer.json");
  const answer = join(made.home, "answer.json");
  await download.saveAs(answer);
  assert.deepEqual(told, { said: [], asked: [] });
  await context.close();

  const read = JSON.parse(readFileSync(answer, "utf8"));
  assert.deepEqual([read.format, read.site, read.release, read.name, read.role], ["trustdesk-answer-1", "https://trust.corvane.example", 1, "Lena Hart", "legal"]);
  assert.deepEqual(read.pages.map((one) => one.decision), ["approved", "approved", "asked"]);
  const said = run("review", made.site, "--take", answer, "--as-of", "2026-11-24");
  assert.match(said, /Answer by Lena Hart \(legal\).*not signed: a name is a record, not proof/);
  const stands = () => standing(made.site).map((one) => [one.page, one.approved]);
  assert.deepEqual(stands(), [
    ["en/contact.html", true],
    ["en/privacy/subprocessors.html", true],
    ["en/security/encryption.html", false],
    ["zh-Hans/privacy/subprocessors.html", false],
    ["zh-Hans/security/encryption.html", false],
  ]);
  const comments = readFileSync(join(made.site, "state/comments.toml"), "utf8");
  assert.ok(comments.includes("Five minutes is not in the agreement. <script>alert(1)</script>") && comments.includes("“Good” — 好的"));
  const approvals = readFileSync(join(made.site, "state/approvals.toml"), "utf8");
  run("review", made.site, "--take", answer, "--as-of", "2026-11-24");
  assert.equal(readFileSync(join(made.site, "state/approvals.toml"), "utf8"), approvals);
  assert.equal(readFileSync(join(made.site, "state/comments.toml"), "utf8"), comments);

  edit(made.site, "pages/en/contact.md", "within one working day", "by the next working day");
  assert.deepEqual(stands().slice(0, 3).map(([, approved]) => approved), [false, true, false]);
  assert.equal(standing(made.site)[0].void.length, 1);
  // What was said goes along to the next reviewer.
  const next = join(made.home, "next.html");
  sent(made.site, next);
  assert.ok(readFileSync(next, "utf8").includes("Five minutes is not in the agreement. &lt;script&gt;"));

  writeFileSync(answer, readFileSync(answer, "utf8").slice(0, 300));
  assert.throws(() => run("review", made.site, "--take", answer), (failed) => failed.status === 2 && /damaged/.test(failed.stderr));
});
