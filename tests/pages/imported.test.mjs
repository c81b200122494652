// Existing sites come in and go out again: the same with the theme of an existing site, sound with ours.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { beacon, imported, rows, told } from "./imported.mjs";
import { files, root } from "./site.mjs";

const fixture = join(root, "tests/fixtures/classic");
const old = files(join(fixture, "old"));

test("an imported page is the same, and what differs is noticed", () => {
  const home = mkdtempSync(join(tmpdir(), "trustdesk-imported-"));
  try {
    const source = join(fixture, "old");
    const { report, out, found } = imported(source, home);
    assert.deepEqual(found.map((row) => [row.page.source, row.differences]), old.map((path) => [path, []]));
    assert.ok(told(report, found));
    const file = join(out, old[0]);
    writeFileSync(file, readFileSync(file, "utf8").replace(">Four teams", ">Five teams"));
    const changed = rows(report, source, out);
    assert.equal(changed[0].differences.length, 1);
    assert.ok(!told(report, changed));
    assert.ok(!told({ ...report, figures: { ...report.figures, typed: 0 } }, found));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

test("a site of every shape comes in whole, goes out the same, and is sound with beacon", async () => {
  const home = mkdtempSync(join(tmpdir(), "trustdesk-imported-"));
  try {
    const source = join(home, "source");
    cpSync(join(root, "tests/fixtures/import/jekyll"), source, { recursive: true });
    const shapes = readFileSync(join(root, "src-tauri/core/src/import/map/fixture.html"), "utf8");
    writeFileSync(join(source, "en-us/security/lighthouse.md"), `---\nlayout: Harbour\n---\n${shapes}`);
    const { report, found } = imported(source, home);
    assert.ok(found.length > 5, `${found.length} pages`);
    assert.deepEqual(found.filter((row) => row.differences.length > 0).map((row) => [row.page.source, row.differences]), []);
    assert.ok(told(report, found));
    assert.ok(await beacon(home));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
