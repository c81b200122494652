// Links to other sites in the real window: nobody is asked unasked, what became of each, other addresses everywhere.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { HEADING, Window, copyOf } from "./window.mjs";

/** Another site on this computer: addresses that moved, are gone, are refused, and one that is silent until it may speak. */
function otherSite() {
  const asked = [];
  const silent = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const answers = { "/old": [301, "/new"], "/older": [308, "/newer"], "/now": [302, "/there"], "/gone": [404], "/refused": [403], "/fault": [500] };
    const [status, location] = answers[request.url] ?? [200];
    const end = () => response.writeHead(status, location ? { location } : {}).end();
    if (request.url.startsWith("/silent")) silent.push(end);
    else end();
  });
  return new Promise((done) =>
    server.listen(0, "127.0.0.1", () => {
      const at = `http://127.0.0.1:${server.address().port}`;
      done({ at, asked, silent, close: () => { server.closeAllConnections(); server.close(); } });
    }),
  );
}

describe("links to other sites", () => {
  let site, window, other;
  const row = (path) => `[data-testid=outside-row][data-address="${other.at}${path}"]`;
  const sort = (path) => window.run("(s) => document.querySelector(s)?.dataset.sort ?? null", row(path));
  const text = (selector) => window.run("(s) => document.querySelector(s)?.innerText ?? ''", selector);
  const rows = () => window.run("(at) => [...document.querySelectorAll('[data-testid=outside-row]')].map((e) => e.dataset.address).filter((a) => a.startsWith(at)).map((a) => a.slice(at.length))", other.at);
  async function byPalette() {
    // In a rich text the same keys make a link.
    await window.run("() => document.activeElement?.blur()");
    await window.press("k", "Control");
    await window.until("the palette", async () => (await window.focused()) === "palette-input");
    await window.typed("links to other");
    await window.press("Enter");
    await window.there("outside");
  }
  const page = (name) => join(site.site, "pages", name);

  before(async () => {
    process.env.TRUSTDESK_ASK_LOCAL = "1";
    other = await otherSite();
    site = await copyOf();
    // Only these lead elsewhere: the sample site's own addresses would be looked up by name.
    const links = ["/old", "/older", "/now", "/gone", "/refused", "/fault", "/fine"];
    const body = (more) => `\n::: text {#elsewhere}\n${[...links, ...more].map((path) => `- [A link](${other.at}${path})`).join("\n")}\n:::\n`;
    const contact = await readFile(page("en/contact.md"), "utf8");
    await writeFile(page("en/contact.md"), contact.trimEnd() + "\n" + body([]));
    const faq = await readFile(page("en/faq.md"), "utf8");
    await writeFile(page("en/faq.md"), `${faq.trimEnd()}\n\n::: text {#older hidden}\n[Hidden](${other.at}/hidden) and [old](${other.at}/old)\n:::\n\n::: text {#old-one}\n[Old](${other.at}/old#part)\n:::\n`);
    window = await Window.open(site.site, { out: site.out });
    await window.shows(HEADING);
  });
  after(async () => {
    await window?.close();
    await site?.remove();
    other?.close();
    delete process.env.TRUSTDESK_ASK_LOCAL;
  });

  test("nobody is asked before a person chooses it, and it is said who will be", async () => {
    await window.panel("problems");
    await window.click("to-outside");
    await window.until("the list", async () => (await rows()).length === 7);
    assert.ok(!(await rows()).includes("/hidden"));
    assert.match(await text("[data-testid=outside-state]"), /^\d+ addresses on \d+ sites? have not been checked yet/);
    assert.match(await text("[data-testid=outside]"), /sent nothing else/);
    assert.deepEqual(other.asked, []);
    await window.accessible("links before they are checked");
    await window.shot("outside-before");
  });

  test("each address says what became of it, by filters too", async () => {
    // By keyboard: the focus goes on to what can be done next.
    await window.tabTo("outside-check");
    await window.press("Enter");
    await window.until("the focus", async () => ["outside-cancel", "outside-again"].includes(await window.focused()));
    await window.until("the end", () => window.run("() => document.querySelector('[data-testid=outside-said]').dataset.outcome === 'done'"), 120_000);
    const sorts = { "/old": "moved", "/older": "moved", "/now": "fine", "/gone": "gone", "/refused": "refused", "/fault": "unreachable", "/fine": "fine" };
    for (const [path, wanted] of Object.entries(sorts)) assert.equal(await sort(path), wanted, path);
    assert.ok(!other.asked.some((one) => one.includes("hidden")));
    assert.equal(other.asked.filter((one) => one.endsWith("/fine")).length, 1);
    assert.match(await text(row("/old")), new RegExp(`Moved to ${other.at}/new`));
    assert.match(await text(row("/fault")), /the other site has a fault, its answer was 500/);
    await window.accessible("links that were checked");
    await window.shot("outside-checked");
    await window.click("outside-filter-moved");
    await window.until("what moved", async () => (await rows()).join() === "/old,/older");
    await window.click("outside-filter-all");
  });

  test("what moved is replaced everywhere, and one undo brings it back", async () => {
    await window.click(`${row("/old")} [data-testid=outside-replace]`);
    await window.until("the new address", async () => (await sort("/new")) === "fine" && (await sort("/old")) === null);
    await window.saved();
    const [contact, faq] = await Promise.all(["en/contact.md", "en/faq.md"].map((name) => readFile(page(name), "utf8")));
    assert.ok(contact.includes(`(${other.at}/new)`) && faq.includes(`(${other.at}/new#part)`) && faq.includes(`[old](${other.at}/new)`), faq);
    await window.shot("outside-replaced");
    await window.click("toast-undo");
    await window.until("the old address", async () => (await sort("/old")) === "moved");
    await window.saved();
    assert.ok((await readFile(page("en/faq.md"), "utf8")).includes(`(${other.at}/old#part)`));
    await window.click("outside-replace-all");
    await window.until("all new ones", async () => (await sort("/newer")) === "fine" && (await sort("/new")) === "fine");
    await window.press("z", "Control");
    await window.until("all old ones", async () => (await sort("/older")) === "moved" && (await sort("/old")) === "moved");
  });

  test("another address is entered by keyboard, and a bad one is refused with a reason", async () => {
    await window.click(`${row("/gone")} [data-testid=outside-open]`);
    const field = `${row("/gone")} [data-testid=outside-new]`;
    await window.fill(field, "nothing of the kind");
    // Browsers would refuse to send the form: the reason is ours to give.
    await window.press("Enter");
    await window.until("the reason", async () => (await text("[data-testid=outside-error]")).includes("is not an address that visitors can open"));
    await window.accessible("a row with its places");
    await window.shot("outside-row");
    await window.fill(field, `${other.at}/fine`);
    await window.press("Enter");
    await window.until("one less", async () => (await sort("/gone")) === null);
    await window.saved();
    assert.ok(!(await readFile(page("en/contact.md"), "utf8")).includes("/gone"));
  });

  test("a place leads to where the link is", async () => {
    await window.click(`${row("/refused")} [data-testid=outside-open]`);
    await window.click(`${row("/refused")} [data-testid=use-0]`);
    await window.until("the page", () => window.run("() => document.querySelector('[data-testid=outside]') === null"));
    await window.until("the section", () => window.run("() => document.activeElement?.closest('[data-section]') !== null"));
  });

  test("checking goes on beside other work, says how far it is, and stops when it is told to", async () => {
    const contact = await readFile(page("en/contact.md"), "utf8");
    // One address stands there twice by now, so some problems do too: the lists of problems bear that.
    assert.equal(contact.split(`${other.at}/fine)`).length, 3);
    await writeFile(page("en/contact.md"), contact.replace(`${other.at}/refused)`, `${other.at}/silent)`));
    await byPalette();
    await window.until("the new link", async () => (await rows()).includes("/silent"));
    await window.click("outside-check");
    await window.until("a question", () => other.silent.length > 0);
    await window.until("how far it is", async () => /\d+ of \d+/.test(await text(".progress .meta")));
    await window.shot("outside-asking");
    await window.accessible("while others are asked");
    await window.click("part-pages");
    await window.gone("outside");
    await window.shot("outside-elsewhere");
    await window.panel("problems");
    await window.click("to-outside");
    await window.click("outside-cancel");
    await window.until("the end", () => window.run("() => document.querySelector('[data-testid=outside-said]').dataset.outcome === 'stopped'"));
    assert.equal(await sort("/silent"), "unasked");
    assert.match(await text("[data-testid=outside-said]"), /Stopped/);
  });

  test("it all is said in Chinese, too", async () => {
    await window.look("zh-Hans", "dark");
    const said = (await text("[data-testid=outside]")).replaceAll(/https?:\S+/g, "");
    assert.match(said, /其他网站的链接/);
    assert.doesNotMatch(said, /[A-Za-z]+(?:,? [A-Za-z]+){2,}/);
    await window.accessible("links in Chinese, dark");
    await window.shot("outside-zh-dark");
    await window.look("en", "light");
  });
});
