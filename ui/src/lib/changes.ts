// Changes of a page in words: labels of sections and fields, short summaries, days and times.
import { desk } from "./desk.svelte";
import { fill, settings } from "./settings.svelte";
import type { FieldChange } from "./types/FieldChange";
import type { Piece } from "./types/Piece";
import type { SectionChange } from "./types/SectionChange";

/** What a section is called. */
export function sectionName(change: SectionChange): string {
  const words = settings.words;
  if (change.kind === "" && change.before === undefined && change.after === undefined) return words.pageSettings;
  const kind = desk.kinds.get(change.kind);
  return kind ? settings.text(kind.label) : change.kind || words.looseText;
}

/** What a field is called, from the outside in. */
export function fieldName(field: FieldChange): string {
  if (field.labels.length === 0) return settings.words.wholeSection;
  const names = field.labels.map((label) => settings.text(label));
  const at = field.path.find((step) => typeof step === "number");
  if (typeof at === "number" && names[0]) names[0] = `${names[0]} ${at + 1}`;
  return names.join(" › ");
}

/** What happened to a section, in a few words: “Page header: Heading, Lead”. */
export function inWords(change: SectionChange): string {
  const words = settings.words;
  const what = sectionName(change);
  if (change.change !== "changed") return fill(words[`change_${change.change}`], { what });
  const names = change.fields.map((field) => field.labels[0]).map((label) => (label ? settings.text(label) : words.wholeSection));
  const flags = [
    ...change.set.map((flag) => (flag === "hidden" ? words.becameHidden : words.becameAside)),
    ...change.cleared.map((flag) => (flag === "hidden" ? words.becameShown : words.becameInline)),
  ];
  return `${what}${words.colon}${[...new Set([...names, ...flags])].join(words.comma)}`;
}

/** The first changes in words, and how many more. */
export function summary(changes: SectionChange[], most = 3): string {
  const words = settings.words;
  const told = changes.slice(0, most).map(inWords);
  if (changes.length > most) told.push(fill(words.andMore, { n: changes.length - most }));
  return told.join(" · ");
}

/** Titles of records and other words in place of what the file says. */
export function readable(field: FieldChange): Piece[] {
  const words = settings.words;
  const word: Record<string, string> = { true: words.yes, false: words.no };
  if (field.kind === "flag") return whole(field.pieces, (text) => word[text] ?? text);
  if (field.kind === "asset") return whole(field.pieces, (text) => text.replace(/^.*\//, ""));
  if (field.kind !== "record" && field.kind !== "records") return field.pieces;
  return whole(field.pieces, recordTitle);
}

function recordTitle(id: string): string {
  const records = Object.values(desk.index?.records ?? {}).flat();
  const title = records.find((record) => record.id === id)?.title;
  return title?.[desk.page?.locale ?? ""] ?? title?.[""] ?? title?.["en"] ?? id;
}

/** Compares line by line, each line in other words. */
export function whole(pieces: Piece[], say: (line: string) => string): Piece[] {
  const lines = (without: Piece["turn"]): string[] => {
    const text = pieces.filter(({ turn }) => turn !== without).map((piece) => piece.text).join("");
    return text === "" ? [] : text.split("\n");
  };
  const [before, after] = [lines("added"), lines("removed")];
  const gone = before.filter((line) => !after.includes(line)).map((line): Piece => ({ turn: "removed", text: say(line) }));
  const here = after.map((line): Piece => ({ turn: before.includes(line) ? "same" : "added", text: say(line) }));
  return [...gone, ...here].flatMap((piece, index) => (index === 0 ? [piece] : [{ turn: "same" as const, text: "\n" }, piece]));
}

/** How much of an unchanged text is shown beside a change, in characters. */
const AROUND = 60;

/** Pieces with long unchanged stretches shortened to what is beside a change. */
export function shortened(pieces: Piece[]): Piece[] {
  return pieces.map((piece, index) => {
    if (piece.turn !== "same" || piece.text.length <= 3 * AROUND) return piece;
    const signs = [...piece.text];
    const head = index === 0 ? "" : signs.slice(0, AROUND).join("");
    const tail = index === pieces.length - 1 ? "" : signs.slice(-AROUND).join("");
    return { turn: "same", text: `${head} … ${tail}` };
  });
}

export function clock(time: number): string {
  return new Intl.DateTimeFormat(settings.language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(time);
}

/** The day of a moment: today, yesterday, or its date. */
export function day(time: number, now = Date.now()): string {
  const start = (moment: number): number => new Date(moment).setHours(0, 0, 0, 0);
  const ago = Math.round((start(now) - start(time)) / 86_400_000);
  if (ago === 0) return settings.words.dayToday;
  if (ago === 1) return settings.words.dayYesterday;
  const year = new Date(time).getFullYear() === new Date(now).getFullYear() ? undefined : ("numeric" as const);
  return new Intl.DateTimeFormat(settings.language, { weekday: "long", day: "numeric", month: "long", year }).format(time);
}
