import { describe, expect, it } from "vitest";

import { columns, fitting, isUntranslated, matches, noFilter, searchable, sorted, text, type Listed } from "./rows";
import type { Collection } from "./types/Collection";
import type { Field } from "./types/Field";

const field = (name: string, kind: Field["kind"], more: Partial<Field> = {}): Field => ({ name, kind, label: name, help: "", required: false, localised: false, internal: false, look: false, only: null, max: null, options: [], fields: [], any: [], summary: null, item: "", collection: null, accept: "", when: null, theme: null, ...more });
const collection: Collection = { name: "c", label: "C", icon: "", item: "", apart: false, states: null, title: "title", fields: [field("title", "text", { localised: true }), field("type", "choice"), field("issued", "date"), field("expires", "date"), field("owner", "text", { internal: true }), field("visibility", "choice")] };
const row = (id: string, more: Partial<Listed> & { values?: Record<string, string> } = {}): Listed => ({ id, title: id, search: id, state: "valid", uses: 1, blockers: 0, warnings: 0, untranslated: false, value: (name) => more.values?.[name] ?? "", ...more });

describe("tables of records", () => {
  it("leave out columns of less importance where there is little room", () => {
    const all = columns(collection, true);
    expect(all.map((one) => one.key)).toEqual(["title", "state", "type", "expires", "issued", "owner", "visibility", "used", "problems"]);
    expect(fitting(all, 2000)).toEqual(all);
    expect(fitting(all, 460).map((one) => one.key)).toEqual(["title", "state", "used", "problems"]);
    expect(fitting(all, 50).map((one) => one.key)).toEqual(["title"]);
  });

  it("read texts in the language asked for, and search all", () => {
    expect(text({ en: "Paper", "zh-Hans": "白皮书" }, "zh-Hans")).toBe("白皮书");
    expect(text({ en: "Paper", "zh-Hans": "" }, "zh-Hans")).toBe("Paper");
    expect(text(["a", "b"], "en")).toBe("a, b");
    expect(searchable({ title: { en: "Paper", "zh-Hans": "白皮书" }, n: 4 })).toBe("paper\n白皮书\n4");
  });

  it("know a missing translation from a text that is the same everywhere", () => {
    const is = (title: unknown): boolean => isUntranslated(collection.fields, { title }, ["en", "zh-Hans"]);
    expect([is("ISO"), is({ en: "a" }), is({ en: "a", "zh-Hans": "b" }), is({})]).toEqual([false, true, false, false]);
  });

  it("filter by words, values and marks", () => {
    const one = row("soc report", { uses: 0, values: { owner: "Legal" } });
    expect(matches(one, { ...noFilter, search: "Report soc" })).toBe(true);
    expect(matches(one, { ...noFilter, search: "report iso" })).toBe(false);
    expect(matches(one, { ...noFilter, values: { owner: "Legal", state: "" } })).toBe(true);
    expect(matches(one, { ...noFilter, values: { state: "expired" } })).toBe(false);
    expect(matches(one, { ...noFilter, unused: true })).toBe(true);
    expect(matches(one, { ...noFilter, problems: true })).toBe(false);
  });

  it("sort with what is empty last, both ways", () => {
    const rows = [row("b", { values: { issued: "2026-01-01" } }), row("a"), row("c10", { values: { issued: "2025-01-01" } }), row("c9")];
    const ids = (key: string, up: boolean): string[] => sorted(rows, { key, up }, "title", "en").map((one) => one.id);
    expect(ids("title", true)).toEqual(["a", "b", "c9", "c10"]);
    expect(ids("issued", true).slice(0, 2)).toEqual(["c10", "b"]);
    expect(ids("issued", false).slice(0, 2)).toEqual(["b", "c10"]);
    expect(sorted(rows, null, "title", "en")).toBe(rows);
  });
});
