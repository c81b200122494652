// Everything that is wrong with a site: the screen that lists it, and what is done about it.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A site with a bit of everything to fix. */
export async function plant(site) {
  const more = async (path, text) => writeFile(join(site, path), `${(await readFile(join(site, path), "utf8")).trimEnd()}\n\n${text}\n`);
  await more("pages/en/index.md", `::: text {#planted}\nWe keep  your data in  three places. Read [about nothing](/contact#nothing) and [more](/nowhere).\n\nTODO: say who looks after it.\n:::`);
  await more("pages/en/faq.md", `::: call-to-action {#odd}\nheading = "Talk to  us"\nactions = [\n  { label = "Nowhere", to = "/contact#nowhere" },\n]\n:::`);
  await more("pages/en/contact.md", `::: text {#more}\nLorem ipsum dolor sit amet. Write to  us.\n:::`);
  await more("pages/zh-Hans/contact.md", `::: text {#more}\nTODO：补充说明。\n:::`);
  await writeFile(join(site, "records/certifications.toml"), `${await readFile(join(site, "records/certifications.toml"), "utf8")}\n[late]\ntitle = "Late"\ntype = "medal"\n`);
}

export default async function ({ sample, keep }) {
  const window = await sample(plant);
  await window.look("en", "light");
  await window.click("part-problems");
  await window.until("the check", () => window.run("() => ['ready', 'nearly', 'not'].includes(document.querySelector('[data-testid=readiness]')?.dataset.state)"));
  await keep(window, "checks");
  await window.run("() => { const s = document.querySelector('[data-testid=problem-group]'); s.value = 'rule'; s.dispatchEvent(new Event('change', { bubbles: true })); }");
  await keep(window, "checks-rules");
  await window.click("not-here");
  await window.there("ignore-dialog");
  await keep(window, "checks-ignore");
  await window.escape();
  await window.look("zh-Hans", "dark");
  await keep(window, "checks-chinese");
  await window.close();
}
