// Bundles of others: verified in the dialog, looked at in a window of their own.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

import { hostile, writeBundle } from "./hostile.mjs";
import { Viewer } from "./viewer.mjs";
import { Window, root } from "./window.mjs";

const execute = promisify(execFile);
const cli = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/trustdesk-cli");

/** Places for a bundle and what is kept of it, and the window without a site. */
async function begin() {
  const home = await mkdtemp(join(tmpdir(), "trustdesk-bundle-"));
  const places = { bundle: join(home, "bundle"), out: join(home, "kept") };
  await mkdir(places.out);
  const window = await Window.open(null, places);
  await window.there("verify-bundle");
  return [window, { home, ...places, remove: () => rm(home, { recursive: true, force: true }) }];
}

/** The sample site as a bundle. */
async function exported(folder) {
  await rm(folder, { recursive: true, force: true });
  await execute(cli, ["export", join(root, "content"), folder, "--as-of", "2026-11-26"]);
}

/** Verifies what lies at the place of the bundle, from the welcome screen. */
async function verify(window, form = "folder") {
  if (await window.run("() => document.querySelector('dialog[open]') !== null")) await window.escape();
  await window.click("verify-bundle");
  await window.click(`verify-${form}`);
  await window.there("verdict");
  return window.run("() => ({ verdict: document.querySelector('[data-testid=verdict]').dataset.verdict, text: document.querySelector('[data-testid=verdict]').innerText, files: [...document.querySelectorAll('[data-testid=verify-findings] li')].map((li) => li.dataset.file).filter((file) => file !== 'manifest.json.minisig') })");
}

/** Changes one byte of a file. */
async function tamper(file) {
  const bytes = await readFile(file);
  bytes[Math.floor(bytes.length / 2)] ^= 1;
  await writeFile(file, bytes);
}

describe("a bundle is verified", () => {
  let window, places;

  before(async () => {
    [window, places] = await begin();
    await exported(places.bundle);
  });
  after(async () => {
    await window?.close();
    await places?.remove();
  });

  test("without a site, and what nobody signed is said to be unsigned", async () => {
    const found = await verify(window);
    assert.equal(found.verdict, "unsigned");
    assert.deepEqual(found.files, []);
    const manifest = JSON.parse(await readFile(join(places.bundle, "manifest.json"), "utf8"));
    const digest = await window.run("() => document.querySelector('[data-testid=verify-root]').textContent.replaceAll(' ', '')");
    assert.equal(digest, manifest.root);
  });

  test("the report is kept as a text", async () => {
    await window.click("verify-save");
    await window.there("verify-saved");
    const report = await readFile(join(places.out, "verify-report.txt"), "utf8");
    for (const words of [places.bundle, "Unsigned", "Corvane Trust Center", "2026-11-26"]) assert.ok(report.includes(words), report);
  });

  test("one altered byte is seen, and the file is named", async () => {
    await tamper(join(places.bundle, "en/security/design.html"));
    const found = await verify(window);
    assert.equal(found.verdict, "altered");
    assert.deepEqual(found.files, ["en/security/design.html"]);
    await window.shot("bundle-altered");
  });

  test("a file that is not part of it, and one that is missing, are named", async () => {
    await exported(places.bundle);
    await writeFile(join(places.bundle, "en/more.html"), "<h1>More</h1>");
    const more = await verify(window);
    assert.equal(more.verdict, "incomplete");
    assert.deepEqual(more.files, ["en/more.html"]);
    await rm(join(places.bundle, "en/more.html"));
    await rm(join(places.bundle, "en/faq.html"));
    const less = await verify(window);
    assert.equal(less.verdict, "incomplete");
    assert.deepEqual(less.files, ["en/faq.html"]);
  });

  test("what is no bundle is said to be none, and cannot be opened", async () => {
    await rm(places.bundle, { recursive: true });
    await mkdir(places.bundle);
    await writeFile(join(places.bundle, "manifest.json"), "{}");
    const found = await verify(window);
    assert.equal(found.verdict, "unreadable");
    assert.equal(await window.run("() => document.querySelector('[data-testid=verify-open]').disabled"), true);
    await exported(places.bundle);
  });

  for (const [language, appearance] of [["zh-Hans", "dark"], ["en", "light"]]) {
    test(`no accessibility faults, by keyboard alone: ${language}, ${appearance}`, async () => {
      await window.escape();
      await window.look(language, appearance);
      await exported(places.bundle);
      await window.tabTo("verify-bundle");
      await window.press("Enter");
      await window.there("verify-folder");
      await window.accessible("choose");
      await window.press("Enter");
      await window.there("verdict");
      await window.accessible("unsigned");
      await window.shot(`bundle-unsigned-${language}`);
      await tamper(join(places.bundle, "en/faq.html"));
      await window.tabTo("verify-another");
      await window.press("Enter");
      await window.tabTo("verify-folder");
      await window.press("Enter");
      await window.until("the other verdict", () => window.run("() => document.querySelector('[data-testid=verdict]')?.dataset.verdict === 'altered'"));
      await window.accessible("altered");
      await window.shot(`bundle-altered-${language}`);
    });
  }
});

