import { describe, expect, test } from "vitest";

import { summaryOf } from "./summary";
import type { Field } from "./types/Field";

const list = { name: "items", kind: "list", summary: "title", fields: [] as Field[] } as unknown as Field;

describe("what a section is known by", () => {
  test("its own field comes first, as words alone", () => {
    const kind = { summary: "body", fields: [] };
    expect(summaryOf(kind, { body: "\n***\n## See **the** [paper](</file/a b.pdf>) {#see}\nmore" })).toBe("See the paper");
    expect(summaryOf(undefined, {}, "<p>old</p>")).toBe("<p>old</p>");
  });

  test("without one, its items", () => {
    const kind = { summary: "heading", fields: [list] };
    expect(summaryOf(kind, { items: [{ title: "Secure" }, { text: "Keeps **data** safe." }, { alt: "A logo" }, {}] })).toBe("Secure · Keeps data safe. · A logo");
    expect(summaryOf(kind, { heading: "Cards", items: [{ title: "Secure" }] })).toBe("Cards");
    expect(summaryOf(kind, {})).toBe("");
  });
});
