// Bundles of others are looked at in a window of their own.
import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { begin, exported, tamper, verify, writeBundle } from "./bundles.mjs";
import { Viewer } from "./viewer.mjs";

describe("a bundle is looked at", () => {
  let window, places, viewer;

  before(async () => {
    [window, places] = await begin();
    await exported(places.bundle);
    await verify(window);
    viewer = await Viewer.open(window);
  });
  after(async () => {
    await window?.close();
    await places?.remove();
  });

  test("in a window whose bar says what is known, above the page", async () => {
    await viewer.shows("en/index.html");
    const bar = await viewer.says();
    for (const words of ["Unsigned", "“Corvane Trust Center”", "2026-11-26", "nobody"]) assert.ok(bar.includes(words), bar);
    assert.match(await viewer.says(".line"), /Below this line/);
    assert.match(await window.send("GET", "/title"), /^Unsigned: bundle of/);
    await viewer.to("page");
    const shown = await window.run("() => ({ heading: document.querySelector('h1').innerText, styled: document.styleSheets.length > 0 && getComputedStyle(document.body).marginTop === '0px', pictures: [...document.images].filter((image) => image.naturalWidth === 0).map((image) => image.src) })");
    assert.deepEqual(shown, { heading: "Your data, and how we look after it", styled: true, pictures: [] });
    await viewer.shot("bundle-window-en");
  });

  test("links lead to other pages and back again", async () => {
    await viewer.click("page", "main a[href$='compliance/index.html']");
    await viewer.shows("en/compliance/index.html");
    await viewer.to("page");
    assert.equal(await window.run("() => document.querySelector('h1').innerText"), "Certifications and compliance");
    await viewer.click("bar", "#back");
    await viewer.shows("en/index.html");
    await viewer.click("bar", "#forward");
    await viewer.shows("en/compliance/index.html");
    await viewer.click("bar", "#home");
    await viewer.shows("en/index.html");
    await viewer.page("zh-Hans/security/design.html");
    await viewer.to("page");
    assert.equal(await window.run("() => document.documentElement.lang"), "zh-Hans");
  });

  test("links lead to places of a page", async () => {
    await viewer.page("en/security/safeguards.html");
    await viewer.click("page", "a[href='#tests']");
    await viewer.to("page");
    await window.until("the place", () => window.run("() => location.hash === '#tests' && scrollY > 100"));
    assert.equal(await viewer.here(), "en/security/safeguards.html");
  });

  test("a document says its size and digest, and is not opened", async () => {
    await viewer.page("en/compliance/reports.html");
    const pdf = "main a[href$='iso-27001-certificate.pdf']";
    await viewer.click("page", pdf);
    await viewer.shows("media/documents/iso-27001-certificate.pdf");
    const said = await viewer.says("#document");
    const manifest = JSON.parse(await readFile(join(places.bundle, "manifest.json"), "utf8"));
    const stated = manifest.files.find((file) => file.path === "media/documents/iso-27001-certificate.pdf");
    assert.ok(said.includes(stated.sha256), said);
    assert.match(said, /\d KB/);
    assert.equal(await window.run("() => document.querySelector('iframe')"), null);
    await viewer.click("bar", "#back");
    await viewer.shows("en/compliance/reports.html");
  });

  test("an address elsewhere is shown whole and can be copied; nothing goes there", async () => {
    await viewer.page("en/transparency.html");
    await viewer.click("page", "main a[href^='https:']");
    await window.until("the address", async () => (await viewer.says("#outside")).startsWith("https:"));
    const address = await viewer.says("#outside");
    assert.equal(await viewer.here(), "en/transparency.html");
    await viewer.click("bar", "#copy");
    await window.until("it to be copied", async () => (await viewer.says("#copy")) === "Copied");
    await viewer.click("bar", "#close-note");
    await window.until("no note", async () => (await viewer.says(".note")) === "");
    await viewer.toMain();
    await window.escape();
    await window.click("new-site");
    await window.there("[id=site-name]");
    await window.run("() => document.querySelector('#site-name').focus()");
    await window.press("v", "Control");
    await window.until("the address in a field", () => window.run("(address) => document.querySelector('#site-name').value === address", address));
    await window.click("new-site");
  });

  test("in the language and the colours of the main window, without accessibility faults", async () => {
    await viewer.toMain();
    await window.escape();
    for (const [language, appearance, word] of [["zh-Hans", "dark", "未签名"], ["en", "light", "Unsigned"]]) {
      await viewer.toMain();
      await window.look(language, appearance);
      await window.until(`the bar in ${language}`, async () => (await viewer.says("h1")) === word);
      await viewer.shot(`bundle-window-${language}`);
      await viewer.accessible(`bar, ${language}`);
    }
  });

  test("closing its window closes nothing else", async () => {
    await viewer.close();
    assert.equal(await window.run("() => document.querySelector('[data-testid=verify-bundle]') !== null"), true);
  });

  test("what was altered is named in red and not shown, also when it is altered later", async () => {
    await tamper(join(places.bundle, "en/faq.html"));
    assert.equal((await verify(window)).verdict, "altered");
    viewer = await Viewer.open(window);
    assert.match(await viewer.says(".verdict"), /^Altered .* en\/faq\.html$/);
    assert.equal(await window.run("() => document.documentElement.dataset.tone"), "bad");
    await viewer.page("en/faq.html");
    assert.match(await viewer.says("#refused"), /en\/faq\.html/);
    assert.equal(await window.run("() => document.querySelector('iframe')"), null);
    await viewer.page("en/transparency.html");
    await viewer.to("page");
    // Between verifying and looking, somebody alters another file.
    await tamper(join(places.bundle, "en/contact.html"));
    await viewer.page("en/contact.html");
    assert.match(await viewer.says("#refused"), /en\/contact\.html/);
    await viewer.shot("bundle-window-altered");
    await viewer.close();
  });

  test("names of any script, missing files and folders are what they are", async () => {
    await rm(places.bundle, { recursive: true });
    const page = (body) => `<!doctype html><html lang="en"><head><title>T &amp; “x”</title></head><body>${body}</body></html>`;
    await writeBundle(places.bundle, {
      "index.html": page(`<a id="far" href="%E5%AE%89%E5%85%A8/a%20b%23c.html#%E4%BA%8C">1</a> <a id="root" href="/sub/">2</a> <a id="gone" href="gone.html">3</a> <a id="up" href="../../../../sub/index.html">4</a>`),
      "安全/a b#c.html": page(`<p style="height: 3000px">far</p><h2 id="二">二</h2><a id="back" href="../index.html">back</a>`),
      "sub/index.html": page("<p id='sub'>sub</p>"),
    });
    await verify(window);
    viewer = await Viewer.open(window);
    await viewer.click("page", "#far");
    await viewer.shows("安全/a b#c.html");
    await viewer.to("page");
    await window.until("its place", () => window.run("() => scrollY > 1000"));
    await viewer.click("page", "#back");
    await viewer.shows("index.html");
    await viewer.click("page", "#root");
    await viewer.shows("sub/index.html");
    await viewer.click("bar", "#back");
    await viewer.shows("index.html");
    await viewer.click("page", "#up");
    await viewer.shows("sub/index.html");
    await viewer.click("bar", "#home");
    await viewer.shows("index.html");
    await viewer.click("page", "#gone");
    await viewer.shows("gone.html");
    assert.match(await viewer.says("#missing"), /gone\.html/);
    await viewer.close();
  });
});

describe("a zip of a bundle", () => {
  let window, places;

  before(async () => {
    [window, places] = await begin("bundle.zip");
    await exported(places.bundle);
  });
  after(async () => {
    await window?.close();
    await places?.remove();
  });

  test("is verified and looked at as it is, found in the palette of an open site", async () => {
    await window.click("example");
    await window.shows("Your data, and how we look after it");
    await window.press("k", "Control");
    await window.typed("Verify a bundle");
    await window.until("the action", () => window.run("() => document.querySelector('[role=option][aria-selected=true]')?.innerText.includes('Verify a bundle')"));
    await window.press("Enter");
    await window.click("verify-zip");
    await window.there("verdict");
    assert.equal(await window.run("() => document.querySelector('[data-testid=verdict]').dataset.verdict"), "unsigned");
    const viewer = await Viewer.open(window);
    await viewer.page("zh-Hans/index.html");
    await viewer.to("page");
    assert.equal(await window.run("() => [...document.images].every((image) => image.naturalWidth > 0) && document.documentElement.lang"), "zh-Hans");
    await viewer.close();
    // Closing that window leaves the site open.
    await window.escape();
    await window.shows("Your data, and how we look after it");
  });
});
