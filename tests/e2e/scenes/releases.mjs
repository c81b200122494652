// A release that is prepared, those that were made, and one of them as it was; a page that is reviewed.
import { release } from "../released.mjs";
import { edited } from "./changes.mjs";

/** Two releases, and what is edited since the second. */
async function prepared(site) {
  await release(site, "2026-11-06");
  await edited(site);
}

export default async function ({ sample, keep }) {
  const window = await sample(prepared, { size: [1440, 900] });
  await window.look("en", "light");
  await window.click("part-review");
  await window.click("changed-en/contact.html");
  await window.fill("review-by", "Lena Hart");
  await window.click("approve");
  await window.until("the approval", () => window.run("() => document.querySelector('[data-testid=\"stands-en/contact.html\"]') !== null"));
  await window.run("() => document.querySelector('.toast [aria-label]')?.click()");
  await keep(window, "review");
  await window.click("part-releases");
  await window.until("the checklist", () => window.run("() => { const e = document.querySelector('[data-testid=next-release]'); return e?.dataset.state && e.getAttribute('aria-busy') === 'false'; }"), 60_000);
  await keep(window, "releases");
  await window.run("() => document.querySelector('[data-testid=release-2] button').click()");
  await window.until("the page as it was", () => window.run("() => (document.querySelector('[data-testid=past-page]')?.contentDocument?.body?.innerText ?? '').length > 100"));
  await keep(window, "release-past");
  await window.look("zh-Hans", "dark");
  await window.run("() => document.querySelector('[data-testid=past-release] h1').focus()");
  await window.press("Escape");
  await window.gone("past-release");
  await window.until("the checklist", () => window.run("() => { const e = document.querySelector('[data-testid=next-release]'); return e?.dataset.state && e.getAttribute('aria-busy') === 'false'; }"), 60_000);
  await keep(window, "releases-chinese");
  await window.close();
}
