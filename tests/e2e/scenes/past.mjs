// What was: history of a page, what a crash left, two texts for one field.
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { HEADING, Window } from "../window.mjs";

export default async function ({ sample, keep }) {
  const window = await sample();
  const page = join(window.site, "pages/en/index.md");
  await window.look("en", "light");
  await window.click("page-history");
  await window.until("the empty state", () => window.run("() => document.querySelector('[data-testid=history]').innerText.includes('No earlier versions yet')"));
  await keep(window, "history-none");
  await window.escape();
  await window.unfold(0);
  await window.fill("field-0-heading", "Your data, and who looks after it");
  await window.fill("field-0-lead", "We say what we do, show who checked it, and name what is still missing.");
  await window.saved();
  await window.click("page-history");
  await window.there("change-0");
  await keep(window, "history");
  await window.click("look-page");
  await window.there("version-page");
  await keep(window, "history-page");
  await window.escape();
  await window.look("zh-Hans", "dark");
  await window.click("page-history");
  await window.there("change-0");
  await keep(window, "history-chinese");
  await window.escape();
  await window.look("en", "light");

  const now = await readFile(page, "utf8");
  await window.fill("field-0-heading", "Your data, typed here");
  await writeFile(page, now.replace("Your data, and who looks after it", "Your data, written there"));
  await window.there("overlap");
  await window.until("what differs", () => window.run("() => document.querySelector('[data-testid=overlap] ins') !== null"));
  await keep(window, "overlap");
  await window.look("zh-Hans", "dark");
  await keep(window, "overlap-chinese");
  await window.look("en", "light");
  await window.click("take-theirs");
  await window.saved();
  await writeFile(page, (await readFile(page, "utf8")).replace("Your data, written there", HEADING));
  await window.there("toast");
  await window.close();

  // A page that cannot be saved, and then a crash.
  let crashed = await sample();
  const { home } = crashed;
  const file = join(crashed.site, "pages/en/index.md");
  await crashed.look("en", "light");
  await crashed.unfold(0);
  await chmod(file, 0o444);
  await crashed.type("field-0-heading", ", typed before the crash");
  await sleep(1500);
  await keep(crashed, "not-saved");
  crashed.kill(await crashed.pid());
  await chmod(file, 0o644);
  crashed = await Window.open(crashed.site, { home, size: [1280, 800] });
  try {
    await crashed.there("restored");
    await crashed.shows("before the crash");
    await keep(crashed, "restored");
    await crashed.click("restored-compare");
    await crashed.there("change-0");
    await keep(crashed, "restored-compare");
  } finally {
    await crashed.close();
    await rm(home, { recursive: true, force: true });
  }
}
