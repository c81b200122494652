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

const checked = (window) => window.until("the check", () => window.run("() => ['ready', 'nearly', 'not'].includes(document.querySelector('[data-testid=readiness]')?.dataset.state)"));
const choose = (window, id, value) => window.run("(id, value) => { const e = document.querySelector(`[data-testid='${id}']`); e.value = value; e.dispatchEvent(new Event('change', { bubbles: true })); }", id, value);
const top = (window) => window.run("() => (document.querySelector('.problems .page').scrollTop = 0)");

export default async function ({ sample, keep }) {
  const window = await sample(plant, { size: [1400, 900] });
  await window.look("en", "light");
  await window.click("part-problems");
  await checked(window);
  await keep(window, "checks");
  await choose(window, "problem-group", "rule");
  await window.run("() => document.querySelector('[data-testid=problem-spelling]').scrollIntoView({ block: 'center' })");
  await keep(window, "checks-rules");
  await window.run("() => document.querySelector('[data-testid=problem-spelling] [data-act=ignore]').focus()");
  await window.press("Enter");
  await window.there("ignore-dialog");
  await window.typed("It is the name of a product");
  await keep(window, "checks-ignore");
  await window.press("Enter");
  await window.gone("ignore-dialog");
  await window.click("problem-ignored");
  await window.there("ignored-spelling");
  await top(window);
  await keep(window, "checks-ignored");
  await window.click("problem-ignored");
  await window.look("zh-Hans", "dark");
  await choose(window, "problem-group", "page");
  await top(window);
  await keep(window, "checks-chinese");
  await window.look("en", "dark");
  await window.run("() => document.querySelector('[data-testid=problem-double-space] [data-act=show]').click()");
  await window.until("the marks", () => window.run("() => document.querySelectorAll('.prose .flaw').length > 1"));
  await keep(window, "checks-text");
  await window.close();

  const narrow = await sample(plant, { size: [1000, 760] });
  await narrow.look("zh-Hans", "light");
  await narrow.click("part-problems");
  await checked(narrow);
  await keep(narrow, "checks-narrow");
  await narrow.look("en", "light");
  await narrow.click("problems");
  await narrow.there("problem-list");
  await keep(narrow, "checks-quick");
  await narrow.close();

  const quiet = await sample(undefined, { size: [1400, 900] });
  await quiet.look("en", "light");
  await quiet.click("part-problems");
  await checked(quiet);
  await keep(quiet, "checks-quiet");
  await quiet.close();
}
