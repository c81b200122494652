import { describe, expect, it } from "vitest";

import { counts, few, fileOf, folderOf, matching, nameOf, rest, rowsOf, share } from "./rows";
import type { ImportFigures } from "../lib/types/ImportFigures";
import type { ImportNote } from "../lib/types/ImportNote";
import type { ImportReport } from "../lib/types/ImportReport";
import type { ImportedPage } from "../lib/types/ImportedPage";

const figures: ImportFigures = { pages: 1, characters: 1000, typed: 1000, raw: 0, links: 0, pictures: 0, repaired: 0, leftOut: 0 };
const note = (count: number): ImportNote => ({ code: "c", message: { en: "a", "zh-Hans": "b" }, line: 1, count });
const page = (source: string, title: string, more: Partial<ImportedPage> = {}): ImportedPage => ({ source, title, page: { locale: "en", address: `/${title.toLowerCase()}` }, figures, sections: [], repaired: [], leftOut: [], lookAt: [], ...more });
const report: ImportReport = {
  figures, languages: [], pairs: [], shared: [], media: { copied: 0, same: 0, unused: 0, missing: [] },
  pages: [page("en/a.md", "Backups", { repaired: [note(2), note(3)] }), page("en/b.md", "Storage", { lookAt: [note(1)], leftOut: [note(4)] })],
  refused: [{ source: "en/c.bin", message: { en: "No.", "zh-Hans": "否。" } }],
};

describe("files of an existing site", () => {
  const rows = rowsOf(report);

  it("are pages, then what was not taken, with sums", () => {
    expect(rows.map((row) => row.source)).toEqual(["en/a.md", "en/b.md", "en/c.bin"]);
    expect(rows.map(({ look, repaired, left }) => [look, repaired, left])).toEqual([[0, 5, 0], [1, 0, 4], [0, 0, 0]]);
    expect(counts(rows)).toEqual({ all: 3, look: 1, repaired: 1, left: 1, refused: 1 });
  });

  it("are found by file, title and address, and by filter", () => {
    const found = (filter: Parameters<typeof matching>[1], search: string): string[] => matching(rows, filter, search).map((row) => row.source);
    expect(found("all", "STOR en/")).toEqual(["en/b.md"]);
    expect(found("all", "/backups")).toEqual(["en/a.md"]);
    expect(found("refused", "")).toEqual(["en/c.bin"]);
    expect(found("look", "backups")).toEqual([]);
  });
});

describe("shares", () => {
  it("say all only of all and none only of none", () => {
    expect([share(1000, 1000), share(9999, 10_000), share(1, 100_000), share(0, 10), share(0, 0)]).toEqual(["100", "99.9", "0.1", "0", "100"]);
    expect(rest({ ...figures, characters: 10_000, typed: 9999 })).toBe("0.1");
    expect(rest(figures)).toBe("0");
  });

  it("name a few of many", () => {
    expect(few(["a", "b", "c"], 2)).toEqual({ names: ["a", "b", "c"], more: 0 });
    expect(few(["a", "b", "c", "d"], 2)).toEqual({ names: ["a", "b"], more: 2 });
  });

  it("take paths apart", () => {
    expect([fileOf("en/a/b.md"), folderOf("en/a/b.md"), fileOf("b.md"), folderOf("b.md")]).toEqual(["b.md", "en/a/", "b.md", ""]);
  });

  it("name a source by the last part of its path", () => {
    expect([nameOf("/a/Legal Site.zip"), nameOf("C:\\sites\\legal\\"), nameOf("/a/page.md")]).toEqual(["Legal Site", "legal", "page"]);
  });
});
