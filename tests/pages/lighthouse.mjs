// Lighthouse on finished pages, as a phone sees them, served on loopback: the median of three runs each.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import lighthouse from "lighthouse";

import { browser, exported } from "./site.mjs";

const PAGES = ["en/index.html", "en/security/design.html", "en/compliance/index.html", "en/privacy/subprocessors.html", "zh-Hans/index.html", "zh-Hans/compliance/reports.html"];
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const RUNS = 3;
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".txt": "text/plain; charset=utf-8", ".xml": "application/xml", ".pdf": "application/pdf" };

/** The folder at a free port of this computer. */
function serve(folder) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURI(new URL(request.url, "http://localhost").pathname));
    readFile(join(folder, path)).then(
      (bytes) => response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

/** One run: the four scores, and what a visitor waits for. */
async function run(url, port) {
  const { lhr } = await lighthouse(url, { port, onlyCategories: CATEGORIES, logLevel: "error", output: "json" });
  const lost = CATEGORIES.flatMap((name) => lhr.categories[name].auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1).map(({ id }) => id));
  return {
    scores: CATEGORIES.map((name) => Math.round(lhr.categories[name].score * 100)),
    largest: lhr.audits["largest-contentful-paint"].numericValue,
    shift: lhr.audits["cumulative-layout-shift"].numericValue,
    blocked: lhr.audits["total-blocking-time"].numericValue,
    lost,
  };
}

const middle = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const site = exported();
const server = await serve(site.folder);
const port = 40_000 + Math.floor(Math.random() * 20_000);
const chromium = await browser([`--remote-debugging-port=${port}`]);
const short = [];
try {
  console.log("\n## Lighthouse\n\n| page | performance | accessibility | best practices | SEO | largest paint | layout shift | blocked |\n|---|---|---|---|---|---|---|---|");
  for (const page of PAGES) {
    const runs = [];
    for (let i = 0; i < RUNS; i++) runs.push(await run(`http://127.0.0.1:${server.address().port}/${page}`, port));
    const scores = CATEGORIES.map((_, at) => middle(runs.map((one) => one.scores[at])));
    const [largest, shift, blocked] = ["largest", "shift", "blocked"].map((name) => middle(runs.map((one) => one[name])));
    console.log(`| ${page} | ${scores.join(" | ")} | ${Math.round(largest)} ms | ${shift.toFixed(3)} | ${Math.round(blocked)} ms |`);
    if (scores.some((score) => score < 100)) short.push(`${page}: ${[...new Set(runs.flatMap((one) => one.lost))].join(", ")}`);
  }
} finally {
  await chromium.close();
  server.close();
  site.remove();
}
if (short.length > 0) {
  console.error(`Below 100:\n${short.join("\n")}`);
  process.exitCode = 1;
}
