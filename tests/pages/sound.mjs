// What the Nu checker and axe say of finished pages.
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { axe, browser, files } from "./site.mjs";

const vnu = join(dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json")), "build/dist/vnu.jar");

/** Errors of the Nu checker on the pages of a folder; empty for none. */
export async function nuErrors(folder, pages) {
  const result = await promisify(execFile)("java", ["-jar", vnu, "--errors-only", ...pages.map((page) => join(folder, page))]).catch((failed) => failed);
  return result.stderr;
}

/** Violations that axe finds on the open page, with everything unfolded. */
export async function axeFaults(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    document.querySelectorAll("main details").forEach((details) => (details.open = true));
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`);
  });
}

/** All that both find on the pages of a folder, on a phone and a desk, light and dark. */
export async function unsound(folder) {
  const pages = files(folder).filter((file) => file.endsWith(".html") && file.includes("/"));
  const found = [await nuErrors(folder, pages)].filter(Boolean);
  const chromium = await browser();
  try {
    for (const [width, colorScheme] of [[320, "light"], [320, "dark"], [1280, "light"], [1280, "dark"]]) {
      const context = await chromium.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
      const page = await context.newPage();
      for (const name of pages) {
        await page.goto(pathToFileURL(join(folder, name)).href);
        found.push(...(await axeFaults(page)).map((fault) => `${name}, ${width} px, ${colorScheme}: ${fault}`));
      }
      await context.close();
    }
  } finally {
    await chromium.close();
  }
  return { pages: pages.length, found };
}
