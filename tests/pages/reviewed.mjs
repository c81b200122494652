// The sample site with a release and changes since, for reviews.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { cli, root } from "./site.mjs";

/** What visitors would find changed, file by file. */
const CHANGES = [
  ["pages/en/security/encryption.md", "within ten minutes", "within five minutes"],
  ["pages/en/contact.md", "an answer within two working days", "an answer within one working day"],
  ["pages/zh-Hans/security/encryption.md", "收回密钥后十分钟内", "收回密钥后五分钟内"],
  ["records/subprocessors.toml", 'entity = "Halden Datacentres DAC"', 'entity = "Halden Datacentres Limited"'],
];

/** Replaces words in a file of a site. */
export function edit(site, path, before, after) {
  const text = readFileSync(join(site, path), "utf8");
  if (!text.includes(before)) throw new Error(`${path} does not say “${before}”`);
  writeFileSync(join(site, path), text.replace(before, after));
}

export const run = (...parts) => execFileSync(cli, parts, { encoding: "utf8" });

/** A copy of the sample site with a release of 20 November and edits since, and further settings. */
export function changed(settings = "") {
  const home = mkdtempSync(join(tmpdir(), "trustdesk-review-"));
  const site = join(home, "site");
  cpSync(join(root, "content"), site, { recursive: true });
  run("release", site, "--date", "2026-11-20", "--by", "Kim");
  writeFileSync(join(site, "site.toml"), `${readFileSync(join(site, "site.toml"), "utf8")}\n${settings}`);
  for (const [path, before, after] of CHANGES) edit(site, path, before, after);
  return { home, site, remove: () => rmSync(home, { recursive: true, force: true }) };
}

/** Writes the review file of a site, as of the day that the tests stand on. */
export function sent(site, file, ...more) {
  run("review", site, "--out", file, "--as-of", "2026-11-24", ...more);
}

/** How the pages of a site stand. */
export function standing(site) {
  try {
    return JSON.parse(run("review", site, "--status", "--format", "json", "--as-of", "2026-11-24"));
  } catch (failed) {
    if (failed.status !== 1) throw failed;
    return JSON.parse(failed.stdout);
  }
}
