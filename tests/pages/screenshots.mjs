// Five exported pages as pictures, for docs/screenshots.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { browser, exported, root } from "./site.mjs";

const out = join(root, "docs/screenshots");
mkdirSync(out, { recursive: true });
const site = exported();
const chromium = await browser();
const views = [
  ["page-home-light", "en/index.html", 1280, 1000, "light"],
  ["page-compliance-dark", "en/compliance/index.html", 1280, 1000, "dark"],
  ["page-design-zh-light", "zh-Hans/security/design.html", 1280, 1000, "light"],
  ["page-documents-zh-dark", "zh-Hans/compliance/reports.html", 1280, 1000, "dark"],
  ["page-faq-phone", "en/faq.html", 390, 844, "light"],
];
for (const [name, path, width, height, colorScheme] of views) {
  const context = await chromium.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(site.folder, path)).href);
  await page.screenshot({ path: join(out, `${name}.png`) });
  await context.close();
}
await chromium.close();
site.remove();
