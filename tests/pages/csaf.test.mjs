// Advisories of the sample site and of every other shape, before the validator of the CSAF authors.
import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import * as mandatory from "@secvisogram/csaf-validator-lib/mandatoryTests.js";
import { csaf_2_0, csaf_2_0_strict } from "@secvisogram/csaf-validator-lib/schemaTests.js";
import validate from "@secvisogram/csaf-validator-lib/validate.js";

import { exported, files, root } from "./site.mjs";

const ADDRESS = "https://trust.corvane.example/";
const more = (id, fields) => `\n[${id}]\ntitle = "Advisory ${id}"\nkind = "advisory"\ndate = 2026-01-02\ntext = "See [the list](/privacy/subprocessors) and *act*."\n${fields}\n`;
const ADVISORIES = [
  more("bare", ""),
  more("two-numbers", 'cve = "CVE-2026-1234, CVE-2026-123456"\naffected = "Agent 2"\nfixed = "Agent 3"\nstatus = "fixed"\nseverity = "critical"'),
  more("not-hit", 'cve = "CVE-2026-1234"\naffected = "Agent 2"\nstatus = "not-affected"\nseverity = "none"'),
  more("looking", 'affected = "Agent 2"\nfixed = "Agent 3"\nstatus = "investigating"'),
  more("no-product", 'cve = "CVE-2026-1234"\nstatus = "open"'),
  more("changed", 'affected = "Agent 2"\nrevised = 2026-03-04'),
  more("to-come", 'affected = "Agent 2"').replace("2026-01-02", "2027-01-02"),
  more("kept-back", 'visibility = "hidden"'),
];

let home;
let site;
before(() => {
  home = mkdtempSync(join(tmpdir(), "trustdesk-csaf-"));
  cpSync(join(root, "content"), home, { recursive: true });
  for (const text of ADVISORIES) appendFileSync(join(home, "records/updates.toml"), text);
  site = exported({ site: home });
});
after(() => {
  site?.remove();
  rmSync(home, { recursive: true, force: true });
});

const read = (path) => readFileSync(join(site.folder, path), "utf8");
const json = (url) => JSON.parse(read(url.replace(ADDRESS, "")));

/** What the validator says of an advisory. */
async function faults(advisory) {
  const result = await validate([csaf_2_0, csaf_2_0_strict, ...Object.values(mandatory)], advisory);
  assert.ok(result.tests.length > 40, `${result.tests.length} tests`);
  return result.tests.flatMap((one) => one.errors.map((error) => `${one.name} ${error.instancePath} ${error.message}`));
}

test("advisories are found from security.txt, and each is valid", async () => {
  const provider = read(".well-known/security.txt").match(/^CSAF: (.+)$/m)?.[1];
  assert.equal(provider, `${ADDRESS}.well-known/csaf/provider-metadata.json`);
  const metadata = json(provider);
  assert.equal(metadata.canonical_url, provider);
  assert.equal(metadata.metadata_version, "2.0");
  const { feed } = json(metadata.distributions[0].rolie.feeds[0].url);
  const ids = feed.entry.map((entry) => entry.id);
  assert.deepEqual([...ids].sort(), ["agent-2-14", "bare", "changed", "looking", "no-product", "not-hit", "two-numbers"]);
  const all = files(site.folder);
  for (const entry of feed.entry) {
    const advisory = json(entry.content.src);
    assert.deepEqual(await faults(advisory), [], entry.id);
    assert.deepEqual(advisory.document.publisher, metadata.publisher);
    assert.equal(`${advisory.document.tracking.id}.json`, entry.content.src.split("/").at(-1));
    assert.equal(advisory.document.tracking.current_release_date, entry.updated);
    for (const { url } of advisory.document.references) {
      const [page, anchor] = url.replace(ADDRESS, "").split("#");
      assert.ok(all.includes(page) && (!anchor || read(page).includes(`id="${anchor}"`)), url);
    }
  }
  assert.notDeepEqual(await faults({ document: {} }), [], "the validator finds nothing wrong with nothing");
});

test("an advisory says what its record says", () => {
  const of = (id) => json(`.well-known/csaf/white/2026/${id}.json`);
  const two = of("two-numbers");
  assert.equal(two.document.aggregate_severity.text, "Critical");
  assert.deepEqual(two.vulnerabilities.map((one) => one.cve), ["CVE-2026-1234", "CVE-2026-123456"]);
  assert.deepEqual(two.vulnerabilities[0].product_status, { known_affected: ["affected"], fixed: ["fixed"] });
  assert.equal(two.document.notes[0].text, `See [the list](${ADDRESS}en/privacy/subprocessors.html) and *act*.`);
  assert.deepEqual(of("not-hit").vulnerabilities[0].product_status, { known_not_affected: ["affected"] });
  assert.deepEqual(of("looking").vulnerabilities[0].product_status.under_investigation, ["affected"]);
  assert.equal(of("bare").document.category, "csaf_base");
  const { tracking } = of("changed").document;
  assert.deepEqual([tracking.version, tracking.revision_history.length], ["1.61.0", 2]);
});
