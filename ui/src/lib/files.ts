// Pictures and documents as people see them: names, sizes, what is shown and in which order.
import type { FileView } from "./types/FileView";

export type Filter = "all" | "image" | "document" | "unused" | "no-alt" | "large";
export type Sort = "name" | "size" | "use" | "kind";

const LARGE = 1_000_000;

/** `report.pdf` of `/media/documents/report.pdf`. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** `documents` of `/media/documents/report.pdf`; empty for a file directly under `/media/`. */
export const folderOf = (path: string): string => path.replace(/^\/media\//, "").split("/").slice(0, -1).join("/");

/** `PDF` of `/media/report.pdf`. */
export const kindOf = (path: string): string => (path.includes(".") ? path.slice(path.lastIndexOf(".") + 1).toUpperCase().replace("JPEG", "JPG") : "");

export const isPicture = (path: string): boolean => /\.(svg|png|jpe?g|webp|gif|avif)$/i.test(path);

/** Whether the picture is made of pixels and can be made smaller. */
export const canShrink = (path: string): boolean => /\.(png|jpe?g|webp)$/i.test(path);

export function sizeText(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Where the window finds a small picture of a file; the stamp changes when the file does. */
export const thumbOf = (path: string, bytes: number): string => `preview://localhost/thumb${encodeURI(path)}?${bytes}`;

const passes: Record<Filter, (file: FileView) => boolean> = {
  all: () => true,
  image: (file) => file.accept === "image",
  document: (file) => file.accept !== "image",
  unused: (file) => file.uses === 0,
  "no-alt": (file) => file.wantsAlt,
  large: (file) => file.bytes > LARGE,
};

/** The files to be shown, in order. A search looks at names, folders, texts and versions. */
export function shown(files: FileView[], search: string, filter: Filter, sort: Sort): FileView[] {
  const parts = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = files.filter((file) => {
    if (!passes[filter](file)) return false;
    const text = `${file.path.slice(7)} ${file.version} ${Object.values(file.alt).join(" ")}`.toLowerCase();
    return parts.every((part) => text.includes(part));
  });
  const byName = (a: FileView, b: FileView): number => baseName(a.path).localeCompare(baseName(b.path), undefined, { numeric: true });
  const orders: Record<Sort, (a: FileView, b: FileView) => number> = {
    name: byName,
    size: (a, b) => b.bytes - a.bytes || byName(a, b),
    use: (a, b) => b.uses - a.uses || byName(a, b),
    kind: (a, b) => kindOf(a.path).localeCompare(kindOf(b.path)) || byName(a, b),
  };
  return found.sort(orders[sort]);
}
