// What the engine says is said in the language of the window, and in the other one when that changes.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Window, copyOf, root } from "./window.mjs";

/** Three words of a Latin language in a row: names and addresses may stand in Chinese, sentences may not. */
const LATIN = /[A-Za-z]+(?:,? [A-Za-z]+){2,}/;

describe("a Chinese window on a broken site", () => {
  let site, window;

  before(async () => {
    site = await copyOf(join(root, "tests/fixtures/broken"));
    // The export folder is the site's own: it must be refused.
    window = await Window.open(site.site, { out: join(site.site, "pages") });
    await window.shows("Good.");
    await window.look("zh-Hans", "light");
  });

  after(async () => {
    await window?.close();
    await site?.remove();
  });

  const text = (selector) => window.run("(s) => document.querySelector(s)?.innerText ?? ''", selector);
  const list = async () => {
    await window.panel("problems");
    await window.there("problem-list");
    return text("[data-testid=problem-list]");
  };

  test("its problems are listed in Chinese, and in English once that is chosen", async () => {
    const chinese = await list();
    for (const words of ["区块“text”没有结束。", "请在其后添加一行同样数目的冒号。", "字段在第", "文字需要加引号", "无法识别区块类型“hologram”", "缺少文件 /media/none.png。"]) {
      assert.ok(chinese.includes(words), `${words} is not in: ${chinese}`);
    }
    // Titles of pages and names of languages are the site's own.
    assert.doesNotMatch(chinese.replaceAll("No divider English", ""), LATIN);
    await window.shot("words-problems-zh");
    await window.accessible("the problems in Chinese");
    await window.panel("problems", false);

    await window.look("en", "light");
    const english = await list();
    for (const words of ["The section “text” is never closed.", "Add a line of the same number of colons after it.", "The file /media/none.png is missing."]) {
      assert.ok(english.includes(words), `${words} is not in: ${english}`);
    }
    assert.doesNotMatch(english.replaceAll(/“[^”]*”/g, ""), /[\u4e00-\u9fff]/);
    const lines = (all) => all.split("\n").filter((line) => line.trim()).length;
    assert.equal(lines(english), lines(chinese));
    await window.panel("problems", false);
    await window.look("zh-Hans", "light");
  });

  test("a fault that keeps a section from its form is said in Chinese in the form and above the preview", async () => {
    await window.run("() => document.querySelectorAll('.card-toggle[aria-expanded=false]').forEach((b) => b.click())");
    await window.there("section-0");
    for (const shown of ["[data-testid=section-0] .fault", "[data-testid=section-1] .fault", "[data-testid=stale-bar]"]) {
      const said = await window.until(shown, () => text(shown));
      assert.match(said, /[\u4e00-\u9fff]/);
      assert.doesNotMatch(said, LATIN);
    }
    await window.panel("problems", false);
    await window.shot("words-form-zh");
  });

  test("a page that cannot be edited says why in Chinese, and in English once that is chosen", async () => {
    await window.click("tree-item-/latin");
    const banner = ".banner[role=alert]";
    assert.equal(await window.until("the banner", () => text(banner)), "此页面无法编辑。 此页面不是 UTF-8 文本。此页面保持原样。请保存为 UTF-8。");
    await window.look("en", "light");
    assert.equal(await text(banner), "This page cannot be edited. This page is not text in UTF-8. It is left as it is. Save it as UTF-8.");
    await window.look("zh-Hans", "light");
    await window.click("tree-item-/");
    await window.shows("Good.");
  });

  test("an export that is refused says so in Chinese, and in English once that is chosen", async () => {
    await window.click("export");
    await window.click("choose-folder");
    await window.until("the folder", () => window.run("() => !document.querySelector('[data-testid=export-run]').disabled"));
    await window.click("export-run");
    const alert = "[data-testid=export-dialog] [role=alert]";
    const chinese = await window.until("the refusal", () => text(alert));
    assert.match(chinese, /^“.*”是站点本身，或是其内部或外层的文件夹。未作任何更改。请选择其他文件夹。$/);
    await window.shot("words-refused-zh");
    // The dialog covers the settings, so the language is changed behind it.
    const speak = (language) =>
      window.until(language, () => window.run(`(language) => {
        const chosen = document.querySelector('[data-testid=ui-language]');
        if (!chosen) document.querySelector('[data-testid=settings]').click();
        else if (chosen.value !== language) { chosen.value = language; chosen.dispatchEvent(new Event('change', { bubbles: true })); }
        return document.documentElement.lang === language;
      }`, language));
    await speak("en");
    const english = await window.until("the refusal in English", async () => (await text(alert)).startsWith("“") && /[a-z]/.test(await text(alert)) && text(alert));
    assert.match(english, /^“.*” is the site itself, or a folder in or around it\. Nothing was changed\. Choose another folder\.$/);
    await speak("zh-Hans");
    await window.until("the refusal in Chinese again", async () => (await text(alert)) === chinese);
    await window.escape();
    await window.panel("settings", false);
  });

  test("an undo that is refused says so in Chinese, and in English once that is chosen", async () => {
    const last = (await window.run("() => document.querySelectorAll('[data-section]').length")) - 1;
    const file = join(site.site, "pages/en/index.md");
    await window.run("(at) => { const b = document.querySelector(`[data-testid=section-${at}] .card-toggle`); if (b.getAttribute('aria-expanded') === 'false') b.click(); }", last);
    await window.fill(`field-${last}-body`, "Better.");
    await window.saved();
    await window.until("the file", async () => (await readFile(file, "utf8")).includes("Better."));
    await writeFile(file, (await readFile(file, "utf8")).replace("Better.", "Other words."));
    await window.shows("Other words.");
    await window.click("undo");
    const said = ".toasts.error .toast";
    const chinese = await window.until("the refusal", () => text(said));
    assert.match(chinese, /另一个程序已更改同一处文字，因此无法撤销。未作任何更改。/);
    await window.look("en", "light");
    assert.match(await text(said), /Another program has changed the same text since, so this cannot be undone\./);
  });
});
