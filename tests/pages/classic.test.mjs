// Pages for an existing Jekyll site: the same as the old ones in what they show and in the skeleton that
// the site's style sheet counts on.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { parseFragment } from "parse5";

import { compare, seen } from "./same.mjs";
import { axe, browser, exported, files, root } from "./site.mjs";

const fixture = join(root, "tests/fixtures/classic");
const old = files(join(fixture, "old"));

let rebuilt;
let sample;
let chromium;
before(async () => {
  chromium = await browser();
  rebuilt = exported({ site: join(fixture, "site") });
  sample = exported({ theme: "classic" });
});
after(async () => {
  await chromium?.close();
  rebuilt?.remove();
  sample?.remove();
});
const read = (site, path) => readFileSync(join(site.folder, path), "utf8");

test("a page rebuilt with typed fields shows the same text, links and pictures in the same skeleton", () => {
  assert.equal(old.length, 2);
  for (const path of old) {
    const result = compare(readFileSync(join(fixture, "old", path), "utf8"), read(rebuilt, path), path);
    assert.deepEqual(result.differences, [], path);
    assert.ok(result.size > 20 && result.old.links.length >= 5 && result.old.pictures.length === 1, path);
  }
});

test("what differs is noticed", () => {
  const [path] = old;
  const html = read(rebuilt, path);
  const changes = [
    ["text", (text) => text.replace("Four teams", "Five teams")],
    ["links", (text) => text.replace("papers/encryption.pdf", "papers/other.pdf")],
    ["pictures", (text) => text.replace("control-room.svg", "room.svg")],
    ["skeleton", (text) => text.replace('id="SideBarWrapper"', 'id="Side"')],
  ];
  for (const [what, change] of changes) {
    assert.notEqual(change(html), html);
    const { differences } = compare(html, change(html), path);
    assert.equal(differences.length, 1, what);
    assert.ok(differences[0].startsWith(`${what} at`), differences[0]);
  }
});

test("what was left out may be missing, as often as it is listed", () => {
  const differences = (old, now, texts, targets = []) => compare(old, now, "en/a.md", { texts, targets }).differences;
  assert.deepEqual(differences("<p>Learn more</p><p>Learn about</p>", "<p>Learn about</p>", ["Learn more"]), []);
  assert.deepEqual(differences("<p>•a•b</p>", "<p>ab</p>", ["•", "•"]), []);
  assert.deepEqual(differences("<p>•a•b</p>", "<p>ab</p>", ["•"]).length, 1);
  assert.deepEqual(differences("<p>ab</p>", "<p>abc</p>", ["b"]).length, 1);
  const pictures = (...names) => names.map((name) => `<img src="${name}.png">`).join("");
  assert.deepEqual(differences(pictures("a", "x", "x", "b"), pictures("a", "b"), [], ["x.png", "../en/x.png"]), []);
  assert.deepEqual(differences(pictures("a", "x", "x", "b"), pictures("a", "b"), [], ["x.png"]).length, 1);
  assert.deepEqual(differences('<a href="a b.pdf">a</a>', '<a href="a%20b.pdf">a</a>', []), []);
});

test("every page has front matter and nothing of the dead parts", () => {
  const pages = files(sample.folder).filter((path) => path.endsWith(".md"));
  assert.ok(pages.length >= 48, `${pages.length} pages`);
  for (const path of pages) {
    const html = read(sample, path);
    const [, front, body] = html.match(/^---\n([\s\S]*?)\n---\n([\s\S]*)$/) ?? [];
    assert.match(front ?? "", /^layout: "default"$/m, path);
    assert.match(front, path.startsWith("en/") ? /^lang: "en"$/m : /^lang: "zh-Hans"$/m, path);
    for (const dead of ['href=""', 'href="#"', " bi:", "<script", "<style", "data-td", "{{", "{%", "prev-next", "<!--"]) assert.ok(!body.includes(dead), `${path} has ${dead}`);
    const ids = [];
    const walk = (node) => {
      const id = node.attrs?.find((one) => one.name === "id")?.value;
      if (id) ids.push(id);
      node.childNodes?.forEach(walk);
    };
    const errors = [];
    walk(parseFragment(body, { sourceCodeLocationInfo: true, onParseError: (error) => errors.push(`${error.code} in line ${error.startLine}`) }));
    assert.deepEqual(errors, [], path);
    assert.equal(new Set(ids).size, ids.length, `${path} has an id twice`);
  }
});

test("links and pictures lead to files of the export", () => {
  for (const path of files(sample.folder).filter((file) => file.endsWith(".md"))) {
    const page = seen(read(sample, path), path);
    for (const to of [...page.links, ...page.pictures].filter((to) => to.startsWith("/"))) {
      const file = join(sample.folder, decodeURIComponent(to.split("#")[0]));
      assert.ok(existsSync(file) || existsSync(file.replace(/\.html$/, ".md")), `${path}: ${to} (${dirname(file)})`);
    }
  }
});

test("in a plain layout no page has a fault of accessibility", async () => {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const found = [];
  for (const path of files(sample.folder).filter((file) => file.endsWith(".md"))) {
    const [, front, body] = read(sample, path).match(/^---\n([\s\S]*?)\n---\n([\s\S]*)$/);
    const lang = front.match(/^lang: "(.*)"$/m)[1];
    const at = pathToFileURL(join(sample.folder, path)).href;
    await page.goto(at);
    await page.setContent(`<!doctype html><html lang="${lang}"><head><title>${path}</title><base href="${at}"></head><body><main>${body}</main></body></html>`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    found.push(...violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0].html}`));
  }
  await context.close();
  assert.deepEqual(found, []);
});
