// What is wrong, and what cannot be read.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { root } from "../window.mjs";

export default async function ({ sample, keep }) {
  const window = await sample(async (site) => {
    const page = (path) => join(site, "pages/en", path);
    await writeFile(page("faq.md"), `${(await readFile(page("faq.md"), "utf8")).trimEnd()}\n\n::: call-to-action {#odd}\nheading = "Odd"\nactions = [\n  { label = "Nowhere", to = "/contact#nowhere" },\n]\n:::\n`);
    await writeFile(page("index.md"), `${(await readFile(page("index.md"), "utf8")).trimEnd()}\n\n::: text {#broken}\nRead [about nothing](/contact#nothing) and [about all](/faq#odd).\n:::\n`);
    await writeFile(join(site, "records/certifications.toml"), `${await readFile(join(site, "records/certifications.toml"), "utf8")}\n[late]\ntitle = "Late"\ntype = "medal"\n`);
  });
  await window.look("en", "light");
  await window.press("F8");
  await window.click("problems");
  await window.there("problem-list");
  await keep(window, "problems");
  await window.click("problems");
  await window.look("zh-Hans", "dark");
  await window.click("problems");
  await window.there("problem-list");
  await keep(window, "problems-chinese");
  await window.click("problems");
  await window.look("en", "light");
  await window.click("tree-item-/contact");
  await window.shows("People read these addresses");
  await window.click("tree-item-/");
  await window.shows("Your data");
  await window.unfold(0);
  await window.click("item-0-actions.0");
  await window.run("() => { const f = document.querySelector('[data-testid=\"field-0-actions.0.to\"]'); f.value = '/nowhere'; f.dispatchEvent(new Event('input', { bubbles: true })); }");
  await window.there("stale-bar");
  await keep(window, "preview-stale");
  await window.close();

  const broken = await sample(undefined, { folder: join(root, "tests/fixtures/broken") });
  await broken.shows("Good.");
  await broken.look("en", "light");
  await broken.run("() => { const b = document.querySelector('.card-toggle:has(.blocked)'); if (b.getAttribute('aria-expanded') === 'false') b.click(); }");
  await keep(broken, "broken");
}
