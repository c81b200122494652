// The gallery of section kinds and the served preview, in a real browser.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { browser, cli, files, gallery, root } from "./site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let made;
let chromium;
before(async () => {
  made = gallery();
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  made?.remove();
});

test("every kind is seen whole, from disk and alone, and axe finds nothing", async () => {
  const pages = files(made.folder).filter((file) => file.endsWith("index.html"));
  assert.deepEqual(pages, ["beacon/en/index.html", "beacon/zh-Hans/index.html", "classic/en/index.html", "classic/zh-Hans/index.html", "index.html"]);
  for (const name of pages) {
    for (const [width, colorScheme] of [[320, "light"], [1280, "dark"]]) {
      const context = await chromium.newContext({ viewport: { width, height: 800 }, colorScheme });
      const page = await context.newPage();
      const outside = [];
      const said = [];
      page.on("request", (request) => /^(file|data|about):/.test(request.url()) || outside.push(request.url()));
      page.on("console", (message) => message.type() === "error" && said.push(message.text()));
      await page.goto(pathToFileURL(join(made.folder, name)).href);
      await page.waitForFunction(() => [...document.querySelectorAll("iframe")].every((frame) => frame.contentDocument?.readyState === "complete"));
      await page.waitForTimeout(200);
      const seen = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth > innerWidth,
        cut: [...document.querySelectorAll("iframe")].filter((frame) => frame.contentDocument.documentElement.scrollHeight > frame.clientHeight + 1).map((frame) => frame.title),
        bare: [...document.querySelectorAll("iframe")].filter((frame) => frame.contentDocument.styleSheets.length !== 1).map((frame) => frame.title),
        faults: document.querySelectorAll(".fault pre").length,
      }));
      assert.deepEqual(seen, { wide: false, cut: [], bare: [], faults: 0 }, `${name} at ${width}`);
      assert.deepEqual(outside, [], name);
      assert.deepEqual(said, [], name);
      await page.evaluate(axe);
      const faults = await page.evaluate(() => window.axe.run(document, { iframes: false, resultTypes: ["violations"] }).then((run) => run.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`)));
      assert.deepEqual(faults, [], `${name} at ${width}`);
      await context.close();
    }
  }
});

/** A preview server on a copy of the sample site. */
async function serve() {
  const home = mkdtempSync(join(tmpdir(), "trustdesk-served-"));
  const site = join(home, "site");
  cpSync(join(root, "content"), site, { recursive: true });
  const child = spawn(cli, ["preview", site, "--trust-templates"], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  for await (const chunk of child.stdout) {
    said += chunk;
    if (said.includes("Ctrl+C")) break;
  }
  const [address] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
  const stop = async () => {
    const ended = new Promise((done) => child.on("exit", done));
    child.kill("SIGINT");
    assert.equal(await ended, 0);
    rmSync(home, { recursive: true, force: true });
  };
  return { address, site, stop };
}

test("a served page follows its files, and shows what is wrong with a template", async () => {
  const { address, site, stop } = await serve();
  const page = await chromium.newPage();
  const said = [];
  page.on("console", (message) => /Content Security Policy/.test(message.text()) && said.push(message.text()));
  try {
    await page.goto(`${address}en/faq.html`);
    const file = join(site, "pages/en/faq.md");
    writeFileSync(file, `${readFileSync(file, "utf8")}\n::: text {#new}\nWritten while the page is open.\n:::\n`);
    await page.getByText("Written while the page is open.").waitFor();
    const header = join(site, "templates/beacon/header.html");
    mkdirSync(join(site, "templates/beacon"), { recursive: true });
    writeFileSync(header, "<header>\n{{ nowhere }}</header>");
    const faults = page.locator(".trustdesk-faults");
    await faults.waitFor();
    assert.match(await faults.innerText(), /templates\/beacon\/header\.html:2:4/);
    assert.match(await faults.innerText(), /\{\{ nowhere \}\}/);
    if (process.env.TRUSTDESK_SHOTS) await page.screenshot({ path: join(process.env.TRUSTDESK_SHOTS, "preview-fault.png") });
    writeFileSync(header, "<header><p>A header of the site's own</p></header>");
    await page.getByText("A header of the site's own").waitFor();
    assert.equal(await faults.count(), 0);
    assert.deepEqual(said, [], "the policy lets the additions through");
  } finally {
    await page.close();
    await stop();
  }
});
