// Bundles as others would make them, and verifying them in the window.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { Window, cli, root } from "./window.mjs";

export const execute = promisify(execFile);

/** Places for a bundle and what is kept of it, and the window without a site. */
export async function begin(name = "bundle") {
  const home = await mkdtemp(join(tmpdir(), "trustdesk-bundle-"));
  const places = { bundle: join(home, name), out: join(home, "kept") };
  await mkdir(places.out);
  const window = await Window.open(null, places);
  await window.there("verify-bundle");
  return [window, { home, ...places, remove: () => rm(home, { recursive: true, force: true }) }];
}

/** The sample site as a bundle: a folder, or a zip where the name ends so. */
export async function exported(place) {
  await rm(place, { recursive: true, force: true });
  await execute(cli, ["export", join(root, "content"), place, "--as-of", "2026-11-26"]);
}

/** Verifies what lies at the place of the bundle, from the welcome screen. */
export async function verify(window, form = "folder") {
  if (await window.run("() => document.querySelector('dialog[open]') !== null")) await window.escape();
  await window.click("verify-bundle");
  await window.click(`verify-${form}`);
  await window.there("verdict");
  return window.run("() => ({ verdict: document.querySelector('[data-testid=verdict]').dataset.verdict, text: document.querySelector('[data-testid=verdict]').innerText, files: [...document.querySelectorAll('[data-testid=verify-findings] li')].map((li) => li.dataset.file) })");
}

/** Changes one byte of a file. */
export async function tamper(file) {
  const bytes = await readFile(file);
  bytes[Math.floor(bytes.length / 2)] ^= 1;
  await writeFile(file, bytes);
}

/** Writes files as a bundle: with a manifest that is right about them. Answers the manifest's digest. */
export async function writeBundle(folder, files, site = "Example", release = undefined) {
  const sha = (bytes) => createHash("sha256").update(bytes).digest("hex");
  const rows = Object.entries(files).map(([path, content]) => ({ path, content: Buffer.from(content) })).sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  const sums = rows.map(({ path, content }) => `${sha(content)}  ${path}\n`).join("");
  const listed = rows.map(({ path, content }) => `\n{"path": ${JSON.stringify(path)}, "bytes": ${content.length}, "sha256": "${sha(content)}"}`).join(",");
  const numbered = release ? `"release": ${release.number},\n"date": "2026-11-2${release.number}",\n"previous": ${release.previous ? `"${release.previous}"` : "null"},\n` : "";
  const manifest = `{\n"format": "trustdesk-bundle-1",\n"site": {"name": ${JSON.stringify(site)}, "address": ""},\n"as_of": "2026-11-26",\n${numbered}"root": "${sha(sums)}",\n"files": [${listed}\n]\n}\n`;
  for (const { path, content } of [...rows, { path: "manifest.json", content: manifest }, { path: "SHA256SUMS", content: sums }]) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return sha(manifest);
}
