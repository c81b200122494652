// Rich text in the real window: typing, marks, links, the slash menu, pasting, source, undo.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { HEADING, Window, copyOf } from "./window.mjs";

const kept = `A claim with a footnote.[^1] And an edit here.

<div class="x">
  kept   as it is
</div>

* star bullets
* stay  stars

| a | b |
|---|:-:|
| 1 | 2 |

[^1]: The footnote,
    on two lines.
`;

describe("rich text in the window", () => {
  let site;
  let window;
  const body = "field-1-body";
  const file = (path = "security/design.md") => join(site.site, "pages/en", path);
  const text = (path) => readFile(file(path), "utf8");
  const reads = async (what, check, path) => {
    let last = "";
    await window.until(what, async () => check((last = await text(path)))).catch((error) => {
      throw new Error(`${error.message}\n${last}`);
    });
  };

  before(async () => {
    site = await copyOf();
    await writeFile(file("kept.md"), `+++\ntitle = "Kept"\nsummary = "Kept."\n+++\n\n::: hero {#top}\nheading = "Kept"\n:::\n\n::: text {#t}\n${kept}:::\n`);
    await writeFile(join(site.site, "pages/zh-Hans/kept.md"), '+++\ntitle = "保留"\nsummary = "保留。"\n+++\n\n::: hero {#top}\nheading = "保留"\n:::\n');
    window = await Window.open(site.site, { out: site.out });
    await window.shows(HEADING);
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  const openPage = async (address, words) => {
    await window.click(`tree-item-${address}`);
    await window.shows(words);
    await window.run("() => { const b = document.querySelector('[data-testid=section-1] .card-toggle'); if (b.getAttribute('aria-expanded') === 'false') b.click(); }");
    await window.there(body);
  };

  /** Undo, one step after another, until the file is as it was. */
  const undoTo = async (before, path) => {
    for (let steps = 0; (await text(path)) !== before; steps++) {
      assert.ok(steps < 20, "undo does not lead back");
      const now = await text(path);
      await window.press("z", "Control");
      await reads("undo to reach the file", (then) => then !== now, path);
    }
  };

  test("typing, bold by keyboard and undo change only their words", async () => {
    await openPage("/security/design", "A service is as safe");
    const before = await text();
    await window.select(body, "look for it.", "after");
    await window.keys(" Always 2*3.");
    await window.shows("look for it. Always 2*3.");
    await reads("the typed words", (now) => now === before.replace("look for it.", "look for it. Always 2\\*3."));
    await window.select(body, "Always");
    await window.press("b", "Control");
    await reads("bold", (now) => now === before.replace("look for it.", "look for it. **Always** 2\\*3."));
    assert.equal(await window.run(`() => document.querySelector('[data-testid="${body}-bold"]').getAttribute('aria-pressed')`), "true");
    await undoTo(before);
    await window.until("the text as it was", () => window.run(`() => !document.querySelector('[data-testid="${body}"]').innerText.includes("Always")`));
    await window.press("z", "Control", "Shift");
    await reads("the words again", (now) => now.includes("Always"));
    await undoTo(before);
  });

  test("a link is made by keyboard: search, choose, change its target, take it away", async () => {
    const before = await text();
    await window.select(body, "what is written down");
    await window.press("k", "Control");
    await window.there("link-popover");
    await window.keys("Encryption");
    await window.until("a result", () => window.run("() => document.querySelector('[data-testid=target-0]')?.textContent.includes('/security/encryption')"));
    await window.press("Enter");
    await reads("the link", (now) => now === before.replace("what is written down", "[what is written down](/security/encryption)"));
    await window.select(body, "written down", "before");
    await window.press("k", "Control");
    await window.there("link-popover");
    await window.keys("mail@example.com");
    await window.until("a mail address", () => window.run("() => document.querySelector('[data-testid=target-0]')?.textContent.includes('mailto:')"));
    await window.press("Enter");
    await reads("the new target", (now) => now.includes("[what is written down](mailto:mail@example.com)"));
    await window.select(body, "written down", "before");
    await window.press("k", "Control");
    await window.click("link-remove");
    await reads("no link", (now) => now === before);
  });

  test("a link that leads nowhere says so at once", async () => {
    const before = await text();
    await window.select(body, "what is written down");
    await window.press("k", "Control");
    await window.keys("/nowhere");
    await window.press("Enter");
    await window.until("the mark", () => window.run(`() => document.querySelector('[data-testid="${body}"] .broken') !== null`));
    await window.press("z", "Control");
    await reads("the file as it was", (now) => now === before);
  });

  test("the slash menu makes a heading; Escape leaves the slash", async () => {
    const before = await text();
    await window.select(body, "what is written down.", "after");
    await window.press("Enter");
    await window.keys("/head");
    await window.there("slash-menu");
    await window.press("Enter");
    await window.keys("Made by slash");
    await reads("the heading", (now) => now === before.replace("what is written down.\n", "what is written down.\n\n## Made by slash\n"));
    await window.press("Enter");
    await window.keys("and/or /");
    await window.there("slash-menu");
    await window.press("Escape");
    await window.until("no menu", () => window.run("() => !document.querySelector('[data-testid=slash-menu]')"));
    await window.keys(" end");
    await window.shows("and/or / end");
    await undoTo(before);
  });

  test("a list by typing, a table by the toolbar, and Tab in both", async () => {
    await window.select(body, "what is written down.", "after");
    await window.press("Enter");
    await window.keys("- one");
    await window.press("Enter");
    await window.keys("two");
    await window.press("Tab");
    await window.press("Enter");
    await window.press("Enter");
    await window.press("Enter");
    await reads("the list", (now) => now.includes("- one\n  - two\n"));
    await window.click(`${body}-table`);
    await window.keys("Name");
    await window.press("Tab");
    await window.keys("a|b");
    await reads("the table", (now) => now.includes("| Name | a\\|b |  |\n| --- | --- | --- |"));
    await window.click(`${body}-remove-column`);
    await reads("one column less", (now) => now.includes("| Name |  |\n| --- | --- |"));
  });

  test("pasting from elsewhere keeps structure, says so, and can be plain", async () => {
    await openPage("/security/encryption", "Encryption");
    const before = await text("security/encryption.md");
    const first = await window.run(`() => document.querySelector('[data-testid="${body}"] p').textContent.slice(0, 12)`);
    await window.select(body, first, "before");
    const paste = `(id) => {
      const data = new DataTransfer();
      data.setData("text/html", '<style>p{color:red}</style><h2 style="font-family:Arial">Pasted title</h2><p style="color:#f00">With <b>bold</b> and <a href="https://example.com/x">a link</a>.</p><ul><li>one</li><li>two</li></ul>');
      data.setData("text/plain", "Pasted title\\nWith bold and a link.\\none\\ntwo");
      document.querySelector('[data-testid="' + id + '"]').dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }`;
    await window.run(paste, body);
    await window.there("pasted");
    const said = await window.run("() => document.querySelector('[data-testid=pasted]').innerText");
    assert.match(said, /Kept headings, lists, links and emphasis\. Removed colours and fonts\./);
    await reads("the structure", (now) => now.includes("Pasted title\n\nWith **bold** and [a link](https://example.com/x).\n\n- one\n- two"), "security/encryption.md");
    await window.click("paste-plain");
    await reads("plain text", (now) => now.includes("Pasted title\n\nWith bold and a link.\n\none\n\ntwo"), "security/encryption.md");
    await undoTo(before, "security/encryption.md");
  });

  test("what cannot be shown keeps its bytes, and its source can be edited", async () => {
    await openPage("/kept", "And an edit here.");
    const before = await text("kept.md");
    await window.select(body, "here.", "after");
    await window.keys(" More.");
    await reads("only the paragraph", (now) => now === before.replace("here.", "here. More."), "kept.md");
    assert.equal(await window.run("() => document.querySelectorAll('[data-testid=opaque]').length"), 2);
    await window.click("opaque-edit");
    await window.run("() => { const box = document.querySelector('[data-testid=opaque-source]'); box.value = box.value.replace('as it is', 'as it was'); }");
    await window.click("opaque-apply");
    await reads("the source", (now) => now === before.replace("here.", "here. More.").replace("as it is", "as it was"), "kept.md");
  });

  test("source view and back, on the same undo", async () => {
    const before = await text("kept.md");
    // Typing in one field within a second is one step of undo.
    await sleep(1100);
    await window.click(`${body}-switch`);
    await window.until("the source", () => window.run(`() => document.querySelector('[data-testid="${body}"].cm-content')?.innerText.includes("* star bullets")`));
    await window.select(body, "stay  stars", "after");
    await window.keys(" **x**");
    await reads("the typed source", (now) => now === before.replace("stay  stars", "stay  stars **x**"), "kept.md");
    await window.click(`${body}-switch`);
    await window.until("the text", () => window.run(`() => document.querySelector('[data-testid="${body}"].prose strong')?.textContent === "x"`));
    await undoTo(before, "kept.md");
    await window.until("the text as it was", () => window.run(`() => !document.querySelector('[data-testid="${body}"].prose strong')`));
  });

  test("the toolbar is reached by Alt+F10 and left by Escape", async () => {
    await window.select(body, "star bullets");
    await window.press("F10", "Alt");
    assert.equal(await window.run("() => document.activeElement.closest('[role=toolbar]') !== null"), true);
    await window.press("ArrowRight");
    assert.equal(await window.run("() => document.activeElement.getAttribute('aria-label')"), "Bold");
    await window.press("Escape");
    assert.equal(await window.run("() => document.activeElement.dataset.testid"), body);
  });

  test("an input method writes without menus or shortcuts", async () => {
    await window.select(body, "star bullets", "after");
    const menus = await window.run(`(id) => {
      const root = document.querySelector('[data-testid="' + id + '"]');
      root.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
      root.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }));
      root.dispatchEvent(new KeyboardEvent("keydown", { key: "/", isComposing: true, bubbles: true, cancelable: true }));
      root.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "" }));
      return document.querySelectorAll("[data-testid=slash-menu], [data-testid=link-popover]").length;
    }`, body);
    assert.equal(menus, 0);
    await window.keys("，重要。");
    await window.select(body, "重要。");
    await window.press("b", "Control");
    await window.select(body, "重要。", "after");
    await window.press("b", "Control");
    await window.keys("但是");
    await reads("bold that takes effect", (now) => now.includes("* star bullets，**重要。**但是\n"), "kept.md");
    await window.until("bold in the preview", () => window.run("() => [...document.querySelector('[data-testid=preview]').contentDocument.querySelectorAll('strong')].some((s) => s.textContent === '重要。')"));
  });

  for (const [language, appearance] of [["en", "light"], ["zh-Hans", "dark"]]) {
    test(`no accessibility faults: ${language}, ${appearance}`, async () => {
      await window.look(language, appearance);
      await window.accessible("text");
      await window.select(body, "star bullets");
      await window.press("k", "Control");
      await window.there("target-0");
      await window.accessible("link");
      await window.press("Escape");
      await window.select(body, "edit here", "before");
      await window.keys("/");
      await window.there("slash-menu");
      await window.accessible("slash");
      await window.press("Escape");
      await window.press("Backspace");
      await window.click(`${body}-switch`);
      await window.there(".cm-content");
      await window.accessible("source");
      await window.click(`${body}-switch`);
      await window.there(".prose");
    });
  }
});
