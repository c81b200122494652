// The preview, the section picker, the first screen and Help, in the real window.
import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { HEADING, Window, copyOf, openSample } from "./window.mjs";

/** Where a place of the page is on the screen. */
const spot = (window, selector) =>
  window.run(`(selector) => {
    const frame = document.querySelector('[data-testid=preview]');
    const element = frame.contentDocument.querySelector(selector);
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    const box = element.getBoundingClientRect();
    const around = frame.getBoundingClientRect();
    const scale = around.width / frame.offsetWidth;
    return { x: Math.round(around.left + (box.left + Math.min(20, box.width / 2)) * scale), y: Math.round(around.top + (box.top + Math.min(8, box.height / 2)) * scale) };
  }`, selector);

const pointer = (window, at, ...then) =>
  window.send("POST", "/actions", { actions: [{ type: "pointer", id: "mouse", actions: [{ type: "pointerMove", duration: 0, ...at }, ...then] }] });
const down = [{ type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }];

/** A computed style inside the page. */
const style = (window, selector, name) =>
  window.run("(selector, name) => { const d = document.querySelector('[data-testid=preview]').contentDocument; return d.defaultView.getComputedStyle(d.querySelector(selector))[name]; }", selector, name);
const becomes = (window, selector, name, value) =>
  window.until(`${name} ${value} on ${selector}`, async () => (await style(window, selector, name)) === value || Promise.reject(new Error(await style(window, selector, name))));

const focusedPath = (window) => window.run("() => document.activeElement?.dataset.path ?? ''");

