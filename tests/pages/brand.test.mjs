// Whatever colours and shapes a site chooses, its pages stay legible.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { browser, exportOf, root } from "./site.mjs";
import { axeFaults } from "./sound.mjs";

const PAGES = ["en/index.html", "en/compliance/reports.html", "zh-Hans/security/design.html"];
/** Pale, paler, glaring, black, in between; each with other shapes. */
const BRANDS = [
  ["#ffd400", "#ffe98a", "square", "compact", "centred"],
  ["#ffffff", "#f5f5f5", "round", "comfortable", "stacked"],
  ["#00ff88", "#ff66cc", "soft", "compact", "line"],
  ["#000000", "#000000", "round", "compact", "centred"],
  ["#d7263d", "#777777", "square", "comfortable", "stacked"],
];

let chromium;
let home;
before(async () => {
  home = mkdtempSync(join(tmpdir(), "trustdesk-brand-"));
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  rmSync(home, { recursive: true, force: true });
});

for (const [primary, secondary, corners, density, header] of BRANDS) {
  test(`legible in ${primary} and ${secondary}, ${corners}, ${density}, ${header}`, async () => {
    const folder = join(home, primary.slice(1));
    cpSync(join(root, "content"), folder, { recursive: true });
    const settings = join(folder, "site.toml");
    const brand = `[brand]\nprimary = "${primary}"\nsecondary = "${secondary}"\ncorners = "${corners}"\ndensity = "${density}"\nheader = "${header}"\n\n[notice]\ntext = "Sign-in is slow today."\nto = "/contact"\nlevel = "${density === "compact" ? "urgent" : "info"}"\nuntil = 2026-12-01\n\n[filing]\nicp = "京ICP备2026000001号-1"\n`;
    writeFileSync(settings, readFileSync(settings, "utf8").replace(/\[brand\]\n(?:.+\n)+/, brand));
    const out = join(home, `${primary.slice(1)}-out`);
    exportOf(folder, out);
    for (const colorScheme of ["light", "dark"]) {
      for (const width of [375, 1280]) {
        const context = await chromium.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
        const page = await context.newPage();
        for (const name of PAGES) {
          await page.goto(pathToFileURL(join(out, name)).href);
          const faults = await axeFaults(page);
          assert.deepEqual(faults, [], `${name}, ${colorScheme}, ${width}: ${faults.join("\n")}`);
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} is wider than ${width}`);
        }
        await context.close();
      }
    }
  });
}
