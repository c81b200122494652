// What changed for visitors since the last release.
import { release, replaced } from "../released.mjs";

/** Three pages in two languages that are not as they were released, and a record that shows on several. */
export async function edited(site) {
  await release(site, "2026-11-20");
  await replaced(site, "pages/en/security/design.md", "kept for thirteen months", "kept for twenty-four months");
  await replaced(site, "pages/en/security/design.md", "within two working days", "within one working day");
  await replaced(site, "pages/en/security/design.md", "Leaving takes effect in all systems within an hour.", "Leaving takes effect in all systems at once.");
  await replaced(site, "pages/zh-Hans/security/design.md", "十三个月", "二十四个月");
  await replaced(site, "pages/en/contact.md", "People read these addresses.", "Our people in Dublin and Shanghai read these addresses.");
  await replaced(site, "records/certifications.toml", "expires = 2028-05-11", "expires = 2029-05-11");
}

export default async function ({ sample, keep }) {
  const window = await sample(edited, { size: [1440, 900] });
  await window.look("en", "light");
  await window.click("part-review");
  await window.click("changed-en/security/design.html");
  await window.until("both pages", () => window.run("() => ['before', 'after'].every((side) => document.querySelector(`[data-testid=page-${side}]`)?.contentDocument?.querySelector('[data-changes-mark]'))"));
  await window.click("change-next");
  await keep(window, "changes");
  await window.look("zh-Hans", "dark");
  await window.click("changed-zh-Hans/security/design.html");
  await window.until("the page in Chinese", () => window.run("() => document.querySelector('[data-testid=page-after]')?.contentDocument?.querySelector('[data-changes-mark]') != null"));
  await keep(window, "changes-chinese");
  await window.close();
}
