// Nothing typed is lost: killed windows, the history of a page, and changes by other programs.
import assert from "node:assert/strict";
import { chmod, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { HEADING, Window, copyOf, openSample } from "./window.mjs";

const KILLS = Number(process.env.TRUSTDESK_KILLS ?? 5);

const value = (window) => window.run("() => document.querySelector('[data-testid=\"field-0-heading\"]')?.value ?? ''");

/** Opens a closed card, so that its fields can be typed into. */
const unfold = (window, at) => window.run("(at) => { const b = document.querySelector(`[data-testid=section-${at}] .card-toggle`); if (b.getAttribute('aria-expanded') === 'false') b.click(); }", at);

/** Whether a draft log in the program's data folder holds a text. */
async function drafted(home, text) {
  const files = await readdir(join(home, "data"), { recursive: true, withFileTypes: true });
  const logs = files.filter((file) => file.name.endsWith(".log") && file.parentPath.includes("drafts"));
  const texts = await Promise.all(logs.map((file) => readFile(join(file.parentPath, file.name), "utf8").catch(() => "")));
  return texts.some((one) => one.includes(text));
}

describe("a window that is killed", () => {
  test(`loses at most the last second of typing, ${KILLS} times`, { timeout: 120_000 + KILLS * 60_000 }, async (t) => {
    const site = await copyOf();
    let home;
    let most = 0;
    try {
      for (let round = 0; round < KILLS; round++) {
        let window = await Window.open(site.site, { home });
        home = window.home;
        await window.shows("");
        await window.there("page-history");
        await unfold(window, 0);
        await window.fill("field-0-heading", `R${round}:`);
        const pid = await window.pid();
        // Three keys at a time, each with the time at which it was on screen.
        const field = await window.there("field-0-heading");
        const typed = [];
        const until = Date.now() + 1200 + Math.random() * 2000;
        while (Date.now() < until || typed.length < 15) {
          await window.send("POST", `/element/${field}/value`, { text: "abc" });
          const at = Date.now();
          typed.push(at, at, at);
        }
        window.kill(pid);
        const killed = Date.now();
        window = await Window.open(site.site, { home });
        await window.until("the page", async () => (await value(window)) !== "" || (await unfold(window, 0)));
        const shown = await value(window);
        assert.ok(shown.startsWith(`R${round}:`), `“${shown}” after round ${round} with ${typed.length} letters`);
        const kept = shown.length - `R${round}:`.length;
        const lost = kept >= typed.length ? 0 : killed - typed[kept];
        assert.ok(lost <= 1000, `${lost} ms of typing are lost in round ${round}`);
        most = Math.max(most, lost);
        t.diagnostic(`round ${round}: ${kept} of ${typed.length} letters, ${lost} ms lost`);
        if (await window.run("() => !!document.querySelector('[data-testid=restored]')")) await window.click("restored-keep");
        await window.saved();
        await window.until("the file", async () => (await readFile(join(site.site, "pages/en/index.md"), "utf8")).includes(`R${round}:`));
        await window.close({ keepHome: true });
      }
      t.diagnostic(`at most ${most} ms of typing were lost`);
    } finally {
      await rm(home, { recursive: true, force: true });
      await site.remove();
    }
  });

  test("comes back with what was typed, which is compared, discarded and brought back by undo", async () => {
    const site = await copyOf();
    const page = join(site.site, "pages/en/index.md");
    const text = await readFile(page, "utf8");
    let window = await Window.open(site.site);
    const { home } = window;
    try {
      await window.shows(HEADING);
      await unfold(window, 0);
      // The page cannot be saved, so that only the draft is left.
      await chmod(page, 0o444);
      await window.type("field-0-heading", " and a draft");
      await window.until("the draft", () => drafted(home, "and a draft"));
      window.kill(await window.pid());
      await chmod(page, 0o644);
      window = await Window.open(site.site, { home });
      await window.shows("and a draft");
      if (!(await window.run("() => !!document.querySelector('[data-testid=restored]')"))) throw new Error("nothing was offered");
      assert.equal(await readFile(page, "utf8"), text);
      await window.accessible("restored");
      await window.click("restored-compare");
      await window.there("change-0");
      assert.match(await window.run("() => document.querySelector('[data-testid=restored-changes] ins').textContent"), /and a draft/);
      await window.accessible("compare");
      await window.press("Escape");
      await window.click("restored-discard");
      await window.hides("and a draft");
      await window.saved();
      assert.equal(await readFile(page, "utf8"), text);
      await window.click("toast-undo");
      await window.shows("and a draft");
      await window.saved();
      await window.until("the file", async () => (await readFile(page, "utf8")).includes("and a draft"));
    } finally {
      await window.close();
      await site.remove();
    }
  });
});

describe("the past in the window", () => {
  let site;
  let window;
  const page = () => join(site.site, "pages/en/index.md");

  before(async () => {
    [site, window] = await openSample();
    await unfold(window, 0);
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("a page without history says so", async () => {
    await window.click("page-history");
    await window.until("the empty state", () => window.run("() => document.querySelector('[data-testid=history]').innerText.includes('No earlier versions yet')"));
    await window.press("Escape");
  });

  test("by keyboard: an earlier version of one field comes back, and undo takes it back", async () => {
    const before = await readFile(page(), "utf8");
    await window.fill("field-0-heading", "Another heading altogether");
    await window.fill("field-0-lead", "Another lead.");
    await window.saved();
    await window.run("() => document.querySelector('[data-testid=page-history]').focus()");
    await window.press("Enter");
    await window.there("change-0");
    for (let i = 0; i < 30; i++) {
      if (await window.run("() => document.activeElement?.dataset.testid === 'back-field-0-heading'")) break;
      await window.press("Tab");
    }
    await window.press("Enter");
    await window.there("history-undo");
    await window.shows(HEADING);
    await window.saved();
    await window.until("the file", async () => {
      const now = await readFile(page(), "utf8");
      return now.includes(HEADING) && now.includes("Another lead.");
    });
    await window.click("history-undo");
    await window.shows("Another heading altogether");
    await window.until("the version again", () => window.find("back-field-0-heading"));
    await window.accessible("history");
    await window.click("look-page");
    await window.there("version-page");
    const shown = await window.run("() => document.querySelector('[data-testid=version-page]').srcdoc");
    assert.ok(shown.includes(HEADING) && !shown.includes("Another heading"));
    await window.click("back-page");
    await window.shows(HEADING);
    await window.saved();
    await window.until("the file as it was", async () => (await readFile(page(), "utf8")) === before);
  });

  test("a change by another program is named and undone", async () => {
    await window.saved();
    const before = await readFile(page(), "utf8");
    await writeFile(page(), before.replace(HEADING, "Written elsewhere"));
    await window.shows("Written elsewhere");
    await window.until("the notice", () => window.run("() => document.querySelector('[data-testid=toast]')?.innerText.includes('was changed by another program')"));
    await window.press("F6");
    await window.until("the toast by F6", async () => {
      if (await window.run("() => !!document.activeElement?.closest('[data-testid=toast]')")) return true;
      await window.press("F6");
      return false;
    });
    await window.press("Tab");
    await window.press("Enter");
    await window.shows(HEADING);
    await window.saved();
    await window.until("the file as it was", async () => (await readFile(page(), "utf8")) === before);
  });

  test("two texts for one field stand side by side until one is chosen", async () => {
    await window.saved();
    const before = await readFile(page(), "utf8");
    await window.fill("field-0-heading", "Your data, typed here");
    await writeFile(page(), before.replace(HEADING, "Your data, written there"));
    await window.there("overlap");
    const marked = await window.until("the words that differ", () => window.run("() => [...document.querySelectorAll('[data-testid=overlap] ins')].map((e) => e.textContent).join('')"));
    assert.match(marked, /written there/);
    for (const [language, appearance] of [["zh-Hans", "dark"], ["en", "light"]]) {
      await window.look(language, appearance);
      await window.accessible(`overlap, ${language}`);
    }
    await window.click("take-theirs");
    await window.shows("Your data, written there");
    await window.until("no overlap", () => window.run("() => !document.querySelector('[data-testid=overlap]')"));
  });

  test("the history has no accessibility faults in Chinese and dark", async () => {
    await window.look("zh-Hans", "dark");
    await window.click("page-history");
    await window.there("change-0");
    await window.accessible("history, Chinese, dark");
    await window.press("Escape");
  });
});
