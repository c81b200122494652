// Releases in the real window: stopped, made, looked at as they were, brought back, signed and saved.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { KEY_ID, PASSWORD, SECRET } from "./testkey.mjs";
import { HEADING, Window, copyOf } from "./window.mjs";

const NEW = "Trust is good, proof is better";
/** As the program counts days. */
const today = new Date().toISOString().slice(0, 10);

const text = (window, id) => window.run("(s) => document.querySelector(s)?.innerText ?? ''", `[data-testid=${id}]`);
const value = (window, id) => window.run("(s) => document.querySelector(s)?.value ?? ''", `[data-testid=${id}]`);
const says = (window, id, words) => window.until(`“${words}” in ${id}`, async () => (await text(window, id)).includes(words));
/** The page of the release that is looked at. */
const shown = (window) => window.run("() => document.querySelector('[data-testid=past-page]')?.contentDocument?.body?.innerText ?? ''");
/** How the next release stands, once the site was looked at as it is now. */
const stands = (window, state) => window.until(`the release to be ${state}`, () => window.run("(state) => { const e = document.querySelector('[data-testid=next-release]'); return e?.dataset.state === state && e.getAttribute('aria-busy') === 'false'; }", state), 60_000);

describe("releases", () => {
  let site;
  let window;
  const index = () => join(site.site, "pages/en/index.md");
  const heading = async () => /heading = "(.*)"/.exec(await readFile(index(), "utf8"))?.[1];

  before(async () => {
    site = await copyOf();
    await mkdir(site.out);
    const key = join(site.home, "test.key");
    await writeFile(key, SECRET);
    // What must be fixed first: the heading of the first page is gone.
    await writeFile(index(), (await readFile(index(), "utf8")).replace(`heading = "${HEADING}"`, 'heading = ""'));
    window = await Window.open(site.site, { out: site.out, key });
    await window.there("part-releases");
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  /** Writes the heading of the first page, and comes back. */
  async function write(words) {
    await window.click("part-pages");
    await window.fill("field-0-heading", words);
    await window.saved();
    await window.click("part-releases");
  }

  /** Clicks where nothing that floats at the edge covers it. */
  async function reach(id) {
    await window.there(id);
    await window.run("(s) => document.querySelector(s).scrollIntoView({ block: 'center' })", `[data-testid=${id}]`);
    await window.click(id);
  }

  /** Asks for the release once nothing is looked at any more. */
  async function ask() {
    await window.until("the question", async () => {
      if (await window.run("() => document.querySelector('[data-testid=release-confirm]') !== null")) return true;
      await window.run("() => document.querySelector('[data-testid=release]').click()");
      return false;
    }, 60_000);
  }

  /** Makes the release that is prepared. */
  async function release(number) {
    await ask();
    await window.click("release-make");
    await window.until(`release ${number}`, async () => (await text(window, "made")).includes(`Release ${number} is made`), 60_000);
    await window.there(`release-${number}`);
  }

  test("what must be fixed stops the release, and is said first", async () => {
    await window.click("part-releases");
    await stands(window, "stop");
    const first = await window.run("() => document.querySelector('[data-testid=checklist] li').dataset.testid");
    assert.equal(first, "check-must-fix");
    assert.ok(await window.run("() => document.querySelector('[data-testid=release]').disabled"));
    await window.there("no-releases");
    await window.accessible("a release that is stopped");
    await window.shot("releases-stopped");
    await window.click("go-must-fix");
    await window.there("problem-groups");
    await write(HEADING);
    await stands(window, "ready");
  });

  test("it is released with notes and a name, and the history shows it", async () => {
    await window.fill("release-by", "Kim Lee");
    await window.fill("notes-en", "- Our first words");
    await window.fill("notes-zh-Hans", "- 最初的话");
    await ask();
    await window.accessible("what a release does");
    await window.shot("releases-confirm");
    await window.escape();
    assert.ok(!existsSync(join(site.site, "releases/0001")), "released without a yes");
    await release(1);
    assert.equal(await window.run("() => document.activeElement?.innerText"), "Release 1 is made");
    const row = await text(window, "release-1");
    assert.ok(row.includes("Kim Lee") && row.includes("Our first words") && row.includes("Not signed"), row);
    await window.shot("releases-made");
    await window.click("made-done");
  });

  test("a change is counted and drafted for the second release", async () => {
    await write(NEW);
    await says(window, "check-changes", "Changes since release 1");
    await stands(window, "ready");
    assert.ok((await value(window, "notes-en")).includes(NEW), await value(window, "notes-en"));
    assert.equal(await value(window, "release-by"), "Kim Lee");
    await reach("lane-small");
    await says(window, "check-correction", "This is a small correction");
    await release(2);
    assert.ok((await text(window, "release-2")).includes("Small correction"));
    const counts = await window.run("() => [...document.querySelectorAll('[data-testid=release-2] .count b')].map((e) => Number(e.textContent))");
    assert.ok(counts.length > 0 && counts.every((n) => n > 0), JSON.stringify(counts));
    await window.shot("releases-history");
  });

  test("the release of a day is found", async () => {
    await window.fill("release-day", today);
    await window.press("Enter");
    await says(window, "release-answer", "release 2 was public");
    await window.fill("release-day", "2020-03-14");
    await window.press("Enter");
    await says(window, "release-answer", "nothing had been released yet");
  });

  test("a release is looked at as it was, by keyboard too", async () => {
    await window.run("() => document.querySelector('[data-testid=release-1] button').focus()");
    await window.press("Enter");
    await window.there("past-release");
    await window.until("the page as it was", async () => (await shown(window)).includes(HEADING));
    await window.shot("releases-past");
    await window.click("[data-path=\"zh-Hans/index.html\"]");
    await window.until("the Chinese page", async () => !(await shown(window)).includes(HEADING) && (await shown(window)).length > 100);
    await window.click("past-tab-changes");
    await says(window, "past-changes", "Our first words");
    await window.run("() => { const e = document.querySelector('[data-testid=compare-with]'); e.value = 'now'; e.dispatchEvent(new Event('change', { bubbles: true })); }");
    await window.until("the differences", async () => (await text(window, "compare-found")).includes(NEW), 60_000);
    await window.look("zh-Hans", "dark");
    await window.accessible("changes of a release, in Chinese and dark");
    await window.shot("releases-past-chinese");
    await window.click("past-tab-approvals");
    await window.accessible("approvals of a release, in Chinese and dark");
    await window.click("past-tab-pages");
    await window.until("the page", async () => (await shown(window)).includes(HEADING));
    await window.run("() => document.querySelector('[data-testid=past-release] h1').focus()");
    await window.press("Escape");
    await window.gone("past-release");
    assert.equal(await window.run("() => document.activeElement?.dataset.release"), "1");
    await stands(window, "ready");
    await window.accessible("releases, in Chinese and dark");
    await window.shot("releases-chinese");
    await window.look("en", "light");
  });

  test("what changed since a release is shown with the pages of both", async () => {
    await window.run("() => document.querySelector('[data-testid=release-1] button').click()");
    await window.there("past-release");
    await window.click("past-tab-changes");
    await window.run("() => { const e = document.querySelector('[data-testid=compare-with]'); e.value = 'now'; e.dispatchEvent(new Event('change', { bubbles: true })); }");
    await window.click("compare-beside");
    await says(window, "changes-summary", "Compared with release 1 of");
    const holds = (side, words) => window.run("(side, words) => document.querySelector(`[data-testid=page-${side}]`)?.contentDocument?.body?.innerText.includes(words) ?? false", side, words);
    await window.until("the page then", () => holds("before", HEADING));
    await window.until("the page now", () => holds("after", NEW));
    await window.accessible("changes since a release, with the pages");
    await window.shot("releases-beside");
    await window.click("changes-last");
    await window.click("part-releases");
    await stands(window, "ready");
  });

  test("a release is brought back as one edit, and one undo takes it back", async () => {
    assert.equal(await heading(), NEW);
    const now = await readFile(index(), "utf8");
    await window.click("[data-release=\"1\"]");
    await window.click("past-bring-back");
    await window.until("what would change", async () => /Differences that visitors would see: \d+/.test(await text(window, "bring-back-effect")), 60_000);
    await window.accessible("bringing back a release");
    await window.shot("releases-back");
    await window.click("bring-back-do");
    await window.gone("bring-back-dialog");
    await window.until("the words of release 1", async () => (await heading()) === HEADING);
    await window.click("toast-undo");
    await window.until("the words since", async () => (await readFile(index(), "utf8")) === now);
    await window.click("past-back");
    // The list moves while the site is looked at: whoever clicks then may miss it.
    await stands(window, "ready");
  });

  test("a release is signed later, and not with a wrong password", async () => {
    await window.click("[data-release=\"2\"]");
    await window.click("past-sign");
    await window.click("choose-key");
    await window.until("the key", async () => (await text(window, "sign-dialog")).includes("test.key"));
    await window.fill("key-password", "wrong");
    await window.click("sign-do");
    await window.until("the refusal", () => window.run("() => document.querySelector('[data-testid=sign-dialog] [role=alert]') !== null"), 60_000);
    await window.accessible("a wrong password");
    assert.equal(await value(window, "key-password"), "");
    await window.fill("key-password", PASSWORD);
    await window.click("sign-do");
    await window.gone("sign-dialog");
    await says(window, "toast", KEY_ID);
    await window.until("the signature", async () => existsSync(join(site.site, "releases/0002/manifest.json.minisig")));
  });

  test("the bundle is saved as a zip and as a folder; a stopped one leaves nothing", async () => {
    await window.click("past-save");
    await window.accessible("saving a bundle");
    // As soon as it tells how far it is.
    await window.run("() => { window.tdStop = setInterval(() => { const busy = document.querySelector('[data-testid=release-busy]'); if (busy?.querySelector('.meta')?.textContent) { clearInterval(window.tdStop); busy.querySelector('[data-testid=release-cancel]').click(); } }, 1); }");
    await window.click("save-do");
    await says(window, "save-stopped", "Nothing was written");
    assert.deepEqual(await readdir(site.out), []);
    await window.click("save-do");
    await window.there("save-result");
    assert.deepEqual(await readdir(site.out), ["trust-center-release-2.zip"]);
    assert.equal(await text(window, "save-place"), join(site.out, "trust-center-release-2.zip"));
    await window.shot("releases-saved");
    await window.click("save-done");
    await window.click("past-save");
    await window.click("save-folder");
    await window.click("save-do");
    await window.there("save-result");
    const folder = join(site.out, "trust-center-release-2");
    execFileSync("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], { cwd: folder });
    assert.ok((await readFile(join(folder, "en/index.html"), "utf8")).includes(NEW));
    assert.ok(existsSync(join(folder, "manifest.json.minisig")));
    await window.click("save-done");
    await window.click("past-save");
    await window.click("save-since");
    await window.accessible("saving only what changed");
    await window.click("save-do");
    await window.there("save-result");
    const [delta, whole] = await Promise.all(["-since-1", ""].map((end) => readFile(join(site.out, `trust-center-release-2${end}.zip`))));
    assert.ok(delta.length < whole.length, `${delta.length} of ${whole.length}`);
    await window.click("save-done");
  });

  test("a late change of subprocessors is accepted for a reason, told to customers, and signed at once", async () => {
    const path = join(site.site, "records/subprocessors.toml");
    const soon = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    await writeFile(path, (await readFile(path, "utf8")).replace(/(\[querio\][^[]*?announced = )\S+\neffective = \S+/, `$1${today}\neffective = ${soon}`));
    await window.click("past-back");
    await window.until("the notice to stop it", () => window.run("() => document.querySelector('[data-testid=check-notice]')?.dataset.state === 'stop'"), 60_000);
    await window.click("accept-notice");
    await window.accessible("accepting what is open");
    await window.click("accept-do");
    await window.until("a reason to be asked for", () => window.run("() => document.querySelector('[data-testid=accept-reason]').getAttribute('aria-invalid') === 'true'"));
    await window.fill("accept-reason", "All customers agreed by mail.");
    await window.click("accept-do");
    await says(window, "check-notice", "Accepted: All customers agreed by mail.");
    await stands(window, "ready");

    await reach("tell-mail");
    assert.match(await value(window, "mail-text"), /Querio/);
    await window.accessible("a mail to customers");
    await window.shot("releases-mail");
    await window.escape();
    const updates = join(site.site, "records/updates.toml");
    const told = await readFile(updates, "utf8");
    await reach("tell-article");
    await window.accessible("an article among the updates");
    await window.shot("releases-article");
    await window.click("article-do");
    await window.until("the article", async () => (await readFile(updates, "utf8")).length > told.length);
    await window.click("toast-undo");
    await window.until("no article", async () => (await readFile(updates, "utf8")) === told);
    await stands(window, "ready");

    await reach("sign-want");
    await reach("choose-key");
    await window.fill("key-password", PASSWORD);
    await window.shot("releases-sign");
    await release(3);
    await says(window, "made-signed", KEY_ID);
    const row = await text(window, "release-3");
    assert.ok(row.includes("1 accepted") && row.includes("Signed"), row);
  });

  test("in a narrow window too", async () => {
    await window.send("POST", "/window/rect", { width: 960, height: 720, x: 0, y: 0 });
    // What was accepted for one release is open again before the next.
    await stands(window, "stop");
    await window.accessible("releases in a narrow window");
    await window.shot("releases-narrow");
    assert.ok(await window.run("() => document.querySelector('[data-testid=releases]').scrollWidth <= document.querySelector('[data-testid=releases]').clientWidth"), "it scrolls sideways");
    await window.click("[data-release=\"3\"]");
    await window.until("the page as it was", async () => (await shown(window)).includes(NEW));
    await window.shot("releases-past-narrow");
    assert.ok(await window.run("() => document.querySelector('[data-testid=releases]').scrollWidth <= document.querySelector('[data-testid=releases]').clientWidth"), "a release scrolls sideways");
  });
});
