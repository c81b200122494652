(() => {
  "use strict";
  const section = document.currentScript.parentElement;
  const drop = section.querySelector("[data-copy-drop]");
  const field = section.querySelector("input[type=file]");
  const answers = section.querySelector("[data-copy-answers]");
  const says = answers.dataset;
  const known = new Map();
  for (const row of section.querySelectorAll("[data-copy]")) known.set(row.querySelector("code").textContent, row);

  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

  // SHA-256 (FIPS 180-4) piece by piece, for browsers that keep WebCrypto to secure connections.
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n);
  const part = (root) => (root - Math.floor(root)) * 4294967296 | 0;
  const rounds = primes.map((prime) => part(Math.cbrt(prime)));
  function pieces() {
    const state = Int32Array.from(primes.slice(0, 8), (prime) => part(Math.sqrt(prime)));
    const words = new Int32Array(64);
    let rest = new Uint8Array(0);
    let length = 0;
    const turn = (x, by) => (x >>> by) | (x << (32 - by));
    function block(view, at) {
      for (let i = 0; i < 64; i++) {
        if (i < 16) { words[i] = view.getInt32(at + i * 4); continue; }
        const a = words[i - 15], b = words[i - 2];
        words[i] = words[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + words[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10)) | 0;
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i++) {
        const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + rounds[i] + words[i] | 0;
        const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c)) | 0;
        h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = state[i] + word | 0; });
    }
    const add = (bytes) => {
      length += bytes.length;
      const all = new Uint8Array(rest.length + bytes.length);
      all.set(rest);
      all.set(bytes, rest.length);
      const view = new DataView(all.buffer);
      const whole = all.length - all.length % 64;
      for (let at = 0; at < whole; at += 64) block(view, at);
      rest = all.slice(whole);
    };
    const end = () => {
      const bits = length * 8;
      const last = new Uint8Array((119 - length % 64) % 64 + 9);
      last[0] = 128;
      const view = new DataView(last.buffer);
      view.setUint32(last.length - 8, Math.floor(bits / 4294967296));
      view.setUint32(last.length - 4, bits % 4294967296);
      add(last);
      const view2 = new DataView(new ArrayBuffer(32));
      state.forEach((word, i) => view2.setInt32(i * 4, word));
      return new Uint8Array(view2.buffer);
    };
    return { add, end };
  }

  async function digest(file) {
    if (window.crypto && crypto.subtle && file.size < 268435456) return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())));
    const all = pieces();
    for (let at = 0; at < file.size; at += 1048576) all.add(new Uint8Array(await file.slice(at, at + 1048576).arrayBuffer()));
    return hex(all.end());
  }

  function line(inside, kind, text) {
    const made = document.createElement(kind === "code" ? "code" : "p");
    if (kind !== "code") made.className = `answer-${kind}`;
    made.textContent = text;
    inside.append(made);
    return made;
  }

  function answer(name, state, words, sum) {
    const box = document.createElement("div");
    box.className = `answer answer-${state}`;
    line(box, "file", name);
    line(box, "state", says[state]);
    for (const text of words) line(box, "words", text);
    if (sum) line(line(box, "sum", "SHA-256 "), "code", sum);
    answers.append(box);
  }

  let turn = 0;
  async function check(files) {
    const own = ++turn;
    answers.textContent = "";
    line(answers, "wait", says.reading);
    const found = [];
    for (const file of files) {
      const sum = await digest(file).catch(() => "");
      if (own !== turn) return;
      found.push([file.name, sum]);
    }
    answers.textContent = "";
    for (const [name, sum] of found) {
      const row = known.get(sum);
      if (row) answer(name, row.dataset.copy, [row.dataset.name, row.querySelector("[data-statement]").textContent], sum);
      else if (sum) answer(name, "unknown", [says.unknownWords], sum);
      else answer(name, "unreadable", [says.unreadableWords], "");
    }
  }

  field.addEventListener("change", () => { if (field.files.length) check([...field.files]); });
  const holds = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    drop.dataset.over = "";
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) delete drop.dataset.over; });
  document.addEventListener("drop", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    delete drop.dataset.over;
    if (event.dataTransfer.files.length) check([...event.dataTransfer.files]);
  });
  drop.hidden = false;
})();
