// A small WebDriver client (W3C WebDriver) and the real window behind it.
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, readdir, readlink, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const binary = process.env.TRUSTDESK_BINARY ?? join(target, "debug/trustdesk");
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

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

/** The window, open on a site. */
export class Window {
  /** `home` is where the program keeps its own data; one that a killed window left can be used again. */
  static async open(site, { out, size = [1440, 900], home } = {}) {
    const port = await freePort();
    home ??= await mkdtemp(join(tmpdir(), "trustdesk-home-"));
    const env = {
      ...process.env,
      TAURI_AUTOMATION: "true",
      TAURI_WEBVIEW_AUTOMATION: "true",
      TRUSTDESK_CHOOSE_FOLDER: out ?? "",
      XDG_DATA_HOME: join(home, "data"),
      XDG_CACHE_HOME: join(home, "cache"),
      XDG_CONFIG_HOME: join(home, "config"),
      WEBKIT_DISABLE_COMPOSITING_MODE: "1",
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
    const found = await this.send("POST", "/element", { using: "css selector", value: id.startsWith("[") || id.startsWith(".") ? id : `[data-testid="${id}"]` });
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
    const element = await this.there(id);
    // What opens and closes answers at once; a click that came too early is made again.
    if (id === "settings") {
      const state = () => this.run("(id) => document.querySelector(`[data-testid=${id}]`).getAttribute('aria-expanded')", id);
      const before = await state();
      return this.until(`${id} to turn`, async () => {
        await this.send("POST", `/element/${element}/click`);
        await sleep(30);
        return (await state()) !== before;
      });
    }
    await this.until(`a click on ${id}`, () => this.send("POST", `/element/${element}/click`).then(() => true));
  }

  async type(id, text) {
    const element = await this.there(id);
    await this.send("POST", `/element/${element}/value`, { text });
  }

  /** Replaces what a field holds, as a person would: select all, then type. */
  async fill(id, text) {
    const element = await this.there(id);
    // Where nothing that floats at the edge covers it.
    await this.run("(id) => document.querySelector(`[data-testid=\"${id}\"]`).scrollIntoView({ block: 'center' })", id);
    await this.send("POST", `/element/${element}/click`);
    if (await this.run("(id) => document.querySelector(`[data-testid=\"${id}\"]`).isContentEditable", id)) await this.press("a", "Control");
    else await this.run("(id) => document.querySelector(`[data-testid=\"${id}\"]`).select()", id);
    await this.send("POST", `/element/${element}/value`, { text });
  }

  /** Selects words in a rich text, or puts the cursor before or behind them. */
  async select(id, words, where = "over") {
    await this.there(id);
    await this.until(`“${words}” in ${id}`, () => this.run(`(id, words, where) => {
      const root = document.querySelector('[data-testid="' + id + '"]');
      const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const at = walk.currentNode.data.indexOf(words);
        if (at < 0) continue;
        root.focus();
        const from = where === "after" ? at + words.length : at;
        const to = where === "before" ? at : at + words.length;
        getSelection().setBaseAndExtent(walk.currentNode, from, walk.currentNode, to);
        return true;
      }
    }`, id, words, where));
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
