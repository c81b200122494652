// The exported sample site, and a browser to look at it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** The script that finds faults of accessibility on a page. */
export const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Exports a site, the sample when none is named, by the theme that is named or its own. The sample may
 * be taken from the folder that TRUSTDESK_EXPORT names instead. */
export function exported({ site = join(root, "content"), theme } = {}) {
  if (process.env.TRUSTDESK_EXPORT && arguments.length === 0) return { folder: process.env.TRUSTDESK_EXPORT, remove() {} };
  const home = mkdtempSync(join(tmpdir(), "trustdesk-pages-"));
  const folder = join(home, "out");
  exportOf(site, folder, theme);
  return { folder, remove: () => rmSync(home, { recursive: true, force: true }) };
}

/** Exports a site as of the day that the tests stand on. */
export function exportOf(site, folder, theme) {
  const cli = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/trustdesk-cli");
  const named = theme ? ["--theme", theme] : [];
  execFileSync(cli, ["export", site, folder, "--as-of", "2026-11-24", ...named], { stdio: "ignore" });
}

/** The command line, built. */
export const cli = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/trustdesk-cli");

/** The gallery of section kinds of the sample site. */
export function gallery() {
  const home = mkdtempSync(join(tmpdir(), "trustdesk-gallery-"));
  const folder = join(home, "out");
  execFileSync(cli, ["gallery", folder, join(root, "content"), "--as-of", "2026-11-24"], { stdio: "ignore" });
  return { folder, remove: () => rmSync(home, { recursive: true, force: true }) };
}

/** Every file below a folder, by path inside it. */
export const files = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

export const browser = (more = []) =>
  chromium.launch({
    executablePath: process.env.TRUSTDESK_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", ...more],
  });
