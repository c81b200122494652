// Pictures and documents in the real window, by keyboard alone.
import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { HEADING, Window, copyOf } from "./window.mjs";

const F2 = "\uE032";
const DELETE = "\uE017";
const PDF = "documents/security-white-paper.pdf";

describe("pictures and documents in the window", () => {
  let site;
  let window;
  let own;
  let list;
  const file = (path) => join(site.site, path);
  const text = (path) => readFile(file(path), "utf8");

  /** Every file of the site with its bytes. */
  const snapshot = async () => {
    const all = new Map();
    for (const entry of await readdir(site.site, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      all.set(path.slice(site.site.length + 1), (await readFile(path)).toString("base64"));
    }
    return Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const same = async (what, expected) => window.until(what, async () => JSON.stringify(await snapshot()) === JSON.stringify(expected));
  /** What the next dialog of the system answers. */
  const willChoose = (...paths) => writeFile(list, paths.join("\n"));
  const search = async (words) => {
    await window.run("() => document.querySelector('[data-testid=file-search]').focus()");
    await window.press("a", "Control");
    await window.press(DELETE);
    await window.keys(words);
    await window.press("ArrowDown");
  };

  before(async () => {
    site = await copyOf();
    own = await mkdtemp(join(tmpdir(), "trustdesk-own-"));
    list = join(own, "chosen.txt");
    process.env.TRUSTDESK_CHOOSE_FILES = list;
    await writeFile(join(own, "White paper 2027.pdf"), "%PDF-1.7 the new white paper");
    await writeFile(join(own, "neu.pdf"), "%PDF-1.7 新白皮书");
    await writeFile(join(own, "page.pdf"), "<html>not a PDF</html>");
    await writeFile(join(own, "Box.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\"><rect width=\"40\" height=\"20\" fill=\"teal\"/></svg>");
    await writeFile(join(own, "bad.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><script>alert(1)</script><circle r=\"4\"/></svg>");
    window = await Window.open(site.site, { out: site.out });
    await window.shows(HEADING);
  });
  after(async () => {
    await window?.close();
    await site?.remove();
    await rm(own, { recursive: true, force: true });
  });

  test("a PDF is replaced everywhere in both languages, and one undo takes all of it back", async () => {
    const start = await snapshot();
    await window.tabTo("part-files");
    await window.press("Enter");
    await window.there(`file-${PDF}`);
    await window.tabTo("file-search");
    await window.keys("white-paper.pdf");
    await window.press("ArrowDown");
    await window.until("the file", () => window.run("() => document.querySelector('[data-testid=file-name]')?.textContent === 'security-white-paper.pdf'"));
    await window.press("Enter");
    await window.tabTo("file-replace");
    await willChoose(join(own, "White paper 2027.pdf"));
    await window.press("Enter");
    await window.there("replace-dialog");
    await window.tabTo("replace-choose");
    await window.press("Enter");
    await window.until("the new file", () => window.run("() => document.querySelector('[data-testid=replace-dialog]').textContent.includes('White paper 2027.pdf')"));
    await willChoose(join(own, "neu.pdf"));
    await window.tabTo("replace-choose-1");
    await window.press("Enter");
    await window.until("the other file", () => window.run("() => document.querySelector('[data-testid=replace-dialog]').textContent.includes('neu.pdf')"));
    await window.tabTo("replace-version");
    await window.press("a", "Control");
    await window.keys("6.0");
    await window.tabTo("replace-date");
    await window.press("a", "Control");
    await window.keys("2026-11-20");
    await window.tabTo("replace-keep");
    await window.press("ArrowDown");
    await window.tabTo("replace-do");
    await window.press("Enter");
    await window.gone("replace-dialog");
    await window.until("the old file to go", async () => !Object.keys(await snapshot()).includes(`media/${PDF}`));
    await window.saved();
    assert.equal(await text("media/documents/white-paper-2027.pdf"), "%PDF-1.7 the new white paper");
    assert.equal(await text("media/documents/neu.pdf"), "%PDF-1.7 新白皮书");
    const records = await text("records/documents.toml");
    assert.match(records, /file = \{ en = "\/media\/documents\/white-paper-2027\.pdf", zh-Hans = "\/media\/documents\/neu\.pdf" \}\nversion = "6\.0"\nissued = 2026-11-20/);
    assert.match(await text("records/links.toml"), /to = \{ en = "\/media\/documents\/white-paper-2027\.pdf", zh-Hans = "\/media\/documents\/neu\.pdf" \}/);
    assert.match(await text("records/assets.toml"), /\["documents\/white-paper-2027\.pdf"\]\nversion = "6\.0"\ndate = 2026-11-20/);
    for (const [path, bytes] of Object.entries(await snapshot())) {
      assert.ok(!Buffer.from(bytes, "base64").includes(PDF), `${path} still names the old file`);
    }
    await window.press("z", "Control");
    await same("everything as it was", start);
    await window.press("z", "Control", "Shift");
    await window.until("it again", async () => (await text("records/documents.toml")).includes("white-paper-2027"));
    await window.press("z", "Control");
    await same("everything as it was, again", start);
  });

  test("the address can stay, and then only bytes, version and date change", async () => {
    const start = await snapshot();
    await search("white-paper.pdf");
    await window.press("Enter");
    await window.tabTo("file-replace");
    await willChoose(join(own, "page.pdf"));
    await window.press("Enter");
    await window.tabTo("replace-choose");
    await window.press("Enter");
    await window.until("the refusal", () => window.run("() => document.querySelector('[data-testid=replace-dialog] [role=alert]') !== null"));
    assert.equal(await window.run("() => document.querySelector('[data-testid=replace-do]').disabled"), true);
    await willChoose(join(own, "White paper 2027.pdf"));
    await window.press("Enter");
    await window.until("a file that fits", () => window.run("() => !document.querySelector('[data-testid=replace-do]').disabled"));
    await window.tabTo("replace-do");
    await window.press("Enter");
    await window.gone("replace-dialog");
    await window.until("the new bytes", async () => (await text(`media/${PDF}`)) === "%PDF-1.7 the new white paper");
    await window.saved();
    const now = await snapshot();
    const changed = Object.keys(now).filter((path) => now[path] !== start[path]);
    assert.deepEqual(changed, [`media/${PDF}`, "records/assets.toml", "records/documents.toml"]);
    await window.press("z", "Control");
    await same("everything as it was", start);
  });

  test("a picture is renamed with its uses, deleted, and brought back", async () => {
    const start = await snapshot();
    await search("data-flow");
    await window.press(F2);
    await window.there("rename-dialog");
    await window.tabTo("rename-name");
    await window.press("a", "Control");
    await window.keys("The Flow");
    await window.press("Enter");
    await window.gone("rename-dialog");
    await window.until("the new name", async () => (await text("pages/en/security/encryption.md")).includes("/media/the-flow.svg"));
    await window.until("the new name in Chinese", async () => (await text("pages/zh-Hans/security/encryption.md")).includes("/media/the-flow.svg"));
    await window.until("the old file to go", async () => !("media/data-flow.svg" in (await snapshot())));
    await window.press("z", "Control");
    await same("the old name", start);
    await search("data-flow");
    await window.press(DELETE);
    await window.there("delete-dialog");
    await window.tabTo("delete-do");
    await window.press("Enter");
    await window.gone("delete-dialog");
    await window.until("the file to go", async () => !("media/data-flow.svg" in (await snapshot())));
    await window.tabTo("toast-undo");
    await window.press("Enter");
    await same("the file again", start);
  });

  test("added files are checked, described once, and used by a field", async () => {
    const start = await snapshot();
    await window.tabTo("add-files", "Shift");
    await willChoose(join(own, "Box.svg"), join(own, "bad.svg"), join(own, "page.pdf"));
    await window.press("Enter");
    await window.there("added-dialog");
    const said = await window.run("() => document.querySelector('[data-testid=added-dialog]').innerText");
    assert.match(said, /box\.svg/);
    assert.match(said, /scripts and links to other sites/);
    assert.match(said, /not the kind that its name says/);
    assert.ok(!(await text("media/bad.svg")).includes("script"));
    await window.tabTo("alt-en");
    await window.keys("A teal box");
    await window.tabTo("added-done");
    await window.press("Enter");
    await window.gone("added-dialog");
    await window.until("the text", async () => (await text("records/assets.toml")) === "[\"box.svg\"]\nalt = { en = \"A teal box\" }\n");
    await window.tabTo("part-pages", "Shift");
    await window.press("Enter");
    await window.there("field-0-image");
    await window.run("() => document.querySelector('[data-testid=field-0-image]').focus()");
    await window.press("Enter");
    await window.there("file-picker");
    await window.tabTo("picker-search");
    await window.keys("box.svg");
    await window.tabTo("file-list");
    await window.press("Enter");
    await window.gone("file-picker");
    await window.until("the picture in the preview", () => window.run("() => document.querySelector('[data-testid=preview]').contentDocument.querySelector('.hero-image')?.src.endsWith('/media/box.svg')"));
    await window.run("() => document.querySelector('[data-testid=\"field-0-alt\"]').focus()");
    await window.press("a", "Control");
    await window.press(DELETE);
    await window.until("the text that is kept", () => window.run("() => document.querySelector('[data-testid=preview]').contentDocument.querySelector('.hero-image')?.alt === 'A teal box'"));
    await window.saved();
    for (let i = 0; i < 8 && JSON.stringify(await snapshot()) !== JSON.stringify(start); i++) {
      await window.run("() => document.activeElement?.blur()");
      await window.press("z", "Control");
      await window.saved();
      await new Promise((then) => setTimeout(then, 900));
    }
    await same("everything as it was", start);
  });

  test("a pasted picture is added without what tells about people", async () => {
    const start = await snapshot();
    await window.run("() => document.querySelector('[data-testid=part-files]').click()");
    await window.there("file-list");
    await window.run(`() => {
      const canvas = document.createElement("canvas");
      canvas.width = 30; canvas.height = 20;
      canvas.getContext("2d").fillRect(0, 0, 9, 9);
      const bytes = Uint8Array.from(atob(canvas.toDataURL("image/png").split(",")[1]), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], "截图 1.png", { type: "image/png" }));
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }`);
    await window.there("added-dialog");
    assert.equal((await readFile(file("media/截图-1.png"))).subarray(1, 4).toString(), "PNG");
    await window.press("Escape");
    await window.gone("added-dialog");
    await window.press("z", "Control");
    await same("nothing new", start);
  });

  for (const [language, appearance] of [["en", "light"], ["zh-Hans", "dark"], ["en", "dark"], ["zh-Hans", "light"]]) {
    test(`axe finds nothing: ${language}, ${appearance}`, async () => {
      const open = async (id, dialog) => {
        await window.click(id);
        await window.there(dialog);
        await window.accessible(dialog);
        await window.press("Escape");
        await window.gone(dialog);
      };
      await window.look(language, appearance);
      await window.click("part-files");
      await window.there("file-list");
      await search(".pdf");
      await window.accessible("documents");
      await open("file-replace", "replace-dialog");
      await open("file-rename", "rename-dialog");
      await open("deleted-files", "deleted-dialog");
      await search("social.png");
      await window.accessible("a picture");
      await open("file-shrink", "shrink-dialog");
      await window.click("file-delete");
      await window.there("delete-dialog");
      await window.accessible("delete");
      await window.press("Escape");
      await window.click("view-list");
      await search("");
      await window.accessible("the list");
      await search("no such thing");
      await window.accessible("nothing found");
      await window.click("file-show-all");
      await window.click("view-grid");
      await window.click("part-pages");
      await open("field-0-image", "file-picker");
    });
  }
});
