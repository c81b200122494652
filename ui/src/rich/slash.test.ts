import { EditorState, TextSelection } from "prosemirror-state";
import { describe, expect, test } from "vitest";

import { schema } from "./schema";
import { fuzzy, slashAt, slashItems, slashMatches } from "./slash";
import { en } from "../lib/words/en";

const at = (text: string): ReturnType<typeof slashAt> => {
  const doc = schema.node("doc", null, [schema.node("paragraph", null, text === "" ? [] : [schema.text(text)])]);
  const state = EditorState.create({ doc });
  return slashAt(state.apply(state.tr.setSelection(TextSelection.atEnd(doc))));
};

describe("the slash menu", () => {
  test("opens at the start of a line and after a blank, nowhere else", () => {
    expect(at("/")).toEqual({ from: 1, search: "" });
    expect(at("see /ta")).toEqual({ from: 5, search: "ta" });
    expect(at("and/or")).toBeNull();
    expect(at("/two words")).toBeNull();
    expect(at("https://")).toBeNull();
    expect(at("中文 /")).toEqual({ from: 4, search: "" });
  });

  test("finds by letters in order, the closest first, at most eight", () => {
    expect(fuzzy("Numbered list", "nl")).toBeGreaterThan(0);
    expect(fuzzy("Table", "x")).toBe(-1);
    const items = slashItems(en);
    expect(slashMatches(items, "").length).toBe(8);
    expect(slashMatches(items, "tab")[0]?.id).toBe("table");
    expect(slashMatches(items, "head").map((item) => item.id)).toContain("heading2");
    expect(slashMatches(items, "zzz")).toEqual([]);
  });
});
