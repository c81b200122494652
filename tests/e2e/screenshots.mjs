// The window as pictures, for docs/screenshots: all scenes, or those that are named.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import sharp from "sharp";

import { HEADING, Window, copyOf, root } from "./window.mjs";

const SCENES = ["pages", "sections", "text", "find", "records", "files", "due", "site", "languages", "past", "problems", "outside", "checks", "program", "import", "bundles", "changes", "releases"];
const out = process.env.TRUSTDESK_SHOTS ?? join(root, "docs/screenshots");
const open = [];

/** The sample site in a window of its own; `prepare` may change the copy before it opens. */
async function sample(prepare = async () => {}, { folder, home, size = [1280, 800] } = {}) {
  const site = await copyOf(folder);
  await prepare(site.site);
  const window = await Window.open(site.site, { out: site.out, size, home });
  open.push(window, site);
  if (!folder) await window.shows(HEADING);
  return Object.assign(window, { site: site.site });
}

/** The window without a site. */
async function welcome(home, places = {}) {
  const window = await Window.open(null, { home, size: [1280, 800], ...places });
  open.push(window);
  await window.there("example");
  return window;
}

/** Keeps a picture under a name: 256 colours are enough for a window, and a third of the bytes. */
async function keep(window, name) {
  await window.until("all to rest", () => window.run("() => document.getAnimations().every((a) => a.playState !== 'running' || a.effect.getComputedTiming().endTime === Infinity)"));
  await sleep(400);
  const picture = sharp(await window.screenshot()).png({ palette: true, colours: 256, effort: 10, dither: 0 });
  await writeFile(join(out, `window-${name}.png`), await picture.toBuffer());
}

await mkdir(out, { recursive: true });
const wanted = process.argv.slice(2);
const failed = [];
for (const name of SCENES.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  const own = await mkdtemp(join(tmpdir(), "trustdesk-scene-"));
  try {
    const { default: scene } = await import(`./scenes/${name}.mjs`);
    await scene({ sample, welcome, keep, own });
  } catch (error) {
    failed.push(`${name}: ${error.message}`);
  }
  for (const one of open.splice(0)) await (one.close ?? one.remove).call(one);
  await rm(own, { recursive: true, force: true });
}
if (failed.length > 0) {
  console.error(failed.join("\n"));
  process.exit(1);
}
