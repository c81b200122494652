// The review file: keeps what the reviewer decides and says, and writes it as an answer file. Nothing is
// sent anywhere.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const root = document.documentElement;
  const key = `trustdesk-review-${data.answer.root}`;
  const fresh = () => ({ name: "", role: "", decisions: {}, comments: {} });
  let state = fresh();
  let unsaved = false;

  /** Browsers may keep nothing for files of a disk; then it is all in memory. */
  function kept() {
    try {
      return { ...fresh(), ...JSON.parse(localStorage.getItem(key) ?? "{}") };
    } catch {
      return fresh();
    }
  }
  function keep() {
    unsaved = true;
    try {
      localStorage.setItem(key, JSON.stringify(state));
    } catch {
      // Leaving is warned about instead.
    }
  }

  const say = (name, values = {}) =>
    Object.entries(values).reduce((text, [place, value]) => text.replaceAll(`{${place}}`, value), data.words[name][root.lang]);

  function speak(language) {
    root.lang = language;
    document.title = say("title");
    all("[data-language]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.language === language)));
    all("option[data-words]").forEach((option) => (option.textContent = say(option.dataset.words)));
    all("option[data-en]").forEach((option) => (option.textContent = language === "en" ? option.dataset.en : option.dataset.zh));
    all(".choose").forEach((group) => group.setAttribute("aria-label", say("look")));
    all("iframe").forEach(name);
    fault();
    tell();
  }

  // Pages before and after ------------------------------------------------------------------------

  function name(frame) {
    frame.title = `${data.pages[frame.dataset.page].title} · ${say(frame.dataset.side)}`;
  }
  /** Puts a page into its place once it is looked at. It is shown without scripts, forms and links. */
  function show(place) {
    if (place.firstChild) return;
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "");
    frame.setAttribute("referrerpolicy", "no-referrer");
    frame.dataset.side = place.dataset.side;
    frame.dataset.page = place.closest("[data-page]").dataset.page;
    name(frame);
    const parts = data.frames[place.dataset.frame].split("\uE000");
    frame.srcdoc = parts.map((part, i) => (i % 2 ? data.assets[part] : part)).join("");
    place.append(frame);
  }
  const near = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => show(entry.target)),
    { rootMargin: "600px" },
  );

  // What is decided and said ------------------------------------------------------------------------

  const pagesDecided = () => data.pages.filter((page) => state.decisions[page.path]).length;
  const said = (page) => Object.values(state.comments[page.path] ?? {}).filter((text) => text.trim()).length;

  function tell() {
    const comments = data.pages.reduce((sum, page) => sum + said(page), 0);
    one("#progress").textContent = say("progress", { done: pagesDecided(), all: data.pages.length, comments });
    all(".state[data-state]").forEach((mark) => {
      const decided = state.decisions[data.pages[mark.dataset.state].path] ?? "";
      mark.dataset.is = decided;
      mark.title = say(decided === "approved" ? "approve" : decided === "asked" ? "ask" : "undecided");
    });
  }
  function fill() {
    one("#name").value = state.name;
    if (one("#role")) one("#role").value = state.role;
    all("input[type=radio]").forEach((radio) => (radio.checked = radio.value === (state.decisions[pathOf(radio)] ?? "")));
    all("textarea").forEach((area) => {
      area.value = state.comments[pathOf(area)]?.[area.dataset.change] ?? "";
      note(area);
      if (area.value) area.closest("details.comment")?.setAttribute("open", "");
    });
  }
  const pathOf = (element) => data.pages[element.dataset.on].path;
  const note = (area) => area.closest("details.comment")?.toggleAttribute("data-filled", Boolean(area.value.trim()));
  function decide(path, decision) {
    if (decision) state.decisions[path] = decision;
    else delete state.decisions[path];
  }

  function fault(name = "") {
    one("#name-fault").textContent = name && say(name);
    one("#name").setAttribute("aria-invalid", String(Boolean(name)));
  }

  // The answer file ---------------------------------------------------------------------------------

  /** What changed, as it is told here: the page may be another by the time this is read. */
  function about(page, change) {
    const areas = all("textarea").filter((area) => pathOf(area) === page.path && area.dataset.change === change);
    const told = one(".say", areas[0]?.closest(".change") ?? document.createElement("p"));
    const text = (side) => (told ? all(`:scope > .${side}`, told).map((part) => part.textContent).join("") : "");
    return { en: text("en"), "zh-Hans": text("zh") };
  }
  function answer() {
    const day = new Date();
    const two = (n) => String(n).padStart(2, "0");
    const pages = data.pages.map((page) => ({
      path: page.path,
      seen: page.seen,
      decision: state.decisions[page.path] ?? "",
      comments: Object.entries(state.comments[page.path] ?? {})
        .filter(([, text]) => text.trim())
        .map(([change, text]) => ({ change, about: about(page, change), text: text.trim() })),
    }));
    return {
      ...data.answer,
      name: state.name.trim(),
      role: state.role,
      day: `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`,
      pages: pages.filter((page) => page.decision || page.comments.length),
    };
  }
  function save() {
    if (!state.name.trim()) {
      fault("name_missing");
      one("#name").focus();
      return;
    }
    fault();
    const text = `${JSON.stringify(answer(), null, 1)}\n`;
    const file = decodeURIComponent(location.pathname.split("/").pop() ?? "").replace(/\.html?$/i, "") || "review";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `${file}-${state.name.trim().replace(/[\\/:*?"<>|.\s]+/g, "-")}.answer.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    unsaved = false;
    one("#progress").textContent = say("saved", { file: link.download });
  }

  // From change to change -----------------------------------------------------------------------------

  function step(by) {
    const stops = all(".change");
    if (!stops.length) return;
    const here = stops.indexOf(document.activeElement?.closest(".change"));
    const top = stops.findIndex((stop) => stop.getBoundingClientRect().top >= 0);
    const start = here >= 0 ? here + by : by > 0 ? Math.max(top, 0) : (top < 0 ? stops.length : top) - 1;
    const stop = stops[Math.min(Math.max(start, 0), stops.length - 1)];
    stop.focus({ preventScroll: true });
    stop.scrollIntoView({ block: "center" });
  }

  document.addEventListener("input", (event) => {
    const { id, dataset, value, type } = event.target;
    if (id === "name") state.name = value;
    else if (id === "role") state.role = value;
    else if (type === "radio") decide(pathOf(event.target), value);
    else if (dataset.on !== undefined) {
      (state.comments[pathOf(event.target)] ??= {})[dataset.change] = value;
      note(event.target);
    } else return;
    if (id === "name") fault();
    keep();
    tell();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.language) speak(button.dataset.language);
    if (button.dataset.view) {
      all("button", button.parentElement).forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
      one(".frames", button.closest(".look")).dataset.view = button.dataset.view;
    }
    if (button.id === "save") save();
    if (button.id === "previous") step(-1);
    if (button.id === "next") step(1);
    if (button.id === "approve-layout") {
      all("#layout [data-page]").forEach((page) => decide(data.pages[page.dataset.page].path, "approved"));
      keep();
      fill();
      tell();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  });
  addEventListener("beforeunload", (event) => unsaved && event.preventDefault());

  state = kept();
  fill();
  speak(navigator.language.startsWith("zh") ? "zh-Hans" : navigator.language.startsWith("en") ? "en" : root.lang);
  all(".frame").forEach((place) => near.observe(place));
})();
