// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";

import { cleaned } from "./paste";
import { pastedWords } from "./pasted";
import { en } from "../lib/words/en";
import { zhHans } from "../lib/words/zh-Hans";

const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {font-size:11pt} --></style></head><body lang=EN-GB>
<h1 style='color:#2F5496'>Policy<o:p></o:p></h1>
<p class=MsoNormal><b><span style='color:red'>Nobody</span></b> has <i>standing</i> access<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>One</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp;</span></span>Inner</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>Two</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>First</p>
</body></html>`;

const docs = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span style="font-size:16pt;font-weight:400;">Title</span></h2><p dir="ltr"><span style="font-weight:700;color:#000">Bold</span><span style="font-style:italic"> it</span> <a href="https://www.google.com/url?q=https://example.com/a&sa=D" style="text-decoration:none"><span style="color:#1155cc">link</span></a><span style="vertical-align:super">2</span></p><ul><li dir="ltr"><p dir="ltr"><span>item</span></p></li></ul></b>`;

const page = `<div class="x" onclick="evil()"><script>alert(1)</script><p>Text <img src="https://example.com/p.png"> <a href="javascript:alert(1)">bad</a> <a href="/relative">rel</a> <a href="https://example.com">good</a></p><table><tr><th>A</th></tr><tr><td style="color:red">1</td></tr></table></div>`;

describe("pasting", () => {
  test("from Word: headings, bold, and lists made of paragraphs", () => {
    const { html, pasted } = cleaned(word);
    expect(html).toContain("<h1>Policy</h1>");
    expect(html).toMatch(/<b>Nobody<\/b> has <i>standing<\/i> access/);
    expect(html.replace(/\s+/g, "")).toContain("<ul><li>One<ul><li>Inner</li></ul></li><li>Two</li></ul><ol><li>First</li></ol>");
    expect(html).not.toMatch(/style=|mso|o:p/i);
    expect([...pasted.kept].sort()).toEqual(["headings", "lists", "marks"]);
  });

  test("from Google Docs: the outer bold is none, styles become marks, links lead where they lead", () => {
    const { html, pasted } = cleaned(docs);
    expect(html).toContain("<strong>Bold</strong>");
    expect(html).toContain("<em> it</em>");
    expect(html).toContain('<a href="https://example.com/a">link</a>');
    expect(html).toContain("<sup>2</sup>");
    expect(html).not.toContain("docs-internal");
    expect(pasted.kept.has("lists")).toBe(true);
  });

  test("from a web page: no scripts, no pictures of others, no links that lead nowhere", () => {
    const { html, pasted } = cleaned(page);
    expect(html).not.toMatch(/script|javascript|img|relative"/);
    expect(html).toContain('<a href="https://example.com">good</a>');
    expect(html).toContain("bad");
    expect([...pasted.removed].sort()).toEqual(["look", "pictures"]);
  });

  test("the bar says what was kept", () => {
    const { pasted } = cleaned(word);
    expect(pastedWords(pasted, en)).toBe("Kept headings, lists and emphasis. Removed colours and fonts.");
    expect(pastedWords(pasted, zhHans)).toBe("已保留标题、列表和强调。已去除颜色和字体。");
  });
});
