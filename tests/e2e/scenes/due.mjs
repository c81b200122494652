// Due dates: the list, narrowed, in Chinese and dark, and the site on the day when something ends.
export default async function ({ sample, keep }) {
  const window = await sample();
  await window.look("en", "light");
  await window.click("part-due");
  await window.there("due-row");
  await keep(window, "due");
  await window.click("due-untrue");
  await keep(window, "due-untrue");
  await window.click("due-clear");
  await window.look("zh-Hans", "dark");
  await keep(window, "due-chinese");
  await window.look("en", "light");
  await window.click("due-show");
  await window.there("day-bar");
  await keep(window, "due-shown");
}
