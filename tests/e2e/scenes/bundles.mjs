// Bundles of others: the verdict in the dialog, and the window that shows one.
import { join } from "node:path";

import { execute, exported, tamper, verify, writeBundle } from "../bundles.mjs";
import { Viewer } from "../viewer.mjs";
import { cli } from "../window.mjs";

export default async function ({ welcome, keep, own }) {
  const bundle = join(own, "bundle");
  const window = await welcome(join(own, "home"), { bundle });
  await window.look("en", "light");
  const env = { ...process.env, TRUSTDESK_KEY_PASSWORD: "four words and a number 7" };
  await execute(cli, ["keygen", join(own, "release.key")], { env });
  await writeBundle(bundle, { "index.html": "<!doctype html><title>Trust Center</title>" }, "Corvane Trust Center", { number: 1 });
  await execute(cli, ["sign", "--key", join(own, "release.key"), bundle], { env });
  await verify(window);
  await keep(window, "verify-signer");
  await exported(bundle);
  await tamper(join(bundle, "en/faq.html"));
  await verify(window);
  await keep(window, "verify-altered");
  const viewer = await Viewer.open(window);
  const picture = { until: window.until.bind(window), run: window.run.bind(window), screenshot: () => viewer.screenshot() };
  await viewer.page("en/compliance/index.html");
  await keep(picture, "bundle");
  await viewer.toMain();
  await window.escape();
  await window.look("zh-Hans", "dark");
  await viewer.page("zh-Hans/index.html");
  await keep(picture, "bundle-chinese");
  await viewer.toMain();
  await verify(window);
  await keep(window, "verify-altered-chinese");
}
