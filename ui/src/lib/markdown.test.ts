import { expect, test } from "vitest";

import { link, prefix, wrap } from "./markdown";

test("marks go around the selection and away again", () => {
  const bold = wrap({ text: "a word b", start: 2, end: 6 }, "**");
  expect(bold).toEqual({ text: "a **word** b", start: 4, end: 8 });
  expect(wrap(bold, "**")).toEqual({ text: "a word b", start: 2, end: 6 });
});

test("lines become headings and lists, and text again", () => {
  expect(prefix({ text: "a\nb\nc", start: 2, end: 5 }, "- ").text).toBe("a\n- b\n- c");
  expect(prefix({ text: "a\n- b\n- c", start: 2, end: 9 }, "- ").text).toBe("a\nb\nc");
  expect(prefix({ text: "a\nb", start: 0, end: 3 }, "1. ").text).toBe("1. a\n2. b");
  expect(prefix({ text: "- a", start: 0, end: 3 }, "## ").text).toBe("## a");
});

test("a selection becomes a link", () => {
  expect(link({ text: "see here", start: 4, end: 8 }, "/faq")).toEqual({ text: "see [here](/faq)", start: 11, end: 15 });
});
