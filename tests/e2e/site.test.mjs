// The look of a site, its notice and its filing numbers in the real window; the preview follows.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { openSample } from "./window.mjs";

describe("settings of the site", () => {
  let site;
  let window;
  const text = () => readFile(join(site.site, "site.toml"), "utf8");
  const style = (selector, name) => window.run("(selector, name) => { const d = document.querySelector('[data-testid=preview]').contentDocument; return d.defaultView.getComputedStyle(d.querySelector(selector))[name]; }", selector, name);
  const notes = (name) => window.run("(name) => document.querySelector(`[data-testid=colour-${name}]`).closest('.colour').querySelector('.notes').innerText", name);

  before(async () => {
    [site, window] = await openSample();
    await window.click("part-site");
    await window.there("colour-primary");
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("corners, density and header are chosen by keyboard, and the preview follows", async () => {
    const before = await text();
    const round = await style(".button", "borderTopLeftRadius");
    await window.tabTo("choice-corners-soft");
    await window.press("ArrowRight");
    await window.until("square corners", async () => (await style(".button", "borderTopLeftRadius")) === "0px");
    await window.tabTo("choice-density-comfortable");
    await window.press("ArrowRight");
    await window.until("dense text", async () => (await style("body", "fontSize")) === "16px");
    await window.tabTo("choice-header-line");
    await window.press("ArrowRight");
    await window.saved();
    assert.match(await text(), /corners = "square"\ndensity = "compact"\nheader = "centred"\n/);
    for (let i = 0; i < 3; i++) await window.press("z", "Control");
    await window.until("the look as it was", async () => (await style(".button", "borderTopLeftRadius")) === round && (await style("body", "fontSize")) === "17px");
    await window.saved();
    assert.equal(await text(), before);
  });

  test("a colour says how well it reads while it is chosen, and pages stay legible", async () => {
    assert.match(await notes("primary"), /5\.8 to 1 on white: enough for text/);
    await window.fill("colour-primary", "#ffd400");
    await window.until("what is too pale", async () => /1\.4 to 1 on white: too pale for text/.test(await notes("primary")));
    assert.match(await notes("primary"), /on dark: enough for text/);
    await window.until("the tint in the preview", async () => !["rgb(10, 108, 148)", "rgb(255, 212, 0)"].includes(await style(".button", "backgroundColor")));
    await window.click("problems");
    await window.until("the problem", () => window.run("() => document.querySelector('[data-testid=problem-list]').innerText.includes('contrast of 1.4 to 1 with white')"));
    await window.click("problems");
    await window.look("zh-Hans", "dark");
    await window.accessible("site, Chinese, dark");
    assert.match(await notes("primary"), /不足以显示文字/);
    await window.look("en", "light");
    await window.accessible("site");
    await window.click("undo");
    await window.until("the colour as it was", async () => /5\.8 to 1/.test(await notes("primary")));
  });

  test("a notice is written, shows above the page, and on its days alone", async () => {
    await window.fill("field-data-notice.text.en", "Sign-in is slow.");
    await window.shows("Sign-in is slow.");
    await window.fill("field-data-notice.until", "2099-12-24");
    const seen = () => window.run("() => document.querySelector('[data-testid=preview]').contentDocument.querySelector('section.notice')?.innerText.trim() ?? ''");
    await window.until("the notice", async () => (await seen()) === "Sign-in is slow.");
    for (const [day, there] of [["2099-12-24", true], ["2099-12-25", false]]) {
      await window.choose("view", "view-day", day);
      await window.until(`the notice on ${day}`, async () => ((await seen()) !== "") === there);
    }
    await window.click("view-today");
    await window.panel("view", false);
    await window.until("the notice today", async () => (await seen()) !== "");
    await window.saved();
    assert.match(await text(), /\nnotice = \{ text = \{ en = "Sign-in is slow\." \}, until = 2099-12-24 \}\n/);
  });

  test("a filing number stands in the footer of the language that has it", async () => {
    await window.fill("field-data-filing.icp.zh-Hans", "京ICP备2026000001号-1");
    await window.saved();
    await window.click("part-pages");
    await window.click("locale-zh-Hans");
    await window.shows("京ICP备2026000001号-1");
    assert.equal(await window.run("() => document.querySelector('[data-testid=preview]').contentDocument.querySelector('.filing a').href"), "https://beian.miit.gov.cn/");
    await window.click("locale-en");
    await window.hides("京ICP备2026000001号-1");
  });
});
