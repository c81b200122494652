import { describe, expect, test } from "vitest";

import type { Inline } from "../lib/types/Inline";
import type { Mark } from "../lib/types/Mark";
import { writeInline } from "./inline";
import { tidy } from "./runs";

const place = { cell: false, heading: false, definitions: false, breakBy: "\\" };
const bold: Mark = { is: "bold", by: "*" };
const italic: Mark = { is: "italic", by: "*" };
const t = (text: string, ...marks: Mark[]): Inline => ({ is: "text", text, marks });
const write = (...pieces: Inline[]): string => writeInline(tidy(pieces), place);

describe("writing a line", () => {
  test("escapes only what would mean something", () => {
    for (const text of ["snake_case_name", "2 * 3", "a_b", "5 < 6", "AT&T", "C:\\dir", "[note]", "x^2", "100 %", "#1", "3.14", "a - b", "$x$", "{{ fact(id=\"a_b\") }}", "~~no~~", "a | b"]) {
      expect(write(t(text))).toBe(text);
    }
    expect(write(t("x^2 + y^2"))).toBe("x^2 + y^2");
    expect(write(t("m^2^"))).toBe("m\\^2\\^");
    expect(write(t("*not* _it_"))).toBe("\\*not\\* \\_it\\_");
    expect(write(t("# no heading"))).toBe("\\# no heading");
    expect(write(t("1. no list"))).toBe("1\\. no list");
    expect(write(t("- no list"))).toBe("\\- no list");
    expect(write(t("[a](b) <b> &amp; `c` d`"))).toBe("\\[a](b) \\<b> \\&amp; \\`c\\` d\\`");
    expect(writeInline(tidy([t("a | b")]), { ...place, cell: true })).toBe("a \\| b");
    expect(writeInline(tidy([t("C #")]), { ...place, heading: true })).toBe("C \\#");
  });

  test("bold beside full-width punctuation takes effect as it is", () => {
    expect(write(t("“引号”", bold), t("后续"))).toBe("**“引号”**后续");
    expect(write(t("他说"), t("重要。", bold), t("但是"))).toBe("他说**重要。**但是");
  });

  test("what would not take effect gets help from its neighbour", () => {
    expect(write(t("b.", bold), t("c"))).toBe("**b.**&#99;");
    expect(write(t("m"), t("2", { is: "super" }))).toBe("m^2^");
    expect(write(t("14", { is: "super" }), t("C"))).toBe("^14^C");
    expect(write(t("m"), t("2 b", { is: "super" }))).toBe("&#109;^2 b^");
  });

  test("what is raised at the start of a link stands around it, since a link may not begin with it", () => {
    const link: Mark = { is: "link", to: "/x", title: "" };
    const raised: Mark = { is: "super" };
    expect(write(t("fo", link, raised), t("o", link))).toBe("^[fo](/x)^[o](/x)");
    expect(write(t("a", raised), t("b", raised, link), t("c", link))).toBe("^a[b](/x)^[c](/x)");
  });

  test("brackets, braces and backticks are looked at across what stands between them", () => {
    const code: Mark = { is: "code" };
    expect(write(t("[lin"), t("k] b", code), t("ar](/u)"))).toBe("\\[lin`k] b`ar](/u)");
    expect(write(t("a ` b "), t("c", { is: "link", to: "/`", title: "" }))).toBe("a \\` b [c](/`)");
    expect(writeInline(tidy([t("a {"), t("#b", code), t("}")]), { ...place, heading: true })).toBe("a {`#b`&#125;");
    expect(writeInline(tidy([t("a {#b}")]), { ...place, underlined: true })).toBe("a &#123;#b}");
  });

  test("blanks stay outside of marks", () => {
    expect(write(t("a"), t(" b ", bold), t("c"))).toBe("a **b** c");
    expect(write(t("a", bold), t(" ", bold), t("b", bold, italic))).toBe("**a *b***");
  });

  test("links keep their style, their titles and their brackets", () => {
    const link = (to: string, title = "", label?: string): Mark => ({ is: "link", to, title, ...(label ? { label } : {}) });
    expect(write(t("a", link("/x_(y)")))).toBe("[a](/x_(y))");
    expect(write(t("a]", link("/x y", "it \"is\"")))).toBe("[a\\]](</x y> \"it \\\"is\\\"\")");
    expect(write(t("https://a.b/c_d", link("https://a.b/c_d")))).toBe("<https://a.b/c_d>");
    expect(write(t("me@a.bc", link("mailto:me@a.bc")))).toBe("<me@a.bc>");
    expect(write(t("the paper", link("/p", "", "paper")))).toBe("[the paper][paper]");
    expect(write(t("a ", link("/x")), t("b", link("/x"), bold))).toBe("[a **b**](/x)");
  });

  test("wraps and new lines are written as they were", () => {
    expect(write(t("one\n# two"))).toBe("one\n\\# two");
    expect(write(t("a"), { is: "break", by: "  " }, t("b"))).toBe("a  \nb");
    expect(write(t("a"), { is: "break", by: "" }, t("- b"))).toBe("a\\\n\\- b");
  });
});
