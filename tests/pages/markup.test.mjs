// The markup of every file of the export before html-validate's recommended rules.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { HtmlValidate } from "html-validate";

import { exported, files } from "./site.mjs";

/** House style: the doctype is written small, as everything else is, and a style keeps telephone numbers whole. */
const RULES = { "doctype-style": ["error", { style: "lowercase" }], "tel-non-breaking": ["error", { ignoreClasses: ["nobr"] }] };

let site;
before(() => {
  site = exported();
});
after(() => site?.remove());

test("html-validate finds nothing in any page", async () => {
  const validator = new HtmlValidate({ root: true, extends: ["html-validate:recommended"], elements: ["html5"], rules: RULES });
  const pages = files(site.folder).filter((file) => file.endsWith(".html"));
  assert.ok(pages.length > 40, `${pages.length} pages`);
  const faults = [];
  for (const page of pages) {
    const { results } = await validator.validateString(readFileSync(join(site.folder, page), "utf8"), page);
    for (const { messages } of results) faults.push(...messages.map((one) => `${page}:${one.line}:${one.column} ${one.ruleId}: ${one.message}`));
  }
  assert.deepEqual(faults.slice(0, 40), [], `${faults.length} faults`);
});
