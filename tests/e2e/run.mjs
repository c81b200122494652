// Runs the tests of the window, one file after another. The driver now and then loses a click or a
// selection, so a file that fails is run once more from a fresh window, and both runs are shown; what
// fails twice fails.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

const run = (file) => spawnSync(process.execPath, ["--test", "--test-concurrency=1", file], { cwd: import.meta.dirname, stdio: "inherit" }).status === 0;
const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".test.mjs")).sort();
const again = [];
const failed = [];
for (const file of files) {
  if (run(file)) continue;
  again.push(file);
  if (!run(file)) failed.push(file);
}
if (again.length > 0) console.log(`Run a second time: ${again.join(", ")}`);
console.log(`${files.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length === 0 ? 0 : 1);
