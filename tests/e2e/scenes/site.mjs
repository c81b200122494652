// The settings of a site, group by group.
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
  await window.look("zh-Hans", "dark");
  await window.click("group-look");
  await keep(window, "site-look-chinese");
}
