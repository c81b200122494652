// Bundles of others are verified in the dialog: unsigned, signed, altered.
import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { begin, execute, exported, tamper, verify, writeBundle } from "./bundles.mjs";
import { Viewer } from "./viewer.mjs";
import { cli } from "./window.mjs";

describe("a bundle is verified", () => {
  let window, places;

  before(async () => {
    [window, places] = await begin();
    await exported(places.bundle);
  });
  after(async () => {
    await window?.close();
    await places?.remove();
  });

  test("without a site, and what nobody signed is said to be unsigned", async () => {
    const found = await verify(window);
    assert.equal(found.verdict, "unsigned");
    assert.deepEqual(found.files, []);
    const manifest = JSON.parse(await readFile(join(places.bundle, "manifest.json"), "utf8"));
    const digest = await window.run("() => document.querySelector('[data-testid=verify-root]').textContent.replaceAll(' ', '')");
    assert.equal(digest, manifest.root);
  });

  test("the report is kept as a text", async () => {
    await window.click("verify-save");
    await window.there("verify-saved");
    const report = await readFile(join(places.out, "verify-report.txt"), "utf8");
    for (const words of [places.bundle, "Unsigned", "Corvane Trust Center", "2026-11-26"]) assert.ok(report.includes(words), report);
  });

  test("one altered byte is seen, and the file is named", async () => {
    await tamper(join(places.bundle, "en/security/design.html"));
    const found = await verify(window);
    assert.equal(found.verdict, "altered");
    assert.deepEqual(found.files, ["en/security/design.html"]);
    await window.shot("bundle-altered");
  });

  test("a file that is not part of it, and one that is missing, are named", async () => {
    await exported(places.bundle);
    await writeFile(join(places.bundle, "en/more.html"), "<h1>More</h1>");
    const more = await verify(window);
    assert.equal(more.verdict, "incomplete");
    assert.deepEqual(more.files, ["en/more.html"]);
    await rm(join(places.bundle, "en/more.html"));
    await rm(join(places.bundle, "en/faq.html"));
    const less = await verify(window);
    assert.equal(less.verdict, "incomplete");
    assert.deepEqual(less.files, ["en/faq.html"]);
  });

  test("what is no bundle is said to be none, and cannot be opened", async () => {
    await rm(places.bundle, { recursive: true });
    await mkdir(places.bundle);
    await writeFile(join(places.bundle, "manifest.json"), "{}");
    const found = await verify(window);
    assert.equal(found.verdict, "unreadable");
    assert.equal(await window.run("() => document.querySelector('[data-testid=verify-open]').disabled"), true);
    await exported(places.bundle);
  });

  for (const [language, appearance] of [["zh-Hans", "dark"], ["en", "light"]]) {
    test(`no accessibility faults, by keyboard alone: ${language}, ${appearance}`, async () => {
      await window.escape();
      await window.look(language, appearance);
      await exported(places.bundle);
      await window.tabTo("verify-bundle");
      await window.press("Enter");
      await window.there("verify-folder");
      await window.accessible("choose");
      await window.press("Enter");
      await window.there("verdict");
      await window.accessible("unsigned");
      await window.shot(`bundle-unsigned-${language}`);
      await tamper(join(places.bundle, "en/faq.html"));
      await window.tabTo("verify-another");
      await window.press("Enter");
      await window.tabTo("verify-folder");
      await window.press("Enter");
      await window.until("the other verdict", () => window.run("() => document.querySelector('[data-testid=verdict]')?.dataset.verdict === 'altered'"));
      await window.accessible("altered");
      await window.shot(`bundle-altered-${language}`);
    });
  }
});

describe("a signed bundle is verified", () => {
  let window, places, key, first;
  const env = { ...process.env, TRUSTDESK_KEY_PASSWORD: "four words and a number 7" };
  const page = (text) => `<!doctype html><html lang="en"><head><title>${text}</title></head><body><h1>${text}</h1></body></html>`;

  /** A release of the same site in place of the last one, signed. */
  async function released(number, previous) {
    await rm(places.bundle, { recursive: true, force: true });
    const digest = await writeBundle(places.bundle, { "index.html": page(`Release ${number}`) }, "Example", { number, previous });
    await execute(cli, ["sign", "--key", key, places.bundle], { env });
    return digest;
  }

  before(async () => {
    [window, places] = await begin();
    key = join(places.home, "release.key");
    await execute(cli, ["keygen", key], { env });
    first = await released(1);
  });
  after(async () => {
    await window?.close();
    await places?.remove();
  });

  test("by a key that nobody vouched for yet: the person compares its fingerprint", async () => {
    assert.equal((await verify(window)).verdict, "unknown-signer");
    const shown = await window.run("() => document.querySelector('[data-testid=verify-fingerprint]').textContent.trim()");
    assert.match(shown, /^([0-9a-f]{4} ?){8}$/);
    await window.accessible("unknown signer");
    await window.shot("bundle-unknown-signer");
  });

  test("intact once the person trusts the key, which takes two clicks; the bar says so too", async () => {
    await window.click("vouch-trust");
    await window.there("vouch-yes");
    await window.accessible("asking");
    assert.equal(await window.run("() => document.querySelector('[data-testid=verdict]').dataset.verdict"), "unknown-signer");
    await window.click("vouch-yes");
    await window.until("intact", () => window.run("() => document.querySelector('[data-testid=verdict]')?.dataset.verdict === 'intact'"));
    await window.accessible("intact");
    await window.shot("bundle-intact");
    const viewer = await Viewer.open(window);
    const bar = await viewer.says();
    assert.match(bar, /^Intact .*“Example” Release 1 Date 2026-11-21 Signed by key [0-9A-F]{16}/);
    await viewer.shot("bundle-window-intact");
    await viewer.close();
  });

  test("one altered byte is seen in spite of the signature", async () => {
    await tamper(join(places.bundle, "index.html"));
    const found = await verify(window);
    assert.equal(found.verdict, "altered");
    assert.deepEqual(found.files, ["index.html"]);
  });

  test("an older release, and one of another chain, are told from the newest", async () => {
    await released(2, first);
    assert.equal((await verify(window)).verdict, "intact");
    await released(1);
    assert.equal((await verify(window)).verdict, "older");
    await released(3, "0".repeat(64));
    assert.equal((await verify(window)).verdict, "broken-chain");
  });

  test("the person vouches for the key no longer, or withdraws it", async () => {
    await released(2, first);
    assert.equal((await verify(window)).verdict, "intact");
    await window.click("vouch-forget");
    await window.until("an unknown signer", () => window.run("() => document.querySelector('[data-testid=verdict]')?.dataset.verdict === 'unknown-signer'"));
    await window.click("vouch-revoke");
    await window.click("vouch-yes");
    await window.until("a withdrawn key", () => window.run("() => document.querySelector('[data-testid=verdict]')?.dataset.verdict === 'revoked'"));
    assert.equal(await window.run("() => document.querySelector('[data-testid^=vouch-]')"), null);
    await window.accessible("withdrawn");
  });
});
