// The sample site with a history of releases and a section that compares copies of documents.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";

import { cli, root } from "./site.mjs";

const POLICY = "media/documents/security-policy.pdf";
const sum = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Documents that a visitor may have, with what should be said of each. */
export const copies = () => ({
  current: { name: "policy.pdf", bytes: readFileSync(join(root, "content", POLICY)) },
  superseded: { name: "old policy.pdf", bytes: Buffer.from("%PDF-1.4 the policy as it was") },
  withdrawn: { name: "gone.pdf", bytes: Buffer.from("%PDF-1.4 an overview that is gone") },
  unknown: { name: "</p><script>alert(1)</script>.pdf", bytes: Buffer.from("%PDF-1.4 from elsewhere") },
});

/** The words of the two sections, by language. */
const HEADINGS = { en: ["History of releases", "Check your copy"], "zh-Hans": ["发布历史", "核对您的文件"] };

/** Releases the sample site with three releases in its past; the page is `page(locale)`. */
export function withReleases() {
  const home = mkdtempSync(join(tmpdir(), "trustdesk-copies-"));
  const [site, folder] = [join(home, "site"), join(home, "out")];
  cpSync(join(root, "content"), site, { recursive: true });
  appendFileSync(join(site, "site.toml"), '\n[releases]\nkey = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"\n\n[hosting]\nfiles = true\n');
  const { current, superseded, withdrawn } = copies();
  const policy = (bytes, version) => ({ path: POLICY, record: "documents/security-policy", language: "en", title: { en: "Information security policy", "zh-Hans": "信息安全政策" }, version, sha256: sum(bytes) });
  const gone = { path: "media/documents/gone.pdf", title: { en: "Incident overview", "zh-Hans": "事件概览" }, version: "1.0", date: "2024-06-01", sha256: sum(withdrawn.bytes) };
  const releases = [
    ["2025-02-03", "First release.", "首次发布。", [policy(superseded.bytes, "6"), gone]],
    ["2026-03-01", "- Information security policy replaced\n- See [the front page](/)", "- 更新了信息安全政策\n- 见[首页](/)", [policy(current.bytes, "7")]],
    ["2026-03-04", "A wrong date.", "更正一个日期。", [policy(current.bytes, "7")]],
  ];
  releases.forEach(([date, en, zh, documents], at) => {
    const text = (value) => (typeof value === "string" ? JSON.stringify(value) : `{ ${Object.entries(value).map(([name, inner]) => `${name} = ${JSON.stringify(inner)}`).join(", ")} }`);
    const tables = documents.map((one) => `\n[[documents]]\n${Object.entries(one).map(([name, value]) => `${name} = ${text(value)}`).join("\n")}\n`);
    mkdirSync(join(site, `releases/000${at + 1}`), { recursive: true });
    writeFileSync(join(site, `releases/000${at + 1}/release.toml`), `number = ${at + 1}\ndate = "${date}"\ncorrection = ${at === 2}\nnotes = ${text({ en, "zh-Hans": zh })}\n${tables.join("")}`);
    writeFileSync(join(site, `releases/000${at + 1}/manifest.json`), JSON.stringify({ format: "trustdesk-bundle-1", release: at + 1, date, files: [] }));
  });
  for (const [locale, [history, check]] of Object.entries(HEADINGS)) {
    writeFileSync(join(site, `pages/${locale}/releases.md`), `+++\ntitle = "${history}"\nsummary = "${check}"\n+++\n\n::: hero {#top}\nheading = "${history}"\n:::\n\n::: releases {#releases}\nheading = "${history}"\nmost = 1\nverify = true\n:::\n\n::: check-copy {#check}\nheading = "${check}"\n:::\n`);
  }
  execFileSync(cli, ["release", site, "--date", "2026-11-24", "--note", "en=This page.", "--note", "zh-Hans=本页。", "--out", folder]);
  // The secret half of the key is not there to sign with.
  writeFileSync(join(folder, "manifest.json.minisig"), "");
  return { folder, page: (locale) => `${locale}/releases.html`, remove: () => rmSync(home, { recursive: true, force: true }) };
}

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png" };

/** Serves a folder on this computer with the headers that its `_headers` gives to every page. */
export async function serve(folder) {
  const [, block] = /^\/\*\n((?: {2}.*\n)+)/.exec(readFileSync(join(folder, "_headers"), "utf8"));
  const headers = Object.fromEntries(block.trim().split("\n").map((line) => line.trim().split(/: (.*)/).slice(0, 2)));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    try {
      const bytes = readFileSync(join(folder, path));
      response.writeHead(200, { ...headers, "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" });
      response.end(bytes);
    } catch {
      response.writeHead(404);
      response.end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { port: server.address().port, stop: () => new Promise((done) => server.close(done)) };
}
