import { describe, expect, test } from "vitest";

import { baseName, canShrink, folderOf, kindOf, shown, sizeText } from "./files";
import type { FileView } from "./types/FileView";

const file = (path: string, more: Partial<FileView> = {}): FileView => ({
  path, accept: path.endsWith(".pdf") ? "document" : "image", bytes: 1000, size: null, uses: 1, alt: {}, decorative: false, version: "", date: "", paths: [], wantsAlt: false, ...more,
});

const files = [
  file("/media/b10.png", { bytes: 3_000_000, uses: 0 }),
  file("/media/b2.png", { wantsAlt: true, alt: { en: "A red box" } }),
  file("/media/documents/安全.pdf", { version: "5.2", uses: 4 }),
];
const paths = (search: string, filter: Parameters<typeof shown>[2], sort: Parameters<typeof shown>[3]): string[] => shown(files, search, filter, sort).map((one) => baseName(one.path));

describe("files", () => {
  test("names are taken apart", () => {
    expect(baseName("/media/documents/a.b.pdf")).toBe("a.b.pdf");
    expect(folderOf("/media/documents/x/a.pdf")).toBe("documents/x");
    expect(folderOf("/media/a.pdf")).toBe("");
    expect(kindOf("/media/a.jpeg")).toBe("JPG");
    expect(canShrink("/media/a.svg")).toBe(false);
    expect(sizeText(10)).toBe("1 KB");
    expect(sizeText(2_340_000)).toBe("2.3 MB");
  });

  test("filters, searches and orders", () => {
    expect(paths("", "all", "name")).toEqual(["b2.png", "b10.png", "安全.pdf"]);
    expect(paths("", "all", "size")[0]).toBe("b10.png");
    expect(paths("", "all", "use")[0]).toBe("安全.pdf");
    expect(paths("", "unused", "name")).toEqual(["b10.png"]);
    expect(paths("", "no-alt", "name")).toEqual(["b2.png"]);
    expect(paths("", "large", "name")).toEqual(["b10.png"]);
    expect(paths("red BOX", "all", "name")).toEqual(["b2.png"]);
    expect(paths("documents 5.2", "document", "name")).toEqual(["安全.pdf"]);
    expect(paths("nothing", "all", "kind")).toEqual([]);
  });
});
