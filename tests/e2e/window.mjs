// A small WebDriver client (W3C WebDriver) and the real window behind it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, readdir, readlink, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const binary = process.env.TRUSTDESK_BINARY ?? join(target, "debug/trustdesk");
/** The program without a window. */
export const cli = process.env.TRUSTDESK_CLI ?? join(target, "debug/trustdesk-cli");
export const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
export const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The heading of the sample site's first page. */
export const HEADING = "Your data, and how we look after it";
/** A test's name for an element, or a selector. */
const selector = (id) => (id.startsWith("[") || id.startsWith(".") ? id : `[data-testid="${id}"]`);

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/** A copy of the sample site, or of another folder, that a test may change. */
export async function copyOf(folder = join(root, "content")) {
  const home = await mkdtemp(join(tmpdir(), "trustdesk-e2e-"));
  const site = join(home, "site");
  await cp(folder, site, { recursive: true });
  return { home, site, out: join(home, "out"), remove: () => rm(home, { recursive: true, force: true }) };
}

/** A copy of the sample site and the window on it. */
export async function openSample() {
  const site = await copyOf();
  const window = await Window.open(site.site, { out: site.out });
  await window.shows(HEADING);
  return [site, window];
}

/** The window, open on a site. */
export class Window {
  /** `home` is where the program keeps its own data; one that a killed window left can be used again. */
  static async open(site, { out, source, bundle, zip, answer, reports, key, size = [1440, 900], home } = {}) {
    const port = await freePort();
    home ??= await mkdtemp(join(tmpdir(), "trustdesk-home-"));
    const env = {
      ...process.env,
      TAURI_AUTOMATION: "true",
      TAURI_WEBVIEW_AUTOMATION: "true",
      TRUSTDESK_CHOOSE_FOLDER: out ?? "",
      TRUSTDESK_CHOOSE_SOURCE: source ?? "",
      TRUSTDESK_CHOOSE_BUNDLE: bundle ?? "",
      TRUSTDESK_CHOOSE_ZIP: zip ?? bundle ?? "",
      TRUSTDESK_CHOOSE_REPORTS: reports ?? "",
      TRUSTDESK_CHOOSE_ANSWER: answer ?? "",
      TRUSTDESK_CHOOSE_KEY: key ?? "",
      XDG_DATA_HOME: join(home, "data"),
      XDG_CACHE_HOME: join(home, "cache"),
      XDG_CONFIG_HOME: join(home, "config"),
      LANG: "C.UTF-8",
    };
    const driver = spawn("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], { env, stdio: process.env.TRUSTDESK_TRACE ? "inherit" : "ignore" });
    const window = new Window();
    window.driver = driver;
    window.home = home;
    window.base = `http://127.0.0.1:${port}`;
    for (let tries = 0; ; tries++) {
      try {
        await fetch(`${window.base}/status`);
        break;
      } catch (error) {
        if (tries > 100) throw error;
        await sleep(50);
      }
    }
    const options = { binary, args: site ? [site] : [] };
    const { sessionId } = await window.send("POST", "/session", {
      capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } },
    });
    window.base += `/session/${sessionId}`;
    await window.send("POST", "/window/rect", { width: size[0], height: size[1], x: 0, y: 0 }).catch(() => {});
    return window;
  }

  async send(method, path, body) {
    const response = await fetch(this.base + path, {
      method,
      headers: { "content-type": "application/json" },
      body: method === "GET" || method === "DELETE" ? undefined : JSON.stringify(body ?? {}),
    });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }

  /** Runs a function in the window. */
  run(script, ...args) {
    return this.send("POST", "/execute/sync", { script: `return (${script}).apply(null, arguments)`, args });
  }

  runAsync(script, ...args) {
    const wrapped = `const done = arguments[arguments.length - 1]; (${script}).apply(null, arguments).then(done, (e) => done({ failed: String(e) }))`;
    return this.send("POST", "/execute/async", { script: wrapped, args });
  }

  async find(id) {
    const found = await this.send("POST", "/element", { using: "css selector", value: selector(id) });
    return found[ELEMENT];
  }

  async until(what, check, patience = 15_000) {
    const end = Date.now() + patience;
    let last;
    while (Date.now() < end) {
      try {
        last = await check();
        if (last) return last;
      } catch (error) {
        last = error;
      }
      await sleep(25);
    }
    throw new Error(`waited in vain for ${what}; last seen: ${String(last)}`);
  }

  there(id) {
    return this.until(id, () => this.find(id));
  }

  async click(id) {
    // What is switched off for a moment would swallow the click.
    await this.until(`a click on ${id}`, async () => {
      const element = await this.find(id);
      if (!(await this.send("GET", `/element/${element}/enabled`))) return false;
      await this.send("POST", `/element/${element}/click`);
      return true;
    });
  }

  gone(id) {
    return this.until(`no ${id}`, () => this.run("(s) => !document.querySelector(s)", selector(id)));
  }

  /** Opens or closes the panel of a button, whichever way it stands. */
  panel(id, open = true) {
    return this.until(`${id} to be ${open ? "open" : "closed"}`, async () => {
      const stands = () => this.run("(s, open) => document.querySelector(s)?.getAttribute('aria-expanded') === String(open)", selector(id), open);
      if (await stands()) return true;
      await this.click(id);
      return stands();
    });
  }

  /** Chooses a value in the panel of a button. A panel closes by itself when the focus leaves it: then it is opened again. */
  choose(panel, id, value) {
    return this.until(`${value} in ${id}`, async () => {
      await this.panel(panel);
      return this.run("(s, value) => { const e = document.querySelector(s); if (!e) return false; e.value = value; e.dispatchEvent(new Event('change', { bubbles: true })); return true; }", selector(id), value);
    });
  }

  /** Opens the card of a section, if it is closed. */
  unfold(at) {
    const selected = `[data-testid=section-${at}] .card-toggle`;
    return this.until(`section ${at} to be open`, () => this.run("(s) => { const b = document.querySelector(s); if (b?.getAttribute('aria-expanded') === 'false') b.click(); return b?.closest('.card').querySelector('.card-body') !== null; }", selected));
  }

  /** Sets the language and the appearance of the window. */
  async look(language, appearance) {
    await this.choose("settings", "ui-language", language);
    await this.choose("settings", "ui-appearance", appearance);
    await this.panel("settings", false);
    await this.until(`${language}, ${appearance}`, () => this.run("(language, appearance) => document.documentElement.lang === language && document.documentElement.dataset.appearance === appearance", language, appearance));
  }

  /** Presses Escape until no dialog and no menu is open. */
  async escape() {
    await this.press("Escape");
    await this.until("the dialog to close", () => this.run("() => !document.querySelector('dialog[open], [role=menu]')"));
  }

  /** Fails unless axe finds nothing, once everything that moves has come to rest. */
  async accessible(state) {
    await this.until("all to rest", () => this.run("() => document.getAnimations().every((a) => a.playState !== 'running' || a.effect.getComputedTiming().endTime === Infinity)"));
    await this.run(`() => { if (!window.axe) { ${axe}; } }`);
    const faults = await this.runAsync("() => axe.run(document, { iframes: false, resultTypes: ['violations'] }).then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 200)).join(' | ')}`))");
    assert.deepEqual(faults, [], `${state}: ${JSON.stringify(faults, null, 1)}`);
  }

  async type(id, text) {
    const element = await this.there(id);
    await this.send("POST", `/element/${element}/value`, { text });
  }

  /** The test's name of what has the focus. */
  focused() {
    return this.run("() => document.activeElement?.dataset.testid ?? ''");
  }

  /** Goes on with Tab until something has the focus, as a person without a mouse does. */
  async tabTo(id, ...held) {
    for (let i = 0; i < 120; i++) {
      if (await this.run("(s) => document.activeElement?.matches(s) ?? false", selector(id))) return;
      await this.press("Tab", ...held);
    }
    throw new Error(`Tab does not lead to ${id}; the focus is on “${await this.focused()}”`);
  }

  /** Types into whatever has the focus, all at once. */
  async typed(text) {
    const active = (await this.send("GET", "/element/active"))[ELEMENT];
    await this.send("POST", `/element/${active}/value`, { text });
  }

  /** Replaces what a field holds, as a person would: select all, then type. */
  async fill(id, text) {
    const element = await this.there(id);
    // Where nothing that floats at the edge covers it.
    await this.run("(s) => document.querySelector(s).scrollIntoView({ block: 'center' })", selector(id));
    await this.send("POST", `/element/${element}/click`);
    if (await this.run("(s) => document.querySelector(s).isContentEditable", selector(id))) await this.press("a", "Control");
    else await this.run("(s) => document.querySelector(s).select()", selector(id));
    await this.send("POST", `/element/${element}/value`, { text });
  }

  /** Selects words in a rich text, or puts the cursor before or behind them. */
  async select(id, words, where = "over") {
    await this.there(id);
    await this.until(`“${words}” in ${id}`, () => this.run(`(s, words, where) => {
      const root = document.querySelector(s);
      // Words may be spread over several nodes, as those that are partly bold are.
      const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const nodes = [];
      let text = "";
      while (walk.nextNode()) {
        nodes.push([walk.currentNode, text.length]);
        text += walk.currentNode.data;
      }
      const at = text.indexOf(words);
      if (at < 0) throw new Error(text);
      const point = (offset, last) => {
        const [node, from] = nodes.findLast(([, from]) => (last ? from < offset : from <= offset)) ?? nodes[0];
        return [node, offset - from];
      };
      root.focus();
      const from = where === "after" ? point(at + words.length, true) : point(at, false);
      const to = where === "before" ? from : point(at + words.length, true);
      getSelection().setBaseAndExtent(...from, ...to);
      return true;
    }`, selector(id), words, where));
    // The view learns of a selection by an event.
    await sleep(60);
  }

  /** Types on whatever has the focus, one key after another. */
  async keys(text) {
    const actions = [...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]);
    await this.send("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** Presses keys one after another on whatever has the focus; names in `keys` are held down meanwhile. */
  async press(key, ...held) {
    const codes = { Control: "\uE009", Shift: "\uE008", Alt: "\uE00A", Enter: "\uE007", Tab: "\uE004", Escape: "\uE00C", ArrowUp: "\uE013", ArrowDown: "\uE015", ArrowLeft: "\uE012", ArrowRight: "\uE014", Home: "\uE011", End: "\uE010", PageUp: "\uE00E", PageDown: "\uE00F", Backspace: "\uE003", Delete: "\uE017", F10: "\uE03A", F6: "\uE036", F7: "\uE037", F8: "\uE038" };
    const code = (name) => codes[name] ?? name;
    const actions = [
      ...held.map((name) => ({ type: "keyDown", value: code(name) })),
      { type: "keyDown", value: code(key) },
      { type: "keyUp", value: code(key) },
      ...held.reverse().map((name) => ({ type: "keyUp", value: code(name) })),
    ];
    await this.send("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** Visible text of the preview. */
  preview() {
    return this.run("() => document.querySelector('[data-testid=preview]').contentDocument?.body?.innerText ?? ''");
  }

  shows(text) {
    return this.until(`“${text}” in the preview`, async () => (await this.preview()).includes(text));
  }

  hides(text) {
    return this.until(`no “${text}” in the preview`, async () => !(await this.preview()).includes(text));
  }

  saved() {
    return this.until("everything to be saved", () => this.run("() => document.querySelector('[data-testid=save-state]').dataset.state === 'saved'"));
  }

  async screenshot() {
    // WebKit waits for the next drawing, which never comes while nothing changes.
    await this.run("() => { const dot = document.createElement('i'); dot.id = 'td-tick'; dot.style.cssText = 'position:fixed;right:0;bottom:0;width:1px;height:1px;z-index:99'; document.body.append(dot); window.tdTick = setInterval(() => { dot.style.opacity = dot.style.opacity === '0.99' ? '1' : '0.99'; dot.style.background = dot.style.background ? '' : 'rgb(128 128 128 / 2%)'; }, 30); }");
    try {
      return Buffer.from(await this.send("GET", "/screenshot"), "base64");
    } finally {
      await this.run("() => { clearInterval(window.tdTick); document.querySelector('#td-tick')?.remove(); }");
    }
  }

  /** Keeps a picture of the window for a person to look at, where TRUSTDESK_SHOTS names a folder. */
  async shot(name) {
    const folder = process.env.TRUSTDESK_SHOTS;
    if (!folder) return;
    await mkdir(folder, { recursive: true });
    await sleep(400);
    await writeFile(join(folder, `${name}.png`), await this.screenshot());
  }

  /** The process of the program itself, below the driver. */
  async pid() {
    for (const name of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
      const exe = await readlink(`/proc/${name}/exe`).catch(() => "");
      if (exe !== binary) continue;
      const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      if (parent === this.driver.pid) return Number(name);
    }
    throw new Error("the program is not running");
  }

  /** Ends the program as a power cut would. Its home stays, for another window. */
  kill(pid) {
    process.kill(pid, "SIGKILL");
    this.driver.kill("SIGKILL");
  }

  async close({ keepHome = false } = {}) {
    await this.send("DELETE", "").catch(() => {});
    this.driver.kill();
    if (!keepHome) await rm(this.home, { recursive: true, force: true }).catch(() => {});
  }
}
