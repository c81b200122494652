// The window that shows a bundle, beside the main one, as WebDriver sees it.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { ELEMENT, axe, root } from "./window.mjs";

/** The window of a bundle. Its own page runs no script; WebDriver looks at it all the same. */
export class Viewer {
  /** Opens it from the dialog with a verdict. */
  static async open(window) {
    const viewer = new Viewer();
    viewer.window = window;
    viewer.main = await window.send("GET", "/window");
    await window.click("verify-open");
    await window.until("the bundle's window", async () => {
      viewer.own = (await viewer.handles()).find((handle) => handle !== viewer.main);
      return viewer.own !== undefined;
    });
    await viewer.to();
    return viewer;
  }

  handles() {
    return this.window.send("GET", "/window/handles");
  }

  /** Goes on with this window: with the bar, or with the page below it. */
  async to(part = "bar") {
    await this.window.send("POST", "/window", { handle: this.own });
    await this.window.send("POST", "/frame", { id: null });
    await this.window.until("the bar", () => this.window.run("() => document.readyState === 'complete' && document.querySelector('#bar') !== null"));
    if (part === "bar") return;
    await this.window.until("the page", async () => {
      await this.window.send("POST", "/frame", { id: null });
      await this.window.send("POST", "/frame", { id: 0 });
      return this.window.run("() => document.readyState === 'complete' && location.protocol === 'bundle:'");
    });
  }

  toMain() {
    return this.window.send("POST", "/window", { handle: this.main });
  }

  /** What the bar says: all of it, or one part. */
  async says(part = "#bar") {
    await this.to();
    return this.window.run("(s) => document.querySelector(s)?.innerText.replace(/\\s+/g, ' ').trim() ?? ''", part);
  }

  /** The path of what is shown. */
  here() {
    return this.says(".here");
  }

  /** Clicks something in the bar or on the page, as a person does. */
  async click(part, selector) {
    await this.to(part);
    await this.window.run("(s) => document.querySelector(s)?.scrollIntoView({ block: 'center', behavior: 'instant' })", selector);
    const found = await this.window.send("POST", "/element", { using: "css selector", value: selector });
    await this.window.send("POST", `/element/${found[ELEMENT]}/click`).catch(async (error) => {
      // WebDriver does not click links of SVG and MathML by themselves; a mouse does.
      if (!error.message.startsWith("element not interactable")) throw error;
      const [x, y] = await this.window.run("(s) => { const box = document.querySelector(s).getBoundingClientRect(); return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)]; }", selector);
      const actions = [{ type: "pointerMove", x, y }, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }];
      await this.window.send("POST", "/actions", { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }] });
    });
  }

  /** Opens a page of the bundle by the list in the bar. */
  async page(path) {
    await this.click("bar", "#pages summary");
    const at = await this.window.run("(path) => 1 + [...document.querySelectorAll('#pages li code')].findIndex((code) => code.textContent === path)", path);
    const before = await this.window.send("GET", "/url");
    await this.click("bar", `#pages li:nth-child(${at}) a`);
    // It is drawn anew even when it is the same page.
    await this.window.until("another drawing", async () => (await this.window.send("GET", "/url")) !== before);
    await this.shows(path);
  }

  shows(path) {
    return this.window.until(`${path} in the bundle's window`, async () => (await this.here()) === path);
  }

  /** A picture of it. WebKit waits for the next drawing, and no timer of the page makes one. */
  async screenshot() {
    await this.to();
    let picture;
    const taking = this.window.send("GET", "/screenshot").then((taken) => (picture = taken));
    for (let i = 0; picture === undefined && i < 100; i++) {
      await Promise.race([taking, this.window.run("(i) => { document.body.style.opacity = i % 2 ? '0.999' : '1'; }", i)]);
      await Promise.race([taking, sleep(60)]);
    }
    return Buffer.from(await taking, "base64");
  }

  /** Keeps a picture of it for a person to look at, where TRUSTDESK_SHOTS names a folder. */
  async shot(name) {
    const folder = process.env.TRUSTDESK_SHOTS;
    if (!folder) return;
    await mkdir(folder, { recursive: true });
    await sleep(300);
    await writeFile(join(folder, `${name}.png`), await this.screenshot());
  }

  /** Fails unless axe finds nothing in the bar. axe is a script that waits, which nothing can do in that
   * window: it looks at the same document in a frame of the main one. */
  async accessible(state) {
    await this.to();
    const html = await this.window.run("() => document.documentElement.outerHTML.replace(/<iframe[^>]*><\\/iframe>/, '').replace(/<link[^>]*>/, '')");
    const style = await readFile(join(root, "src-tauri/src/viewer/bar.css"), "utf8");
    await this.toMain();
    const { window } = this;
    await window.run(`(html, style) => {
      const frame = Object.assign(document.createElement("iframe"), { id: "td-bar", title: "bar" });
      document.body.append(frame);
      Object.assign(frame.style, { position: "fixed", inset: "0", width: "1200px", height: "800px", zIndex: "99" });
      const inside = frame.contentDocument;
      inside.open();
      inside.write("<!doctype html>" + html);
      inside.close();
      const sheet = new frame.contentWindow.CSSStyleSheet();
      sheet.replaceSync(style);
      inside.adoptedStyleSheets = [sheet];
      inside.querySelector("details").open = true;
    }`, html, style);
    const at = await window.run("() => [...document.querySelectorAll('iframe')].findIndex((frame) => frame.id === 'td-bar')");
    await window.send("POST", "/frame", { id: at });
    await window.run(`() => { ${axe}; }`);
    const faults = await window.runAsync("() => axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 200)).join(' | ')}`))");
    await window.send("POST", "/frame", { id: null });
    await window.run("() => document.querySelector('#td-bar').remove()");
    assert.deepEqual(faults, [], `${state}: ${JSON.stringify(faults, null, 1)}`);
  }

  async close() {
    await this.toMain();
    await this.window.runAsync("() => window.__TAURI_INTERNALS__.invoke('close_bundle')");
    await this.window.until("one window", async () => (await this.handles()).length === 1);
  }
}
