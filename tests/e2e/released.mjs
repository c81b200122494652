// Releases made by the command line, so that a window test begins with one.
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { cli } from "./window.mjs";

/** Makes the next release of a site as it stands on disk. */
export const release = (site, day) => promisify(execFile)(cli, ["release", site, "--by", "Kim", ...(day ? ["--date", day] : [])]);

/** Replaces words in a file of a site, as another program would. */
export async function replaced(site, path, from, to) {
  const file = join(site, path);
  const text = await readFile(file, "utf8");
  if (!text.includes(from)) throw new Error(`${path} does not hold “${from}”`);
  await writeFile(file, text.replace(from, to));
}
