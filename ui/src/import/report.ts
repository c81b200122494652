// The report of an import as plain text: to print, to mail, to keep beside the site.
import type { ImportLook } from "../lib/call";
import { fill, settings } from "../lib/settings.svelte";
import type { ImportMedia } from "../lib/types/ImportMedia";
import type { ImportNote } from "../lib/types/ImportNote";
import type { ImportReport } from "../lib/types/ImportReport";
import type { ImportedPage } from "../lib/types/ImportedPage";
import { localeName } from "./locales";
import { rest, share } from "./rows";

/** The report in the language of the window. */
export function reportText({ report, kinds }: ImportLook, source: string): string {
  const words = settings.words;
  const parts = [
    [words.importReport, fill(words.importReportOf, { source })],
    figures(report),
    [words.bringLanguages, ...report.languages.map(({ mark, locale, pages }) => point(`${mark || words.bringNoMark}${words.colon}${locale ? name(locale) : words.bringLeaveOut}, ${fill(words.bringMarkPages, { n: pages })}`))],
    ...report.pages.map((page) => pageLines(page, (kind) => settings.text(kinds[kind]?.label ?? kind))),
    [words.bringNotTaken, ...report.refused.map((file) => point(`${file.source}${words.colon}${settings.text(file.message)}`))],
    [words.bringTabShared, ...report.shared.map((one) => point(`${one.title} (${one.box ? words.bringBox : words.bringLink}, ${name(one.locale)}), ${fill(words.bringOnPages, { n: one.pages })}`))],
    [words.bringTabPairs, ...report.pairs.filter((pair) => pair.differences.length > 0).map((pair) => point(`${pair.address} (${pair.locales.map(name).join(", ")})${words.colon}${pair.differences.map((one) => settings.sentence(one)).join(" ")}`))],
    [words.bringMissing, ...report.media.missing.map((one) => point(`${one.path}${words.colon}${fill(words.bringUsedIn, { files: one.pages.join(words.comma) })}`))],
  ];
  // A part that is only its title says nothing.
  return `${parts.filter((lines) => lines.length > 1).map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** What becomes of pictures and documents, in sentences. */
export function mediaText(media: ImportMedia): string {
  const words = settings.words;
  const said = [
    media.copied > 0 ? fill(words.bringCopied, { n: media.copied }) : words.bringCopiedNone,
    media.same > 0 ? fill(words.bringSame, { n: media.same }) : "",
    media.unused > 0 ? fill(words.bringUnused, { n: media.unused }) : "",
  ];
  return said.filter(Boolean).join(settings.language === "zh-Hans" ? "" : " ");
}

const point = (text: string): string => `- ${text}`;
const name = (locale: string): string => localeName(locale, settings.language);

function figures({ figures: sums, media }: ImportReport): string[] {
  const words = settings.words;
  return [
    words.bringFigures,
    point(`${sums.pages} ${words.bringNPages}`),
    point(`${share(sums.typed, sums.characters)} % ${words.bringTyped}`),
    ...(sums.typed < sums.characters ? [point(`${rest(sums)} % ${words.bringRaw}`)] : []),
    point(`${sums.links} ${words.bringLinks}`),
    point(`${sums.pictures} ${words.bringPictures}`),
    point(`${sums.repaired} ${words.bringRepaired}`),
    point(`${sums.leftOut} ${words.bringLeftOut}`),
    point(mediaText(media)),
  ];
}

function pageLines(page: ImportedPage, label: (kind: string) => string): string[] {
  const words = settings.words;
  const sections = page.sections.map((section, i) => {
    const marks = [section.aside ? words.besideText : "", section.hidden ? words.bringHidden : ""].filter(Boolean);
    const facts = [section.from, fill(words.bringLine, { n: section.line }), fill(words.bringCharacters, { n: section.characters }), ...marks];
    return `  ${i + 1}. ${label(section.kind)} (${facts.join(", ")})`;
  });
  return [
    page.title,
    `${page.source} → ${page.page.address} (${name(page.page.locale)})`,
    ...(page.encoding ? [fill(words.bringEncoding, { encoding: page.encoding })] : []),
    ...sections,
    ...noteLines(words.bringNeedsLook, page.lookAt),
    ...noteLines(words.bringWasLeftOut, page.leftOut),
    ...noteLines(words.bringWasRepaired, page.repaired),
  ];
}

function noteLines(title: string, notes: ImportNote[]): string[] {
  const words = settings.words;
  if (notes.length === 0) return [];
  const lines = notes.flatMap((note) => {
    const facts = [fill(words.bringLine, { n: note.line }), ...(note.count > 1 ? [fill(words.bringTimes, { n: note.count })] : [])];
    return [`  - ${settings.text(note.message)} (${facts.join(", ")})`, ...(note.text ? [`      “${note.text}”`] : []), ...(note.targets ?? []).map((target) => `      ${target}`)];
  });
  return [`  ${title}`, ...lines];
}
