// What the finished pages say to programs, read by programs that others wrote.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";

import Ajv from "ajv/dist/2020.js";
import { parseAtomFeed, parseJsonFeed } from "feedsmith";
import ICAL from "ical.js";

import { exported, files, root } from "./site.mjs";

const ADDRESS = "https://trust.corvane.example/";
let site;
let all;
before(() => {
  site = exported();
  all = files(site.folder);
});
after(() => site?.remove());

const read = (path) => readFileSync(join(site.folder, path), "utf8");
const pages = () => all.filter((path) => /^(en|zh-Hans)\/.*\.html$/.test(path) && existsSync(join(site.folder, path.replace(/html$/, "json"))));

/** Every value of the given type in a page's JSON. */
function* fields(node, type) {
  if (node === null || typeof node !== "object") return;
  if (node.type === type && "value" in node) yield node.value;
  for (const inner of Object.values(node)) yield* fields(inner, type);
}

test("every page has its JSON, by the published schema, and its Markdown", () => {
  const schema = JSON.parse(readFileSync(join(root, "docs/page.schema.json"), "utf8"));
  const valid = new Ajv({ allErrors: true, allowUnionTypes: true, strictRequired: false }).compile(schema);
  assert.ok(pages().length >= 36, `${pages().length} pages`);
  for (const path of pages()) {
    const page = JSON.parse(read(path.replace(/html$/, "json")));
    assert.ok(valid(page), `${path}: ${JSON.stringify(valid.errors?.slice(0, 5), null, 1)}`);
    assert.equal(page.address, ADDRESS + path);
    for (const alternate of page.alternates) {
      for (const format of ["html", "json", "markdown"]) {
        const there = alternate[format].replace(ADDRESS, "");
        assert.ok(all.includes(there), `${path}: ${there} is not there`);
      }
    }
    const files = [...fields(page, "file"), ...[...fields(page, "link")].flatMap((link) => link.file ?? [])];
    for (const file of files) {
      const bytes = readFileSync(join(site.folder, decodeURI(file.href.replace(ADDRESS, ""))));
      assert.equal(file.bytes, bytes.length);
      assert.equal(file.sha256, createHash("sha256").update(bytes).digest("hex"));
    }
    const text = read(path.replace(/html$/, "md"));
    assert.match(text, /^---\ntitle: "/, path);
    assert.equal(text.match(/^# /gm)?.length, 1, `${path} has not one title`);
    assert.doesNotMatch(text, /<\/?[a-z]+[ >]/, `${path} holds HTML`);
    for (const [, to] of text.matchAll(/\]\((\S+?)\)/g)) {
      if (to.startsWith(ADDRESS)) assert.ok(all.includes(decodeURI(to.replace(ADDRESS, "").split("#")[0])), `${path}: ${to} leads nowhere`);
      else assert.match(to, /^(https:|mailto:|tel:)/, `${path}: ${to} is not whole`);
    }
  }
});

test("what a page's JSON says stands on the page", () => {
  const words = (html) => html.replace(/<[^>]*>/g, " ").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&").replace(/\s+/g, " ");
  for (const path of pages()) {
    const html = words(read(path));
    const page = JSON.parse(read(path.replace(/html$/, "json")));
    const statements = [];
    JSON.stringify(page, (key, value) => {
      if (key === "statement") statements.push(value);
      return value;
    });
    // Data locations say since when they are open by a date, not by a word.
    const said = statements.filter((text) => !["Open", "已启用", "Published", "已发布"].includes(text));
    for (const text of said) assert.ok(html.includes(text), `${path} does not say “${text}”`);
  }
});

test("structured data is right for each kind of page", () => {
  const types = new Map();
  for (const path of pages()) {
    const scripts = [...read(path).matchAll(/<script([^>]*)>([^<]*)<\/script>/g)];
    assert.ok(scripts.length <= 1 && scripts.every(([, attributes]) => attributes === ' type="application/ld+json"'), path);
    const graph = scripts.flatMap(([, , text]) => JSON.parse(text)["@graph"]);
    types.set(path, graph.map((one) => one["@type"]));
    for (const one of graph.filter((one) => one["@type"] === "Certification")) {
      const active = one.certificationStatus === "https://schema.org/CertificationActive";
      assert.ok(!active || one.expires >= "2026-11-24", `${path}: ${one.name} is called active after ${one.expires}`);
    }
    for (const list of graph.filter((one) => one["@type"] === "BreadcrumbList")) {
      assert.equal(list.itemListElement.at(-1).item, ADDRESS + path);
    }
  }
  for (const locale of ["en", "zh-Hans"]) {
    assert.ok(types.get(`${locale}/index.html`).includes("Organization"));
    assert.ok(types.get(`${locale}/faq.html`).includes("FAQPage"));
    assert.ok(types.get(`${locale}/compliance/index.html`).includes("Certification"));
    assert.ok(types.get(`${locale}/compliance/reports.html`).includes("DigitalDocument"));
    assert.ok(types.get(`${locale}/security/design.html`).includes("BreadcrumbList"));
  }
});

test("a reader of feeds reads both", () => {
  for (const locale of ["en", "zh-Hans"]) {
    const atom = parseAtomFeed(read(`${locale}/updates.atom`));
    const json = parseJsonFeed(read(`${locale}/updates.feed.json`));
    assert.ok(atom.entries.length > 0);
    assert.deepEqual(atom.entries.map((entry) => entry.id), json.items.map((item) => item.id));
    assert.deepEqual(atom.entries.map((entry) => entry.title.value ?? entry.title), json.items.map((item) => item.title));
  }
});

test("a calendar program reads the calendars", () => {
  for (const locale of ["en", "zh-Hans"]) {
    const text = read(`${locale}/calendar.ics`);
    assert.ok(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75 && !line.includes("\n")), "a line is too long");
    const calendar = new ICAL.Component(ICAL.parse(text));
    assert.equal(calendar.getFirstPropertyValue("version"), "2.0");
    const events = calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
    assert.ok(events.length >= 8, `${events.length} events`);
    assert.equal(new Set(events.map((event) => event.uid)).size, events.length);
    for (const event of events) {
      assert.ok(event.startDate.isDate && event.duration.toSeconds() === 86_400, event.summary);
      assert.ok(all.includes(event.component.getFirstPropertyValue("url").replace(ADDRESS, "")), event.summary);
    }
    const querio = events.find((event) => event.uid.startsWith(`${locale}-subprocessors-querio-effective`));
    assert.equal(querio.startDate.toString(), "2027-01-01");
  }
});

test("llms.txt leads to the Markdown of every page", () => {
  const text = read("llms.txt");
  assert.match(text, /^# Corvane Trust Center\n\n> /);
  const links = [...text.matchAll(/^- \[[^\]]+\]\(([^)]+)\)/gm)].map(([, to]) => to.replace(ADDRESS, ""));
  assert.deepEqual([...links].sort(), pages().map((path) => path.replace(/html$/, "md")).sort());
});

test("page.json of every language stands beside its page", () => {
  for (const path of pages()) {
    const html = read(path);
    for (const [type, ending] of [["application/json", "json"], ["text/markdown", "md"]]) {
      const to = html.match(new RegExp(`<link rel="alternate" type="${type}" href="([^"]+)">`))?.[1];
      assert.equal(join(dirname(path), to ?? ""), path.replace(/html$/, ending), path);
    }
  }
});
