// A review from end to end: sent as a file, an answer taken in, what was asked for done and approved.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { HEADING, Window, cli, copyOf } from "./window.mjs";

const [CONTACT, KEYS, KEYS_ZH] = ["en/contact.html", "en/security/encryption.html", "zh-Hans/security/encryption.html"];

describe("a review", () => {
  let site, window, answer;
  const edit = async (path, was, is) => {
    const file = join(site.site, path);
    const text = await readFile(file, "utf8");
    assert.ok(text.includes(was), `${path}: ${was}`);
    await writeFile(file, text.replace(was, is));
  };
  const text = (id) => window.run("(s) => document.querySelector(s)?.innerText ?? ''", `[data-testid="${id}"]`);
  const count = (id) => window.run("(s) => document.querySelectorAll(s).length", `[data-testid="${id}"]`);
  const stands = (path) => text(`stands-${path}`);
  const look = async (path) => {
    await window.click(`changed-${path}`);
    await window.until(path, () => window.run("(s) => document.querySelector(s)?.getAttribute('aria-current') === 'true'", `[data-testid="changed-${path}"]`));
    await window.there("standing");
  };
  /** A button that may be waiting for something else. */
  const push = async (id) => {
    await window.until(`${id} to be ready`, () => window.run("(s) => document.querySelector(s)?.disabled === false", `[data-testid="${id}"]`));
    await window.click(id);
  };
  const approvals = () => readFile(join(site.site, "state/approvals.toml"), "utf8").catch(() => "");

  before(async () => {
    site = await copyOf();
    await mkdir(site.out, { recursive: true });
    answer = join(site.home, "lena.answer.json");
    execFileSync(cli, ["release", site.site, "--by", "Kim"]);
    await writeFile(join(site.site, "site.toml"), `${await readFile(join(site.site, "site.toml"), "utf8")}\n[review]\nrequired = true\n`);
    await edit("pages/en/contact.md", "within two working days", "within one working day");
    await edit("pages/en/security/encryption.md", "within ten minutes", "within five minutes");
    await edit("pages/zh-Hans/security/encryption.md", "十分钟内", "五分钟内");
    window = await Window.open(site.site, { out: site.out, answer });
    await window.shows(HEADING);
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("pages are sent as one file, and who sent them is kept", async () => {
    await window.click("part-review");
    await window.there(`changed-${KEYS_ZH}`);
    assert.match(await text("changes-summary"), /Approvals missing: 3/);
    await push("review-send");
    await window.there("send-dialog");
    await window.click("send-do");
    await window.until("the name is missed", () => window.run("() => document.querySelector('[role=alert]')?.innerText.includes('Enter your name')"));
    await window.fill("send-by", "Kim Okafor");
    await window.fill("send-note", "Deadlines first, please.");
    await window.accessible("the dialog for sending");
    await window.click("send-do");
    await window.gone("send-dialog");
    const file = await readFile(join(site.out, "review.html"), "utf8");
    assert.ok(file.includes("Deadlines first, please.") && file.includes("Kim Okafor"));
    await window.until("who sent it", async () => (await approvals()).match(/by = "Kim Okafor"/g)?.length === 3);
  });

  test("an answer is shown, taken in as one edit, and undone as one", async () => {
    const file = await readFile(join(site.out, "review.html"), "utf8");
    const data = JSON.parse(file.match(/id="data">(.*?)<\/script>/s)[1]);
    const change = file.match(new RegExp(`data-on="${data.pages.findIndex((page) => page.path === KEYS)}" data-change="([0-9a-f]+)"`))[1];
    const pages = data.pages.map(({ path, seen }) => ({
      path,
      seen,
      decision: path === KEYS ? "asked" : "approved",
      comments: path === KEYS ? [{ change, text: "The agreement says eight minutes." }] : [],
    }));
    await writeFile(answer, JSON.stringify({ ...data.answer, name: "Lena Hart", role: "", day: "2026-11-26", pages }));
    await push("review-take");
    await window.there("take-dialog").catch(async (error) => assert.fail(`${error.message}: ${await window.run("() => document.body.innerText.slice(-600)")}`));
    assert.match(await text("take-who"), /Lena Hart/);
    assert.match(await text("take-signed"), /Not signed/);
    assert.equal(await count("take-page"), 3);
    await window.accessible("the dialog with an answer");
    await window.shot("review-take");
    await push("take-do");
    await window.gone("take-dialog");
    const taken = async () => (await stands(CONTACT)).includes("Approved") && (await stands(KEYS_ZH)).includes("Approved") && (await stands(KEYS)).includes("asked for");
    await window.until("two approved, one asked for", taken);
    await look(KEYS);
    assert.equal(await count("thread"), 1);
    assert.match(await text("thread"), /The agreement says eight minutes\./);
    await window.accessible("a page with an answer");
    await window.shot("review-page");
    await window.run("() => document.querySelector('[data-testid=changes-again]').focus()");
    await window.press("z", "Control");
    await window.until("all undone", async () => (await count("thread")) === 0 && (await stands(CONTACT)) === "");
    await window.press("z", "Control", "Shift");
    await window.until("all back", taken);
  });

  test("a comment stands at the section that it is about", async () => {
    await look(KEYS);
    await window.click("change-edit");
    await window.click("pin-2");
    await window.there("pinned-dialog");
    assert.match(await text("pinned-dialog"), /The agreement says eight minutes\./);
    await window.accessible("comments at a section");
    await window.shot("review-pinned");
    await window.escape();
    assert.equal(await count("pin-page"), 0);
    await window.click("part-review");
  });

  test("what was asked for is done: approvals of other pages stay, and the page is approved in the app", async () => {
    await edit("pages/en/security/encryption.md", "within five minutes", "within eight minutes");
    await look(KEYS);
    await window.until("the decision is void", async () => (await count("void")) === 1);
    assert.match(await stands(CONTACT), /Approved/);
    assert.match(await stands(KEYS_ZH), /Approved/);
    assert.match(await text("standing"), /Approval needed/);
    await window.fill("review-by", "Lena Hart");
    await push("approve");
    await window.until("it is approved", async () => (await text("standing")).includes("Approved as it is now"));
    await window.fill("thread-answer", "Now it does.");
    await window.press("Enter");
    await window.until("the answer", async () => (await text("thread")).includes("Now it does."));
    await push("thread-settle");
    await window.there("thread-open");
    await window.fill("comment-text", "Thank you.");
    await push("comment-do");
    await window.until("a comment", async () => (await count("thread")) === 2);
    assert.match(await text("changes-summary"), /in order/);
    await window.until("the file", async () => (await approvals()).match(/decided = "approved"/g)?.length === 3);
    await window.look("zh-Hans", "dark");
    await window.accessible("Chinese, dark");
    await window.shot("review-zh-dark");
  });

  test("settled comments are left out by keyboard, and the focus is not lost with the last open one", async () => {
    await window.look("en", "light");
    await look(KEYS);
    await window.until("both comments", async () => (await count("thread")) === 2);
    assert.equal(await text("comments-open"), "Open comments (1)");
    assert.equal(await text("comments-all"), "All (2)");
    await window.run("() => document.querySelector('[data-testid=comments-open]').focus()");
    await window.press("Enter");
    await window.until("the open one alone", async () => (await count("thread")) === 1 && (await text("thread")).includes("Thank you."));
    assert.equal(await window.run("() => document.querySelector('[data-testid=comments-open]').getAttribute('aria-pressed')"), "true");
    await window.shot("review-open-comments");
    await window.tabTo("thread-settle");
    await window.press("Enter");
    await window.there("comments-none");
    await window.until("the focus", async () => (await window.focused()) === "comments-open");
    await window.accessible("no open comment");
    await window.look("zh-Hans", "dark");
    await window.run("() => document.querySelector('[data-testid=comments-none]').scrollIntoView({ block: 'center' })");
    await window.shot("review-no-open-comments-zh-dark");
    await window.accessible("no open comment, in Chinese");
    await window.run("() => document.querySelector('[data-testid=comments-open]').focus()");
    await window.press("z", "Control");
    await window.until("the open one again", async () => (await count("thread")) === 1);
    await window.click("comments-all");
    await window.until("both again", async () => (await count("thread")) === 2);
  });

  test("whoever reads comments goes on reading them when the pages are compared again", async () => {
    const compared = () => window.run("() => document.querySelector('[data-testid=review]').getAttribute('aria-busy') === 'false'");
    const top = () => window.run("() => document.querySelector('[data-testid=page-review]').getBoundingClientRect().top");
    await window.until("the comparison", compared);
    await window.run("() => document.querySelector('[data-testid=comment-text]').scrollIntoView({ block: 'end' })");
    const before = await top();
    await window.click("changes-again");
    await window.until("the comparison", compared);
    await window.run("() => new Promise((then) => requestAnimationFrame(then))");
    assert.equal(await top(), before);
  });

  test("a comment on the whole page stands above its form until it is settled there", async () => {
    await window.look("en", "light");
    await look(KEYS);
    await window.click("change-edit");
    await window.there("pin-page");
    assert.equal(await count("pin-2"), 0);
    await window.run("() => document.querySelector('.form').scrollTo(0, 0)");
    await window.shot("review-pin-page");
    await window.click("pin-page");
    await window.click("thread-settle");
    await window.until("none is left", async () => (await text("pinned-dialog")).includes("All of them are settled."));
    await window.escape();
    await window.gone("pin-page");
  });
});
