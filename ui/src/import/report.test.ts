// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";

import { settings } from "../lib/settings.svelte";
import type { ImportReport } from "../lib/types/ImportReport";
import { reportText } from "./report";

const said = (en: string, zh: string) => ({ en, "zh-Hans": zh });
const figures = { pages: 1, characters: 1000, typed: 994, raw: 6, links: 3, pictures: 1, repaired: 2, leftOut: 1 };
const report: ImportReport = {
  figures,
  languages: [{ mark: "en-us", locale: "en", pages: 1 }, { mark: "fr-fr", locale: "", pages: 4 }],
  pages: [{
    source: "en-us/backups.md", title: "Backups", page: { locale: "en", address: "/backups" }, encoding: "GB18030", figures,
    sections: [{ kind: "faq", from: "div.content-faq", line: 12, characters: 310, hidden: true, aside: true }],
    repaired: [{ code: "unclosed", message: said("A box was closed.", "已补上结束标记。"), line: 40, count: 2 }],
    leftOut: [{ code: "empty-link", message: said("A link without text.", "没有文字的链接。"), line: 7, count: 1, text: "Old", targets: ["/old.html"] }],
    lookAt: [],
  }],
  refused: [], pairs: [{ address: "/same", locales: ["en", "fr"], differences: [] }], shared: [],
  media: { copied: 2, same: 0, unused: 1, missing: [{ path: "/images/none.png", pages: ["en-us/backups.md"] }] },
};

describe("the report as text", () => {
  it("says of every page what became what, and leaves out parts with nothing in them", () => {
    const text = reportText({ name: "Legal", report, kinds: { faq: { label: said("Questions", "常见问题"), icon: "" } } }, "/sites/legal");
    expect(text).toContain("Backups\nen-us/backups.md → /backups (English)\nIt was read as GB18030 and is kept as UTF-8.\n  1. Questions (div.content-faq, line 12, 310 characters, Beside the text, Kept, not published)\n  Left out\n  - A link without text. (line 7)\n      “Old”\n      /old.html\n  Repaired\n  - A box was closed. (line 40, 2 times)\n");
    expect(text).toContain("- 99.4 % of the text in fields\n- 0.6 % kept as it is written\n");
    expect(text).toContain("- 2 files are copied. 1 are used on no page and stay behind.\n");
    expect(text).toContain("- fr-fr: Leave out, 4 pages\n");
    expect(text).toContain("Missing in the existing site\n- /images/none.png: Used in en-us/backups.md\n");
    expect(text).not.toContain("Not taken");
    expect(text).not.toContain("/same");
  });

  it("is said in Chinese where the window is", () => {
    settings.language = "zh-Hans";
    const text = reportText({ name: "Legal", report, kinds: { faq: { label: said("Questions", "常见问题"), icon: "" } } }, "/sites/legal");
    settings.language = "en";
    expect(text).toContain("  1. 常见问题 (div.content-faq, 第 12 行, 310 个字符, 正文旁边, 保留，但不发布)");
    expect(text).toContain("  - 已补上结束标记。 (第 40 行, 2 次)");
  });
});
