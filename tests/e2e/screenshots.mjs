// The window as pictures, for docs/screenshots.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Window, copyOf, root } from "./window.mjs";

const out = join(root, "docs/screenshots");
await mkdir(out, { recursive: true });
const site = await copyOf();
const window = await Window.open(site.site, { out: site.out });
const keep = async (name) => {
  await sleep(500);
  await writeFile(join(out, `${name}.png`), await window.screenshot());
};
const choose = async (language, appearance) => {
  await window.click("settings");
  const set = "(id, value) => { const s = document.querySelector(`[data-testid=${id}]`); s.value = value; s.dispatchEvent(new Event('change', { bubbles: true })); }";
  await window.run(set, "ui-language", language);
  await window.run(set, "ui-appearance", appearance);
  await window.click("settings");
};
await window.shows("Your data, and how we look after it");
await choose("en", "light");
await keep("window-light");
await window.click("tree-item-/security/design");
await window.shows("A service is as safe");
await window.click("[data-testid=section-1] .card-toggle");
await choose("en", "dark");
await keep("window-dark");
await window.click("locale-zh-Hans");
await window.shows("服务的安全取决于");
await window.click("[data-testid=section-1] .card-toggle");
await choose("zh-Hans", "light");
await keep("window-chinese");
await window.click("add-section");
await keep("window-picker");
await window.press("Escape");
await choose("en", "light");
await window.click("export");
await window.click("choose-folder");
await sleep(300);
await window.click("export-run");
await window.there("export-result");
await keep("window-export");
await window.close();
const welcome = await Window.open(null);
await welcome.there("example");
await sleep(500);
await writeFile(join(out, "welcome.png"), await welcome.screenshot());
await welcome.close();
await site.remove();
