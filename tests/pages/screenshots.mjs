// Exported pages and the gallery as pictures, for docs/screenshots.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { browser, exported, gallery, root } from "./site.mjs";

const out = join(root, "docs/screenshots");
mkdirSync(out, { recursive: true });
const site = exported();
const kinds = gallery();
const chromium = await browser();
const views = [
  ["page-home-light", "en/index.html", 1280, 1000, "light"],
  ["page-compliance-dark", "en/compliance/index.html", 1280, 1000, "dark"],
  ["page-design-zh-light", "zh-Hans/security/design.html", 1280, 1000, "light"],
  ["page-documents-zh-dark", "zh-Hans/compliance/reports.html", 1280, 1000, "dark"],
  ["page-faq-phone", "en/faq.html", 390, 844, "light"],
  ["gallery-light", "beacon/en/index.html#cards", 1280, 800, "light", kinds],
  ["gallery-zh-dark", "beacon/zh-Hans/index.html#updates", 1280, 800, "dark", kinds],
  ["gallery-phone", "beacon/en/index.html#faq", 375, 720, "light", kinds],
  ["gallery-classic", "classic/en/index.html#certifications", 1280, 800, "light", kinds],
  ["gallery-classic-phone", "classic/zh-Hans/index.html#faq", 375, 720, "dark", kinds],
];
for (const [name, path, width, height, colorScheme, from = site] of views) {
  const context = await chromium.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  const [file, place] = path.split("#");
  await page.goto(`${pathToFileURL(join(from.folder, file)).href}${place ? `#${place}` : ""}`);
  // Frames of the gallery become as high as what they show.
  if (from === kinds) await page.waitForTimeout(500).then(() => page.evaluate((id) => document.getElementById(id).scrollIntoView(), place));
  await page.screenshot({ path: join(out, `${name}.png`) });
  await context.close();
}
await chromium.close();
site.remove();
kinds.remove();
