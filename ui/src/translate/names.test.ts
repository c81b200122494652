import { expect, test } from "vitest";

import type { Field } from "../lib/types/Field";
import { fieldName } from "./names";

const field = (name: string, label: string, fields: Field[] = []): Field =>
  ({ name, label, fields, kind: "text", help: "", required: false, localised: false, internal: false, look: false, only: null, max: null, options: [], any: [], summary: null, item: "", collection: null, accept: "", when: null, theme: null });

test("a field deep in a list is named by labels and place", () => {
  const form = [field("items", "Questions", [field("question", "Question")]), field("body", "Text")];
  const text = (label: unknown): string => String(label);
  expect(fieldName(form, ["items", 1, "question"], text)).toBe("Questions 2 · Question");
  expect(fieldName(form, ["body"], text)).toBe("Text");
  expect(fieldName(form, ["unheard-of"], text)).toBe("unheard-of");
  expect(fieldName(form, [], text)).toBe("");
});
