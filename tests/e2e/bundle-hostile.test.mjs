// A bundle that tries to run script, reach a command, go elsewhere or ask the network: none of it succeeds.
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { begin, execute, verify, writeBundle } from "./bundles.mjs";
import { hostile } from "./hostile.mjs";
import { Viewer } from "./viewer.mjs";

describe("a hostile bundle", () => {
  let window, places, viewer, server, at, attempts;
  /** Whoever knocked, whatever they asked for. */
  const heard = [];
  const open = new Set();

  before(async () => {
    server = createServer((socket) => {
      open.add(socket);
      heard.push("connection");
      socket.on("data", (bytes) => {
        heard.push(bytes.toString("latin1").split("\r\n")[0]);
        socket.end("HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
      });
      socket.on("error", () => {});
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    at = `http://127.0.0.1:${server.address().port}`;
    [window, places] = await begin();
    attempts = hostile(at);
    await writeBundle(places.bundle, attempts.files, "✔ Intact: signed by a key that you trust".repeat(4));
    assert.equal((await verify(window)).verdict, "unsigned");
    viewer = await Viewer.open(window);
  });
  after(async () => {
    for (const socket of open) socket.destroy();
    server?.close();
    await window?.close();
    await places?.remove();
  });

  /** Fails when any attempt had any effect that the test can see. */
  async function unharmed(after) {
    assert.deepEqual(heard, [], `${after}: the server was asked`);
    assert.equal((await viewer.handles()).length, 2, `${after}: a window came or went`);
    await viewer.toMain();
    const main = await window.run("() => ({ address: location.href, title: document.title, dialog: document.querySelector('[data-testid=verdict]')?.dataset.verdict })");
    assert.deepEqual(main, { address: "tauri://localhost", title: "Trustdesk", dialog: "unsigned" }, after);
    await viewer.to();
    const bar = await window.run("() => ({ address: location.href.replace(/[0-9a-f]{32}.*/, ''), title: document.title.slice(0, 9), heading: document.querySelector('h1').innerText, owned: document.querySelector('[data-owned]') !== null, frames: document.querySelectorAll('iframe').length <= 1 })");
    assert.deepEqual(bar, { address: "verdict://localhost/", title: "Unsigned:", heading: "Unsigned", owned: false, frames: true }, after);
    assert.deepEqual(await readdir(places.out), [], `${after}: a command wrote a file`);
    const downloads = await readdir(join(homedir(), "Downloads")).catch(() => []);
    assert.ok(![...downloads, ...(await readdir("."))].some((name) => name.startsWith("owned")), `${after}: something was downloaded`);
  }

  /** What the page in the frame has become. */
  async function page() {
    await viewer.to("page");
    return window.run("() => ({ address: location.href, title: document.title, owned: document.documentElement.dataset.owned ?? null, inner: [...document.querySelectorAll('iframe, frame, object, embed')].filter((one) => { try { return one.contentDocument?.body?.childNodes.length > 0; } catch { return true; } }).length })");
  }

  test("makes real attempts: a browser without our window falls for them", async () => {
    const asked = new Set();
    let files;
    const web = createServer((socket) => socket.on("error", () => {}).on("data", (bytes) => {
      const path = /^[A-Z]+ \/([^ ?#]*)/.exec(bytes.toString("latin1"))?.[1] ?? "";
      asked.add(path);
      const body = Buffer.from(files[path] ?? "");
      const kind = { html: "text/html", js: "text/javascript", css: "text/css", svg: "image/svg+xml", png: "image/png" }[path.split(".").pop()] ?? "text/html";
      socket.write(`HTTP/1.1 200 OK\r\ncontent-type: ${kind}\r\naccess-control-allow-origin: *\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`);
      socket.end(body);
    }));
    await new Promise((done) => web.listen(0, "127.0.0.1", done));
    const there = `http://127.0.0.1:${web.address().port}`;
    // A script that succeeds in going elsewhere would end the others.
    ({ files } = hostile(there, false));
    const home = await mkdtemp(join(tmpdir(), "trustdesk-chromium-"));
    for (const path of ["index.html", "frames.html", "refresh.html", "base.html"]) {
      await execute("chromium", ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${home}`, "--virtual-time-budget=4000", "--dump-dom", `${there}/${path}`], { maxBuffer: 1 << 26 }).catch(() => {});
    }
    web.close();
    await rm(home, { recursive: true, force: true });
    const fell = attempts.alone.filter((name) => [...asked].some((path) => path === name || path === `script-${name}` || path.startsWith(`${name}/`)));
    assert.ok(fell.length >= 30, `only ${fell.length} of ${attempts.alone.length} attempts can succeed anywhere: ${fell.join(", ")}`);
  });

  test("has no success by itself, on any of its pages", async () => {
    assert.ok(attempts.alone.length >= 60, String(attempts.alone.length));
    for (const [path, title] of [["index.html", "Attempts"], ["frames.html", "Frames"], ["refresh.html", "refresh"], ["refresh-own.html", "refresh-own"], ["refresh-script.html", "refresh-script"], ["base.html", "base"]]) {
      await viewer.page(path);
      // Time for whatever might still come.
      await sleep(1200);
      assert.equal(await viewer.here(), path);
      assert.deepEqual(await page(), { address: `bundle://localhost/${path}`, title, owned: null, inner: 0 }, path);
      await unharmed(path);
    }
  });

  test("has no success when its links and buttons are clicked", async () => {
    for (const name of attempts.clicked) {
      await viewer.page("click.html");
      await viewer.click("page", `#${name}`).catch((error) => { throw new Error(`${name}: ${error.message}`); });
      await sleep(250);
      await unharmed(name);
      const here = await viewer.here();
      assert.ok(here === "click.html" || (here === "other.html" && name.startsWith("click-own")) || (here === "dot.png" && name === "click-download"), `${name} led to ${here}`);
      if (here === "click.html") {
        const { address, title, owned } = await page();
        assert.match(address, /^bundle:\/\/localhost\/click\.html(#x)?$/, name);
        assert.deepEqual({ title, owned }, { title: "Clicks", owned: null }, name);
      }
    }
  });

  test("a base that is elsewhere is ignored", async () => {
    await viewer.page("base.html");
    await viewer.click("page", "#based");
    await sleep(300);
    assert.ok(["base.html", "other.html"].includes(await viewer.here()));
    await unharmed("base");
  });

  test("cannot stand in place of the bar, and cannot draw over it", async () => {
    await viewer.page("mask.html");
    await sleep(300);
    const above = await window.run("() => { const top = document.querySelector('iframe').getBoundingClientRect().top; const here = []; for (let x = 2; x < innerWidth; x += 97) for (let y = 2; y < top; y += 9) here.push(document.elementFromPoint(x, y)?.closest('#bar, .line') !== null); return { top, ours: here.every(Boolean) }; }");
    assert.ok(above.ours && above.top > 100, JSON.stringify(above));
    const name = await window.run("() => document.querySelector('dd').innerText");
    assert.ok(name.length < 90, name);
    await viewer.shot("bundle-window-mask");
    await unharmed("mask");
  });

  test("even a script that ran would reach no command and no network", async () => {
    for (const part of ["bar", "page"]) {
      await viewer.to(part);
      // WebDriver runs this where no page can.
      const reached = await window.run(`(at, part) => {
        const ipc = window.__TAURI_INTERNALS__ !== undefined;
        for (const cmd of ["save_verdict", "close_site", "new_site"]) {
          try { window.__TAURI_INTERNALS__.invoke(cmd, { text: "owned", folder: "/tmp/owned", name: "owned", example: false }); } catch {}
          try { window.webkit.messageHandlers.ipc.postMessage(JSON.stringify({ cmd, callback: 0, error: 0, payload: { text: "owned" }, options: {} })); } catch {}
          try { fetch("ipc://localhost/" + cmd, { method: "POST", body: '{"text":"owned"}' }); } catch {}
        }
        try { fetch(at + "/fetch-" + part); } catch {}
        try { new Image().src = at + "/image-" + part; } catch {}
        try { new WebSocket(at.replace("http", "ws")); } catch {}
        try { navigator.sendBeacon(at); } catch {}
        try { window.open(at); } catch {}
        try { location.href = at; } catch {}
        try { top.location.href = at; } catch {}
        return ipc;
      }`, at, part);
      if (part === "page") assert.equal(reached, false, "the page has the program's functions");
      await sleep(1000);
      await unharmed(`script in the ${part}`);
    }
  });

  test("the main window does not show files of a bundle, nor the bundle's window those of a site", async () => {
    await viewer.toMain();
    const loads = "(url) => new Promise((done) => { const image = new Image(); image.onload = () => done(true); image.onerror = () => done(false); image.src = url; })";
    assert.equal(await window.runAsync(loads, "bundle://localhost/dot.png"), false);
  });
});
