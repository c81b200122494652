// Two languages side by side.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

export default async function ({ sample, keep }) {
  const page = "pages/en/security/encryption.md";
  const window = await sample(async (site) => {
    const text = await readFile(join(site, page), "utf8");
    await writeFile(join(site, page), `${text}\n::: text {#new-keys}\n## New keys {#new-keys-heading}\n\nKeys are changed every 90 days.\n:::\n`);
  });
  await window.look("en", "light");
  await window.click("tree-item-/security/encryption");
  await window.until("the page", () => window.run("() => document.querySelector('.form .meta')?.textContent.includes('/security/encryption')"));
  await window.press("l", "Control", "Shift");
  await window.there("compare-progress");
  await window.click("compare-mark-all");
  await window.click("compare-edit-original");
  await window.run("() => { const b = document.querySelector('[data-testid=compare-row-top] .toggle'); if (b.getAttribute('aria-expanded') === 'false') b.click(); }");
  const lead = "[data-testid=compare-row-top] [data-side=original] [data-path=lead]";
  await window.type(lead, " In 2027 too.");
  await window.there("[data-testid=compare-row-top] [data-testid=flag-number]");
  await window.run("() => document.querySelector('[data-testid=compare-row-top]').scrollIntoView({ block: 'start' })");
  await keep(window, "compare");
  await window.look("zh-Hans", "dark");
  await keep(window, "compare-chinese");
  await window.look("en", "light");
  await window.saved();
  await window.click("compare-list");
  await window.there("pages-/security/encryption");
  await keep(window, "compare-pages");
  await window.look("zh-Hans", "light");
  await window.look("en", "light");
  await window.click("compare-close");
  await window.click("add-page");
  await window.run("() => { const tick = document.querySelector('[data-testid=new-in-zh-Hans]'); if (tick.checked) tick.click(); }");
  await window.type("new-title-en", "Keys of customers");
  await window.click("new-run");
  await window.shows("Keys of customers");
  await window.press("l", "Control", "Shift");
  await window.there("compare-create");
  await keep(window, "compare-absent");
}
