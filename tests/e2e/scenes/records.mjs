// Records: table, form, preview, and what is done with many at once.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const TABLE = "id\tName (en)\t名称 (zh-Hans)\tOwner\tExpires\niso-27001\t\t\tLegal\t\nnew-seal\tNew seal\t新标识\tSales\t2028-05-01\nodd\tOdd one\t\t\tsoon\n";

export default async function ({ sample, keep }) {
  const window = await sample();
  await window.look("en", "light");
  const row = (n) => window.run("(n) => document.querySelectorAll('[data-testid=record-grid] .rows [role=row] input')[n].click()", n);
  await window.click("part-records");
  await window.click("collection-certifications");
  await window.there("record-grid");
  await keep(window, "records-table");
  await window.click("record-iso-27001");
  await window.there("record-preview-frame");
  await keep(window, "records");
  await window.look("zh-Hans", "dark");
  await keep(window, "records-chinese");
  await window.look("en", "light");
  await window.click("add-record");
  await window.there("new-title-en");
  await keep(window, "record-new");
  await window.press("Escape");
  for (let n = 0; n < 3; n++) await row(n);
  await window.there("selection-bar");
  await keep(window, "records-selected");
  await window.click("bulk-change");
  await window.there("bulk-field");
  await keep(window, "records-bulk");
  await window.escape();
  await window.click("import-records");
  await window.there("import-paste");
  await keep(window, "records-import");
  await window.run("(text) => { const a = document.querySelector('[data-testid=import-paste]'); a.value = text; a.dispatchEvent(new Event('input', { bubbles: true })); }", TABLE);
  await window.there("import-summary");
  await keep(window, "records-import-rows");
  await window.escape();
  await window.look("zh-Hans", "dark");
  await window.click("import-records");
  await window.run("(text) => { const a = document.querySelector('[data-testid=import-paste]'); a.value = text; a.dispatchEvent(new Event('input', { bubbles: true })); }", TABLE);
  await window.there("import-summary");
  await keep(window, "records-import-chinese");
  await window.escape();
  await window.look("en", "light");
  await window.fill("record-search", "nothing like it");
  await window.there("no-match");
  await window.click("clear-filters");
  await window.click("collection-documents");
  await window.click("record-iso-27001-certificate");
  await window.click("record-remove");
  await window.there("remove-used");
  await keep(window, "record-remove");
  await window.escape();
  await window.click("collection-links");
  await window.click("record-status");
  await window.click("record-boxes");
  await window.there("box-search");
  await keep(window, "record-boxes");
  await window.escape();
  await window.close();

  const other = await sample(async (site) => {
    const file = join(site, "records/certifications.toml");
    await writeFile(file, (await readFile(file, "utf8")).replace("[iso-27001]", "[iso-27001"));
    await writeFile(join(site, "records/contacts.toml"), "");
  });
  await other.look("en", "light");
  await other.click("part-records");
  await other.click("collection-certifications");
  await other.there("unreadable");
  await keep(other, "records-unreadable");
  await other.click("collection-contacts");
  await other.there("no-records");
  await keep(other, "records-empty");
}
