// The program itself: first screen, settings, help, preview, export, a narrow window.
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { root } from "../window.mjs";

/** A home in which a site was opened before, and one that is gone. */
async function known(site) {
  const home = await mkdtemp(join(tmpdir(), "trustdesk-home-"));
  const { identifier } = JSON.parse(await readFile(join(root, "tauri.conf.json"), "utf8"));
  await mkdir(join(home, "data", identifier), { recursive: true });
  await writeFile(join(home, "data", identifier, "recent.json"), JSON.stringify([{ folder: site, name: "Corvane Trust Center" }, { folder: "/media/stick/trust-center", name: "Another trust center" }]));
  return home;
}

export default async function ({ sample, welcome, keep }) {
  const window = await sample();
  await window.look("en", "light");
  await window.panel("settings");
  await keep(window, "settings");
  await window.panel("settings", false);
  await window.click("help");
  await window.click("help-guide");
  await window.there("guide");
  await keep(window, "guide");
  await window.click("about");
  await window.escape();
  await window.press("/", "Control");
  await window.until("the keys", () => window.run("() => document.querySelector('dialog[open] kbd') !== null"));
  await keep(window, "keys");
  await window.escape();
  await window.click("help");
  await window.click("help-tour");
  await window.there("tour");
  await keep(window, "tour");
  await window.press("Escape");
  await window.click("tree-item-/compliance");
  await window.shows("Each entry says who looked at what");
  await window.panel("view");
  await window.there("view-panel");
  await keep(window, "preview-view");
  await window.choose("view", "view-day", "2099-01-01");
  await window.there("day-bar");
  await window.panel("view", false);
  await keep(window, "preview-day");
  await window.click("export");
  await window.there("choose-folder");
  await keep(window, "export");
  await window.click("choose-folder");
  await sleep(300);
  await window.click("export-run");
  await window.there("export-result");
  await keep(window, "export-done");
  await window.escape();
  await window.look("zh-Hans", "dark");
  await window.press("/", "Control");
  await keep(window, "keys-chinese");
  await window.escape();
  await window.panel("settings");
  await window.panel("settings", false);
  await window.look("en", "light");
  await window.send("POST", "/window/rect", { width: 1000, height: 700, x: 0, y: 0 });
  await window.until("no tree", () => window.run("() => innerWidth < 1100 && !document.querySelector('.tree')"));
  await window.click("drawer");
  await keep(window, "narrow-pages");
  await window.close();

  const first = await welcome();
  await first.look("en", "light");
  await keep(first, "welcome-first");
  await first.click("new-site");
  await keep(first, "welcome-new");
  await first.close();
  const again = await welcome(await known(window.site));
  await again.look("en", "light");
  await keep(again, "welcome");
  await again.look("zh-Hans", "dark");
  await keep(again, "welcome-chinese");
}
