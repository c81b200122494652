// Rich text in the real window: what other blocks mean when a definition goes, and what parts two lists.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { HEADING, Window, copyOf } from "./window.mjs";

const parts = ["See [the paper][paper].", "Between.", "[paper]: https://example.com/paper", "- one", "Apart.", "- two"];
const wholeOf = (blocks) => `+++\ntitle = "Parted"\nsummary = "Parted."\n+++\n\n::: hero {#top}\nheading = "Parted"\n:::\n\n::: text {#t}\n${blocks.join("\n\n")}\n:::\n`;

describe("blocks beside one another in the window", () => {
  let site;
  let window;
  const body = "field-1-body";
  const file = () => join(site.site, "pages/en/parted.md");
  const reads = async (what, wanted) => {
    let last = "";
    await window.until(what, async () => (last = await readFile(file(), "utf8")) === wanted).catch((error) => {
      throw new Error(`${error.message}\n${last}`);
    });
  };
  const links = () => window.run(`() => document.querySelectorAll('[data-testid="${body}"] a').length`);
  const formatted = () => window.run(`() => document.querySelector('[data-testid="${body}"]').classList.contains("prose")`);

  before(async () => {
    site = await copyOf();
    await writeFile(file(), wholeOf(parts));
    await writeFile(join(site.site, "pages/zh-Hans/parted.md"), '+++\ntitle = "分开"\nsummary = "分开。"\n+++\n\n::: hero {#top}\nheading = "分开"\n:::\n');
    window = await Window.open(site.site, { out: site.out });
    await window.shows(HEADING);
    await window.click("tree-item-/parted");
    await window.run("() => { const b = document.querySelector('[data-testid=section-1] .card-toggle'); if (b?.getAttribute('aria-expanded') === 'false') b.click(); }");
    await window.there(body);
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("the target of a link is taken away: the link is shown as the page shows it now, and undo brings it back", async () => {
    await window.until("a link", async () => (await links()) === 1);
    await window.select(body, "Between.", "after");
    await window.press("Delete");
    await reads("only the target to be gone", wholeOf(parts.filter((part) => !part.startsWith("["))));
    await window.until("no link", async () => (await links()) === 0);
    assert.equal(await formatted(), true);
    await window.press("z", "Control");
    await reads("the target again", wholeOf(parts));
    await window.until("the link again", async () => (await links()) === 1);
  });

  test("two lists that come to stand beside one another stay two, and neither changes a byte", async () => {
    await window.select(body, "Apart.");
    await window.press("Backspace");
    await reads("what parts the lists", wholeOf(parts.map((part) => (part === "Apart." ? "<!-- -->" : part))));
    assert.equal(await formatted(), true);
    await window.press("z", "Control");
    await reads("the words again", wholeOf(parts));
  });
});
