// An existing site is brought in: chosen, looked at, made.
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { existingSite } from "../existing.mjs";

export default async function ({ welcome, keep, own }) {
  const places = { source: join(own, "legal-site"), out: join(own, "legal-center") };
  await existingSite(places.source);
  const window = await welcome(undefined, places);
  await window.look("en", "light");
  await window.click("bring-in");
  await window.there("source-folder");
  await keep(window, "import-choose");
  await window.click("source-folder");
  await window.click('[data-source="en-us/security/incidents.md"]');
  await window.until("the page", () => window.run("() => document.querySelector('[data-testid=import-detail] h2')?.textContent === 'Incidents'"));
  await keep(window, "import-look");
  await window.click('[data-source="en-us/security/backups.md"]');
  await window.click("import-line-2");
  await window.there("source-lines");
  await keep(window, "import-source");
  await window.escape();
  await window.click("import-tab-shared");
  await keep(window, "import-shared");
  await window.click("import-tab-pairs");
  await keep(window, "import-pairs");
  await window.click("import-tab-pages");
  await window.click("import-on");
  await window.click("import-folder");
  await window.until("the folder", () => window.run("() => !document.querySelector('[data-testid=import-make]').disabled"));
  await keep(window, "import-make");
  await window.click("import-back");
  await window.there("import-grid");
  await window.look("zh-Hans", "dark");
  await window.click('[data-source="zh-cn/security/backups.md"]');
  await keep(window, "import-look-chinese");
  await window.click("import-on");
  await window.click("import-folder");
  await window.until("the folder", () => window.run("() => !document.querySelector('[data-testid=import-make]').disabled"));
  await keep(window, "import-make-chinese");
  await window.click("import-make");
  await window.there("export");
  await window.panel("settings");
  await window.click("import-report");
  await window.there("import-grid");
  await keep(window, "import-report-chinese");
  await window.click("import-close");
  await window.there("export");

  await window.look("en", "light");
  const change = async (path, from, to) => writeFile(path, (await readFile(path, "utf8")).replaceAll(from, to));
  const old = (path) => join(places.source, "en-us/security", path);
  await change(old("design.md"), "Four teams", "Five teams");
  await change(old("access.md"), "for an hour", "for half an hour");
  await writeFile(old("audits.md"), (await readFile(old("backups.md"), "utf8")).replaceAll("Backups", "Audits"));
  await rm(old("incidents.md"));
  await change(join(places.source, "images/room.svg"), "#0a6c94", "#7a3b9c");
  await change(join(places.out, "pages/en/security/access.md"), "standing access", "lasting access");
  await window.panel("settings");
  await window.click("compare-source");
  await window.click("source-folder");
  await window.there("again-list");
  await keep(window, "import-again");
  await window.look("zh-Hans", "dark");
  await keep(window, "import-again-chinese");
}