describe("the preview", () => {
  let site;
  let window;
  const file = (path) => join(site.site, "pages/en", path);

  before(async () => {
    [site, window] = await openSample();
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("shows light, dark, high contrast and paper, whatever the system says", async () => {
    await window.choose("view", "view-scheme", "dark");
    await becomes(window, "body", "backgroundColor", "rgb(18, 24, 29)");
    await window.choose("view", "view-scheme", "light");
    await becomes(window, "body", "backgroundColor", "rgb(255, 255, 255)");
    await window.choose("view", "view-scheme", "forced");
    await becomes(window, "body", "backgroundColor", "rgb(0, 0, 0)");
    await becomes(window, "main a", "color", "rgb(255, 255, 0)");
    await window.choose("view", "view-scheme", "print");
    await becomes(window, ".menu", "display", "none");
    assert.equal(await window.run("() => document.querySelector('[data-testid=preview]').offsetWidth"), 794);
    await window.choose("view", "view-scheme", "dark");
    await window.panel("view", false);
    // Another page opens in the same colours.
    await window.click("tree-item-/contact");
    await window.shows("People read these addresses");
    await becomes(window, "body", "backgroundColor", "rgb(18, 24, 29)");
    await window.choose("view", "view-scheme", "light");
    await window.panel("view", false);
  });

  test("pages visited are one key away", async () => {
    await window.click("tree-item-/");
    await window.shows(HEADING);
    await window.click("tree-item-/contact");
    await window.shows("People read these addresses");
    await window.press("\uE012", "Alt");
    await window.shows(HEADING);
    await window.click("page-forward");
    await window.shows("People read these addresses");
    assert.equal(await window.run("() => document.querySelector('[data-testid=page-forward]').disabled"), true);
    await window.click("page-back");
    await window.shows(HEADING);
  });

  test("shows another day, says so, and goes back", async () => {
    await window.click("tree-item-/compliance");
    await window.shows("Each entry says who looked at what");
    const expired = () => window.run("() => document.querySelector('[data-testid=preview]').contentDocument.querySelectorAll('.state-expired').length");
    const now = await expired();
    await window.choose("view", "view-day", "2099-01-01");
    await window.until("expired certificates", async () => (await expired()) > now);
    assert.match(await window.run("() => document.querySelector('[data-testid=day-bar]').innerText"), /Shown as of 1 January 2099/);
    await window.click("view-today");
    await window.until("today", async () => (await expired()) === now);
    assert.equal(await window.run("() => document.querySelector('[data-testid=day-bar]')"), null);
    await window.panel("view", false);
  });

  test("a click leads to the field at every width and zoom", async () => {
    await window.click("tree-item-/contact");
    await window.shows("People read these addresses");
    for (const width of ["360", "768", "1280", "fit"]) {
      await window.click(`width-${width}`);
      for (const zoom of ["zoom-in", "zoom-out"]) {
        await window.click("zoom");
        await window.click(zoom);
        await window.run("() => document.querySelector('.preview').focus()");
        await pointer(window, await spot(window, "[data-td-field=lead]"), ...down);
        await window.until(`the field at ${width}, ${zoom}`, async () => (await focusedPath(window)) === "lead");
      }
    }
    await window.click("zoom");
  });

  test("hovering names the place, focusing shows it, Escape leaves", async () => {
    const label = () => window.run("() => document.querySelector('[data-testid=outline]')?.innerText ?? null");
    await pointer(window, await spot(window, "[data-td-field=lead]"));
    await window.until("the outline", async () => (await label()) === "Lead");
    await window.press("Escape");
    await window.until("no outline", async () => (await label()) === null);
    await window.run("() => document.querySelector('[data-testid=\"field-0-heading\"]').focus()");
    await window.until("the outline of the field", async () => (await label()) === "Heading");
    const [outline, place] = await window.run(`() => {
      const frame = document.querySelector('[data-testid=preview]');
      const box = frame.contentDocument.querySelector('[data-td-field=heading]').getBoundingClientRect();
      const at = frame.getBoundingClientRect();
      const seen = document.querySelector('[data-testid=outline]').getBoundingClientRect();
      return [[seen.left, seen.top], [at.left + box.left, at.top + box.top]];
    }`);
    for (const i of [0, 1]) assert.ok(Math.abs(outline[i] - place[i]) < 8, `${outline} is not at ${place}`);
  });

  test("zooms by keys while the preview has the focus", async () => {
    await window.run("() => document.querySelector('.preview').focus()");
    await window.press("=", "Control");
    await window.until("110 %", () => window.run("() => document.querySelector('[data-testid=zoom]').innerText === '110 %'"));
    await window.press("0", "Control");
    await window.until("100 %", () => window.run("() => document.querySelector('[data-testid=zoom]').innerText === '100 %'"));
  });

  test("an empty heading has a placeholder here and none in what is exported", async () => {
    await window.fill("field-0-heading", "\uE003");
    await window.shows("Add the heading");
    await window.saved();
    await window.click("open-browser");
    await window.until("the pages in the browser", () => window.run("() => /Opened in the browser/.test(document.querySelector('.toasts').innerText)"));
    const path = await window.run("() => document.querySelector('.toasts .toast span').innerText.replace(/^.*?(\\/)/, '$1')");
    const html = await readFile(path, "utf8");
    assert.match(path, /\/en\/contact\.html$/);
    assert.ok(html.includes("<h1") && !html.includes("Add the heading") && !html.includes("data-td"), html);
    const css = await readFile(join(path, "../../assets/beacon.css"), "utf8");
    assert.ok(css.includes("prefers-color-scheme: dark") && !css.includes("data-td"));
    await window.click("undo");
    await window.hides("Add the heading");
  });

  test("a part that cannot be read keeps its last good state, with its name and the cause", async () => {
    await window.saved();
    const text = await readFile(file("contact.md"), "utf8");
    await writeFile(file("contact.md"), text.replace("lead = ", "lead = = "));
    await window.there("stale-bar");
    const bar = await window.run("() => document.querySelector('[data-testid=stale-bar]').innerText");
    assert.match(bar, /Page header/);
    await window.shows("People read these addresses");
    assert.equal(await window.run("() => document.querySelector('[data-testid=preview]').contentDocument.querySelectorAll('[data-td-stale]').length"), 1);
    await writeFile(file("contact.md"), text);
    await window.until("the section to be well", () => window.run("() => !document.querySelector('[data-testid=stale-bar]') && document.querySelector('[data-testid=preview]').contentDocument.querySelectorAll('[data-td-stale]').length === 0"));
  });

  test("a field in error keeps the last good preview, and the bar leads to it", async () => {
    await window.click("tree-item-/");
    await window.shows(HEADING);
    await window.run("() => document.querySelectorAll('.card-toggle[aria-expanded=false]').forEach((b) => b.click())");
    await window.click("item-0-actions.0");
    const link = () => window.run("() => document.querySelector('[data-testid=preview]').contentDocument.querySelector('.s-hero .actions a')?.getAttribute('href')");
    const before = await link();
    // Pasted whole: on the way letter by letter, “/” alone would lead to the front page.
    const paste = (text) => window.run("(text) => { const f = document.querySelector('[data-testid=\"field-0-actions.0.to\"]'); f.value = text; f.dispatchEvent(new Event('input', { bubbles: true })); }", text);
    await paste("/nowhere");
    await window.there("stale-bar");
    assert.equal(await link(), before);
    assert.match(await window.run("() => document.querySelector('[data-testid=stale-bar]').innerText"), /Page header, .*Goes to/);
    await paste("/contact");
    await window.until("the new link", async () => (await link()) !== before && !(await window.run("() => document.querySelector('[data-testid=stale-bar]')")));
    await window.saved();
  });

  test("panes are arranged by key, and remembered", async () => {
    await window.press("\\", "Control");
    await window.until("the form alone", () => window.run("() => !document.querySelector('.preview') && !!document.querySelector('.form')"));
    await window.run("() => location.reload()");
    await window.until("the form alone again", () => window.run("() => !document.querySelector('.preview') && !!document.querySelector('.form [data-section]')"));
    // A window that has just loaded may not have the keyboard yet.
    await window.until("both panes", async () => {
      await window.press("\\", "Control");
      await sleep(300);
      return window.run("() => !!document.querySelector('.preview') && !!document.querySelector('.form')");
    });
    await window.shows(HEADING);
    await window.click("layout-preview");
    await window.until("the preview alone", () => window.run("() => !document.querySelector('.form')"));
    await window.click("layout-split");
    await window.run("() => document.querySelector('[role=separator]').focus()");
    await window.press("\uE014");
    const width = await window.run("() => document.querySelector('.tree').offsetWidth");
    await window.run("() => location.reload()");
    await window.until("the width of the tree", async () => (await window.run("() => document.querySelector('.tree')?.offsetWidth")) === width);
    assert.equal(width, 280);
  });

  test("in a narrow window the pages come over the form", async () => {
    await window.send("POST", "/window/rect", { width: 1000, height: 700, x: 0, y: 0 });
    await window.until("no tree", () => window.run("() => innerWidth < 1100 && !document.querySelector('.tree')"));
    await window.click("drawer");
    await window.click("tree-item-/contact");
    await window.shows("People read these addresses");
    await window.until("the tree to go", () => window.run("() => !document.querySelector('.tree')"));
    assert.equal(await window.run("() => { const t = document.querySelector('.preview .tools'); return t.scrollWidth <= t.clientWidth; }"), true);
    await window.send("POST", "/window/rect", { width: 1440, height: 900, x: 0, y: 0 });
    await window.until("the tree", () => window.run("() => !!document.querySelector('.tree')"));
  });
});

describe("sections", () => {
  let site;
  let window;

  before(async () => {
    [site, window] = await openSample();
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("the picker shows each kind as it will look, and what was used lately first", async () => {
    await window.click("add-section");
    await window.there("kind-hero");
    const height = await window.run("() => document.querySelector('[data-testid=kind-hero]').offsetHeight");
    await window.until("thumbnails", () => window.run("() => [...document.querySelectorAll('.thumbnail')].slice(0, 3).every((t) => t.querySelector('iframe.shown'))"));
    assert.equal(await window.run("() => document.querySelector('[data-testid=kind-hero]').offsetHeight"), height);
    assert.ok(await window.run("() => [...document.querySelectorAll('.thumbnail iframe')].every((f) => f.getAttribute('sandbox') === '' && /class=\"s s-/.test(f.srcdoc))"));
    await window.press("ArrowDown");
    await window.until("the first tile", () => window.run("() => document.activeElement?.matches('[data-tile]')"));
    for (const key of ["f", "a", "q"]) await window.press(key);
    await window.until("the search", () => window.run("() => document.querySelectorAll('[data-tile]').length === 1 && !!document.querySelector('[data-testid=kind-faq]')"));
    await window.press("Enter");
    await window.until("the new section", () => window.run("() => document.activeElement?.dataset.path !== undefined"));
    await window.click("add-section");
    assert.equal(await window.run("() => document.querySelector('[data-tile]').dataset.testid"), "kind-faq");
    await window.escape();
    await window.click("undo");
    await window.saved();
  });

  test("a moved section keeps its place on the screen, the focus, and is announced", async () => {
    await window.run("() => document.querySelectorAll('.card-toggle[aria-expanded=true]').forEach((b) => b.click())");
    const last = (await window.run("() => document.querySelectorAll('[data-section]').length")) - 1;
    await window.click("section-menu-0");
    await window.click("action-bottom");
    await window.until("the move", () => window.run("(at) => document.querySelector(`[data-testid=section-${at}] .name`).textContent === 'Page header'", last));
    await window.until("the focus", () => window.run("(at) => document.activeElement === document.querySelector(`[data-testid=section-${at}] .card-toggle`)", last));
    assert.match(await window.run("() => document.querySelector('.form [aria-live=polite]').innerText"), new RegExp(`position ${last + 1} of ${last + 1}`));
    await window.press("ArrowUp", "Alt");
    await window.until("the move by key", () => window.run("(at) => document.querySelector(`[data-testid=section-${at}] .name`).textContent === 'Page header'", last - 1));
    await window.there("flash");
    await window.until("the flash to go", () => window.run("() => !document.querySelector('[data-testid=flash]')"));
    await window.saved();
    for (let i = 0; i < 2; i++) await window.click("undo");
    await window.until("the way back", () => window.run("() => document.querySelector('[data-testid=section-0] .name').textContent === 'Page header'"));
  });

  test("a field that fails shows its text; the rest works on", async () => {
    await window.run("() => { const b = document.querySelector('[data-testid=section-0] .card-toggle'); if (b.getAttribute('aria-expanded') === 'false') b.click(); }");
    await window.there("field-0-heading");
    await window.run("() => dispatchEvent(new CustomEvent('td-fail', { detail: 'heading' }))");
    await window.there("fault-heading");
    assert.equal(await window.run("() => document.querySelector('[data-testid=fault-heading] textarea').value"), HEADING);
    await window.fill("field-0-lead", "Still works.");
    await window.shows("Still works.");
    await window.fill("[data-testid=fault-heading] textarea", "Repaired here").catch(() => {});
    await window.run("() => { const t = document.querySelector('[data-testid=fault-heading] textarea'); t.value = 'Repaired here'; t.dispatchEvent(new Event('input', { bubbles: true })); }");
    await window.shows("Repaired here");
    await window.run("() => dispatchEvent(new CustomEvent('td-fail', { detail: null }))");
    await window.run("() => document.querySelector('[data-testid=fault-heading] button').click()");
    await window.there("field-0-heading");
  });
});

describe("the first minutes", () => {
  let site;
  let window;

  before(async () => {
    [site, window] = await openSample();
  });
  after(async () => {
    await window?.close();
    await site?.remove();
  });

  test("the tour comes once by itself, and again from Help", async () => {
    await window.run("() => { localStorage.setItem('tour', 'due'); location.reload(); }");
    await window.there("tour");
    for (const title of ["Pages", "Form", "Preview", "Export"]) {
      await window.until(title, () => window.run("(title) => document.querySelector('#tour-title')?.innerText === title", title));
      await window.until("the focus", () => window.run("() => document.activeElement?.dataset.testid === 'tour-next'"));
      await window.press("Enter");
    }
    await window.until("the end", () => window.run("() => !document.querySelector('[data-testid=tour]')"));
    await window.run("() => location.reload()");
    await window.shows(HEADING);
    assert.equal(await window.run("() => document.querySelector('[data-testid=tour]')"), null);
    await window.click("help");
    await window.click("help-tour");
    await window.there("tour");
    await window.press("Escape");
    await window.until("the tour to go", () => window.run("() => !document.querySelector('[data-testid=tour]')"));
  });

  test("text size and motion are set and remembered", async () => {
    const across = await window.run("() => innerWidth");
    await window.press("=", "Control");
    await window.until("larger text", async () => Math.abs((await window.run("() => innerWidth")) - across / 1.1) < 3);
    await window.press("0", "Control");
    await window.until("usual text", async () => (await window.run("() => innerWidth")) === across);
    await window.choose("settings", "ui-motion", "reduced");
    await window.run("() => location.reload()");
    await window.shows(HEADING);
    assert.equal(await window.run("() => document.documentElement.hasAttribute('data-still')"), true);
    await window.choose("settings", "ui-motion", "system");
    await window.press("Escape");
  });

  for (const [language, appearance] of [["en", "light"], ["zh-Hans", "dark"], ["en", "dark"], ["zh-Hans", "light"]]) {
    test(`no accessibility faults: ${language}, ${appearance}`, async () => {
      await window.choose("settings", "ui-language", language);
      await window.choose("settings", "ui-appearance", appearance);
      await window.accessible("settings");
      await window.press("Escape");
      await window.click("help");
      await window.accessible("help");
      await window.click("help-guide");
      await window.there("guide");
      await window.accessible("guide");
      await window.click("about");
      await window.accessible("about");
      await window.escape();
      await window.click("help");
      await window.click("help-tour");
      await window.accessible("tour");
      await window.click("tour-skip");
      await window.choose("view", "view-scheme", "forced");
      await window.accessible("view");
      await window.choose("view", "view-scheme", "system");
      await window.choose("view", "view-day", "2099-01-01");
      await window.there("day-bar");
      await window.accessible("another day");
      await window.click("view-today");
      await window.press("Escape");
      await window.click("add-section");
      await window.until("thumbnails", () => window.run("() => document.querySelectorAll('.thumbnail iframe.shown').length >= 3"));
      await window.accessible("picker");
      await window.escape();
    });
  }
});

describe("the first screen", () => {
  test("lists sites opened before, says when one is gone, and forgets it", async () => {
    const first = await copyOf();
    const second = await copyOf();
    const window = await Window.open(null);
    try {
      await window.there("example");
      for (const one of [first, second]) {
        await window.runAsync("(folder) => window.__TAURI_INTERNALS__.invoke('open_site', { folder })", one.site);
      }
      await window.runAsync("() => window.__TAURI_INTERNALS__.invoke('close_site')");
      await rm(first.site, { recursive: true });
      await window.run("() => location.reload()");
      await window.there("recent-0");
      assert.match(await window.run("() => document.querySelector('main').innerText"), /no longer there/);
      for (const language of ["en", "zh-Hans"]) {
        for (const appearance of ["light", "dark"]) {
          await window.choose("settings", "ui-language", language);
          await window.choose("settings", "ui-appearance", appearance);
          await window.press("Escape");
          await window.accessible(`welcome, ${language}, ${appearance}`);
        }
      }
      await window.click("forget-1");
      await window.until("one site", () => window.run("() => document.querySelectorAll('[data-testid^=forget-]').length === 1"));
      await window.click("recent-0");
      await window.shows(HEADING);
    } finally {
      await window.close();
      await first.remove();
      await second.remove();
    }
  });

  test("every control has its states, light and dark", async () => {
    const window = await Window.open(null);
    try {
      await window.there("example");
      for (const appearance of ["light", "dark"]) {
        await window.run("(appearance) => { localStorage.setItem('appearance', appearance); location.hash = '#states'; location.reload(); }", appearance);
        await window.until(`the states, ${appearance}`, () => window.run("(appearance) => document.querySelector('[data-testid=states] h1')?.innerText.toLowerCase() === appearance", appearance));
        await window.accessible(`states, ${appearance}`);
        const shown = await window.run(`() => Object.fromEntries([...document.querySelectorAll('.states [data-state]')].map((one) => {
          const s = getComputedStyle(one);
          return [one.className.replace(/is-\\w+/, '').trim() + ' ' + one.dataset.state, [s.backgroundColor, s.backgroundImage, s.borderColor, s.color, s.outlineStyle, s.outlineWidth, s.opacity, s.boxShadow].join(' ')];
        }))`);
        const looks = Object.entries(shown);
        for (const [name, look] of looks) {
          const kind = name.slice(0, name.lastIndexOf(" "));
          const same = looks.filter(([other, seen]) => other.startsWith(`${kind} `) && other.slice(0, other.lastIndexOf(" ")) === kind && seen === look).map(([other]) => other);
          assert.deepEqual(same, [name], `${appearance}: ${same.join(" and ")} look the same`);
        }
        assert.ok(looks.length >= 20, `${looks.length} states`);
        const picture = await window.screenshot();
        assert.ok(picture.length > 10_000);
        if (process.env.TRUSTDESK_PICTURES) await writeFile(join(process.env.TRUSTDESK_PICTURES, `states-${appearance}.png`), picture);
      }
    } finally {
      await window.close();
    }
  });
});
