// From a sentence that is edited to a bundle that a stranger can verify, in one window.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { tamper } from "./bundles.mjs";
import { release } from "./released.mjs";
import { PASSWORD, SECRET } from "./testkey.mjs";
import { HEADING, Window, copyOf } from "./window.mjs";

const [HOME, HOME_ZH, CONTACT] = ["en/index.html", "zh-Hans/index.html", "en/contact.html"];
const EDITED = { [HOME]: "Your data, and how we guard it", [HOME_ZH]: "您的数据，由我们守护", [CONTACT]: "Write to us" };

describe("edited, reviewed, released, verified", () => {
  let site, window, answer, bundle;
  const text = (id) => window.run("(s) => document.querySelector(s)?.innerText ?? ''", `[data-testid="${id}"]`);
  const says = (id, words) => window.until(`“${words}” in ${id}`, async () => (await text(id)).includes(words), 60_000);
  const heading = async (words) => {
    await window.fill("field-0-heading", words);
    await window.saved();
  };
  const look = async (path) => {
    await window.click(`changed-${path}`);
    await window.until(path, () => window.run("(s) => document.querySelector(s)?.getAttribute('aria-current') === 'true'", `[data-testid="changed-${path}"]`));
    await window.there("standing");
  };
  const sentences = () => window.run("() => [...document.querySelectorAll('.words .sentence')].map((e) => e.innerText.replace(/\\s+/g, ' ').trim())");
  const ready = () => window.until("the release to be ready", () => window.run("() => { const e = document.querySelector('[data-testid=next-release]'); return e?.dataset.state === 'ready' && e.getAttribute('aria-busy') === 'false'; }"), 60_000);

  before(async () => {
    site = await copyOf();
    await mkdir(site.out, { recursive: true });
    [answer, bundle] = [join(site.home, "lena.answer.json"), join(site.out, "trust-center-release-2")];
    await writeFile(join(site.home, "test.key"), SECRET);
    await release(site.site, "2026-11-20");
    const settings = join(site.site, "site.toml");
    await writeFile(settings, `${await readFile(settings, "utf8")}\n[review]\nrequired = true\n`);
    window = await Window.open(site.site, { out: site.out, answer, bundle, key: join(site.home, "test.key") });
    await window.shows(HEADING);
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("three pages in two languages are edited in their forms", async () => {
    await heading(EDITED[HOME]);
    await window.click("locale-zh-Hans");
    await window.until("the Chinese page", () => window.run("() => /\\p{Script=Han}/u.test(document.querySelector('[data-testid=field-0-heading]')?.value ?? '')"));
    await heading(EDITED[HOME_ZH]);
    await window.click("locale-en");
    await window.click('[data-address="/contact"]');
    await window.until("the other page", () => window.run("() => document.querySelector('[data-testid=field-0-heading]')?.value === 'Contact'"));
    await heading(EDITED[CONTACT]);
  });

  test("what changed is said in words", async () => {
    await window.click("part-review");
    for (const path of [HOME, HOME_ZH, CONTACT]) {
      await window.until(path, () => window.run("(s) => document.querySelector(s) !== null", `[data-testid="changed-${path}"]`), 60_000);
      await look(path);
      await window.until("the sentences", async () => (await sentences()).some((one) => /Heading/.test(one)));
    }
    assert.match(await text("changes-summary"), /Approvals missing: 3/);
  });

  test("it is sent for review, and the answer approves two and asks for a change on one", async () => {
    await window.click("review-send");
    await window.fill("send-by", "Kim Okafor");
    await window.click("send-do");
    await window.gone("send-dialog");
    const data = JSON.parse((await readFile(join(site.out, "review.html"), "utf8")).match(/id="data">(.*?)<\/script>/s)[1]);
    const pages = data.pages.map(({ path, seen }) => ({ path, seen, decision: path === CONTACT ? "asked" : "approved", comments: path === CONTACT ? [{ text: "Say to whom." }] : [] }));
    await writeFile(answer, JSON.stringify({ ...data.answer, name: "Lena Hart", role: "", day: "2026-11-26", pages }));
    await window.click("review-take");
    await window.click("take-do");
    await window.gone("take-dialog");
    await says(`stands-${HOME}`, "Approved");
    await says(`stands-${HOME_ZH}`, "Approved");
    await says(`stands-${CONTACT}`, "asked for");
    await look(CONTACT);
    await says("thread", "Say to whom.");
  });

  test("until it is done, nothing can be released", async () => {
    await window.click("part-releases");
    await window.until("approvals to stop it", () => window.run("() => document.querySelector('[data-testid=check-approvals]')?.dataset.state === 'stop' && document.querySelector('[data-testid=release]').disabled"), 60_000);
  });

  test("what was asked for is done and approved; the other approvals stay", async () => {
    await window.click("part-pages");
    await window.until("the page", () => window.run("(words) => document.querySelector('[data-testid=field-0-heading]')?.value === words", EDITED[CONTACT]));
    await heading("Write to our security team");
    await window.click("part-review");
    await look(CONTACT);
    await says("standing", "Approval needed");
    await says(`stands-${HOME}`, "Approved");
    await says(`stands-${HOME_ZH}`, "Approved");
    await window.fill("review-by", "Lena Hart");
    await window.click("approve");
    await says("standing", "Approved as it is now");
  });

  test("it is released and signed", async () => {
    await window.click("part-releases");
    await ready();
    await window.fill("release-by", "Kim Okafor");
    await window.click("sign-want");
    await window.click("choose-key");
    await window.fill("key-password", PASSWORD);
    await window.until("the question", async () => {
      if (await window.run("() => document.querySelector('[data-testid=release-confirm]') !== null")) return true;
      await window.run("() => document.querySelector('[data-testid=release]').click()");
      return false;
    }, 60_000);
    await window.click("release-make");
    await says("made", "Release 2 is made");
    await window.click("made-save");
    await window.click("save-folder");
    await window.click("save-do");
    await says("save-place", bundle);
    await window.click("save-done");
    await window.click("made-done");
  });

  test("the bundle is verified, and one byte that is changed is named", async () => {
    await window.click("releases-verify");
    await window.click("verify-folder");
    await window.there("verdict");
    const verdict = () => window.run("() => document.querySelector('[data-testid=verdict]')?.dataset.verdict");
    assert.equal(await verdict(), "unknown-signer");
    await window.click("vouch-trust");
    await window.click("vouch-yes");
    await window.until("intact", async () => (await verdict()) === "intact");
    await window.shot("publish-intact");
    await tamper(join(bundle, CONTACT));
    await window.click("verify-another");
    await window.click("verify-folder");
    await window.until("altered", async () => (await verdict()) === "altered");
    const named = await window.run("() => [...document.querySelectorAll('[data-testid=verify-findings] li')].map((li) => li.dataset.file)");
    assert.deepEqual(named, [CONTACT]);
    await window.shot("publish-altered");
  });
});
