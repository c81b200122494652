// The settings of a site, group by group, and a site whose pages go into another one.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { root } from "../window.mjs";

export default async function ({ sample, keep }) {
  const window = await sample();
  await window.look("en", "light");
  await window.click("part-site");
  await window.there("link-navigation-0");
  await keep(window, "site");
  await window.click("group-look");
  await keep(window, "site-look");
  await window.click("group-navigation");
  await window.click("link-navigation-0");
  await keep(window, "site-navigation");
  await window.click("add-redirect");
  await window.click("group-redirects");
  await keep(window, "site-redirects");
  await window.click("group-notice");
  await window.fill("field-data-notice.text.en", "Sign-in is slow for customers in Frankfurt. We are working on it.");
  await window.fill("field-data-notice.until", "2026-12-01");
  await window.choose("view", "view-day", "2026-11-30");
  await window.panel("view", false);
  await keep(window, "site-notice");
  await window.click("group-filing");
  await keep(window, "site-filing");
  await window.click("group-look");
  await window.fill("colour-primary", "#ffd400");
  await window.click("choice-corners-square");
  await keep(window, "site-brand");
  await window.look("zh-Hans", "dark");
  await window.click("group-look");
  await keep(window, "site-look-chinese");

  const existing = await sample(undefined, { folder: join(root, "tests/fixtures/classic/site") });
  await existing.look("en", "light");
  await existing.click("tree-item-/security/operations");
  await existing.shows("Four teams run the service");
  await keep(existing, "site-classic");

  const own = await sample(async (site) => {
    await mkdir(join(site, "templates/beacon/sections"), { recursive: true });
    await mkdir(join(site, "templates/kinds"), { recursive: true });
    await writeFile(join(site, "templates/kinds/pledge.toml"), 'label = "Pledge"\nusage = "Use this to pledge something."\ngroup = "text"\nicon = "quote"\nbody = "fields"\n\n[fields.heading]\nkind = "text"\nlabel = "What you pledge"\n');
    await writeFile(join(site, "templates/beacon/sections/pledge.html"), "<h2>{{ f.heading }}</h2>\n");
  });
  await own.look("en", "light");
  await own.there("templates-bar");
  await keep(own, "templates-bar");
  await own.click("templates-show");
  await own.there("templates-dialog");
  await keep(own, "templates");
  await own.escape();
  await own.look("zh-Hans", "dark");
  await own.click("templates-show");
  await own.there("templates-dialog");
  await keep(own, "templates-chinese");
}