describe("a bundle is looked at", () => {
  let window, places, viewer;

  before(async () => {
    [window, places] = await begin();
    await exported(places.bundle);
    await verify(window);
    viewer = await Viewer.open(window);
  });
  after(async () => {
    await window?.close();
    await places?.remove();
  });

  test("in a window whose bar says what is known, above the page", async () => {
    await viewer.shows("en/index.html");
    const bar = await viewer.says();
    for (const words of ["Unsigned", "“Corvane Trust Center”", "2026-11-26", "nobody"]) assert.ok(bar.includes(words), bar);
    assert.match(await viewer.says(".line"), /Below this line/);
    assert.match(await window.send("GET", "/title"), /^Unsigned: bundle of/);
    await viewer.to("page");
    const shown = await window.run("() => ({ heading: document.querySelector('h1').innerText, styled: document.styleSheets.length > 0 && getComputedStyle(document.body).marginTop === '0px', pictures: [...document.images].filter((image) => image.naturalWidth === 0).map((image) => image.src) })");
    assert.deepEqual(shown, { heading: "Your data, and how we look after it", styled: true, pictures: [] });
    if (process.env.TRUSTDESK_SHOTS) await writeFile(join(process.env.TRUSTDESK_SHOTS, "bundle-window-en.png"), await viewer.screenshot());
  });

  test("links lead to other pages and back again", async () => {
    await viewer.click("page", "main a[href$='compliance/index.html']");
    await viewer.shows("en/compliance/index.html");
    await viewer.to("page");
    assert.equal(await window.run("() => document.querySelector('h1').innerText"), "Certifications and compliance");
    await viewer.click("bar", "#back");
    await viewer.shows("en/index.html");
    await viewer.click("bar", "#forward");
    await viewer.shows("en/compliance/index.html");
    await viewer.click("bar", "#home");
    await viewer.shows("en/index.html");
    await viewer.page("zh-Hans/security/design.html");
    await viewer.to("page");
    assert.equal(await window.run("() => document.documentElement.lang"), "zh-Hans");
  });

  test("links lead to places of a page", async () => {
    await viewer.page("en/security/safeguards.html");
    await viewer.click("page", "a[href='#tests']");
    await viewer.to("page");
    await window.until("the place", () => window.run("() => location.hash === '#tests' && scrollY > 100"));
    assert.equal(await viewer.here(), "en/security/safeguards.html");
  });

  test("a document says its size and digest, and is not opened", async () => {
    await viewer.page("en/compliance/reports.html");
    const pdf = "main a[href$='iso-27001-certificate.pdf']";
    await viewer.click("page", pdf);
    await viewer.shows("media/documents/iso-27001-certificate.pdf");
    const said = await viewer.says("#document");
    const manifest = JSON.parse(await readFile(join(places.bundle, "manifest.json"), "utf8"));
    const stated = manifest.files.find((file) => file.path === "media/documents/iso-27001-certificate.pdf");
    assert.ok(said.includes(stated.sha256), said);
    assert.match(said, /\d KB/);
    assert.equal(await window.run("() => document.querySelector('iframe')"), null);
    await viewer.click("bar", "#back");
    await viewer.shows("en/compliance/reports.html");
  });

  test("an address elsewhere is shown whole and can be copied; nothing goes there", async () => {
    await viewer.page("en/transparency.html");
    await viewer.click("page", "main a[href^='https:']");
    await window.until("the address", async () => (await viewer.says("#outside")).startsWith("https:"));
    const address = await viewer.says("#outside");
    assert.equal(await viewer.here(), "en/transparency.html");
    await viewer.click("bar", "#copy");
    await window.until("it to be copied", async () => (await viewer.says("#copy")) === "Copied");
    await viewer.click("bar", "#close-note");
    await window.until("no note", async () => (await viewer.says(".note")) === "");
    await viewer.toMain();
    await window.escape();
    await window.click("new-site");
    await window.there("[id=site-name]");
    await window.run("() => document.querySelector('#site-name').focus()");
    await window.press("v", "Control");
    await window.until("the address in a field", () => window.run("(address) => document.querySelector('#site-name').value === address", address));
    await window.click("new-site");
  });

  test("in the language and the colours of the main window, without accessibility faults", async () => {
    await viewer.toMain();
    await window.escape();
    for (const [language, appearance, word] of [["zh-Hans", "dark", "未签名"], ["en", "light", "Unsigned"]]) {
      await viewer.toMain();
      await window.look(language, appearance);
      await window.until(`the bar in ${language}`, async () => (await viewer.says("h1")) === word);
      if (process.env.TRUSTDESK_SHOTS) await writeFile(join(process.env.TRUSTDESK_SHOTS, `bundle-window-${language}.png`), await viewer.screenshot());
      await viewer.accessible(`bar, ${language}`);
    }
  });

  test("closing its window closes nothing else", async () => {
    await viewer.close();
    assert.equal(await window.run("() => document.querySelector('[data-testid=verify-bundle]') !== null"), true);
  });

  test("what was altered is named in red and not shown, also when it is altered later", async () => {
    await tamper(join(places.bundle, "en/faq.html"));
    assert.equal((await verify(window)).verdict, "altered");
    viewer = await Viewer.open(window);
    assert.match(await viewer.says(".verdict"), /^Altered .* en\/faq\.html$/);
    assert.equal(await window.run("() => document.documentElement.dataset.tone"), "bad");
    await viewer.page("en/faq.html");
    assert.match(await viewer.says("#refused"), /en\/faq\.html/);
    assert.equal(await window.run("() => document.querySelector('iframe')"), null);
    await viewer.page("en/transparency.html");
    await viewer.to("page");
    // Between verifying and looking, somebody alters another file.
    await tamper(join(places.bundle, "en/contact.html"));
    await viewer.page("en/contact.html");
    assert.match(await viewer.says("#refused"), /en\/contact\.html/);
    if (process.env.TRUSTDESK_SHOTS) await writeFile(join(process.env.TRUSTDESK_SHOTS, "bundle-window-altered.png"), await viewer.screenshot());
    await viewer.close();
  });

  test("names of any script, missing files and folders are what they are", async () => {
    await rm(places.bundle, { recursive: true });
    const page = (body) => `<!doctype html><html lang="en"><head><title>T &amp; “x”</title></head><body>${body}</body></html>`;
    await writeBundle(places.bundle, {
      "index.html": page(`<a id="far" href="%E5%AE%89%E5%85%A8/a%20b%23c.html#%E4%BA%8C">1</a> <a id="root" href="/sub/">2</a> <a id="gone" href="gone.html">3</a> <a id="up" href="../../../../sub/index.html">4</a>`),
      "安全/a b#c.html": page(`<p style="height: 3000px">far</p><h2 id="二">二</h2><a id="back" href="../index.html">back</a>`),
      "sub/index.html": page("<p id='sub'>sub</p>"),
    });
    await verify(window);
    viewer = await Viewer.open(window);
    await viewer.click("page", "#far");
    await viewer.shows("安全/a b#c.html");
    await viewer.to("page");
    await window.until("its place", () => window.run("() => scrollY > 1000"));
    await viewer.click("page", "#back");
    await viewer.shows("index.html");
    await viewer.click("page", "#root");
    await viewer.shows("sub/index.html");
    await viewer.click("bar", "#back");
    await viewer.shows("index.html");
    await viewer.click("page", "#up");
    await viewer.shows("sub/index.html");
    await viewer.click("bar", "#home");
    await viewer.shows("index.html");
    await viewer.click("page", "#gone");
    await viewer.shows("gone.html");
    assert.match(await viewer.says("#missing"), /gone\.html/);
    await viewer.close();
  });
});

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
    if (process.env.TRUSTDESK_SHOTS) await writeFile(join(process.env.TRUSTDESK_SHOTS, "bundle-window-mask.png"), await viewer.screenshot());
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
