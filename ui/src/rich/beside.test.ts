import { describe, expect, test } from "vitest";

import type { Node } from "../lib/types/Node";
import { closing, gapBetween, separator, type Written } from "./beside";

const inline = [{ is: "text" as const, text: "a" }];
const list = (source: string): Written => ({ tree: { is: "list", tight: true, mark: "-", pad: 1, items: [[{ is: "paragraph", inline }]] }, source });
const paragraph = (source: string): Written => ({ tree: { is: "paragraph", inline }, source });
const code = (source: string, fence = ""): Written => ({ tree: { is: "code", info: "", text: "x", fence }, source });
const opaque = (source: string, why: (Node & { is: "opaque" })["why"]): Written => ({ tree: { is: "opaque", why, source }, source });

const parted = `\n\n${separator}\n\n`;

describe("between two blocks that come to stand beside one another", () => {
  test.each([
    ["two lists of one mark", list("- a"), list("- b"), parted],
    ["two lists of two marks", list("- a"), list("* b"), "\n\n"],
    ["numbers that end alike", list("1. a"), list("7. b"), parted],
    ["numbers that end differently", list("1. a"), list("7) b"), "\n\n"],
    ["a list and what is indented", list("- a"), code("    x"), parted],
    ["a list and what is indented less", list("10. a"), paragraph("  b"), "\n\n"],
    ["a list inside which one may be", list("- a"), list("  * b"), parted],
    ["a list that is kept and another", opaque("- <div>", "other"), list("- b"), parted],
    ["indented code twice", code("    x"), code("    y"), parted],
    ["code between fences and indented code", code("```\nx\n```", "```"), code("    y"), "\n\n"],
    ["a footnote and what is indented", opaque("[^1]: a", "footnote"), code("    y"), parted],
    ["HTML and what is indented", opaque("<b>", "html"), code("    y"), "\n\n"],
  ])("%s", (_name, before, block, gap) => expect(gapBetween(before, block, null)).toBe(gap));

  test("what stood so and did not change keeps its lines", () => {
    const [before, block] = [list("-"), paragraph("  b")];
    expect(gapBetween(before, block, { before, block, gap: "\n\n\n" })).toBe("\n\n\n");
    expect(gapBetween(list("- a"), block, { before, block, gap: "\n\n\n" })).toBe(parted);
    expect(gapBetween(list("- c"), list("- b"), { before: list("- a"), block: list("- b"), gap: parted })).toBe(parted);
  });
});

test("what only the end of the text ends gets an end of its own", () => {
  expect(closing(code("```\nx", "```"), "\n \n")).toBe("\n \n```");
  expect(closing(code("~~~~\nx\n~~~", "~~~~"), "")).toBe("\n~~~~");
  expect(closing(code("```\nx\n```  ", "```"), "\n")).toBe("");
  expect(closing(code("    x"), "\n")).toBe("");
  expect(closing(opaque("<!-- a\n\nb", "html"), "\n")).toBe("-->");
  expect(closing(opaque("<!-- a\n\nb --> c", "html"), "\n")).toBe("");
  expect(closing(opaque("<div>", "html"), "\n")).toBe("");
});
