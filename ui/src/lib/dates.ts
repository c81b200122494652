// Days in words.

/** Making one takes longer than using it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** A day in the words of `style`; what is no day stays as it is. */
function written(iso: string, language: string, style: Intl.DateTimeFormatOptions): string {
  const day = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return iso;
  const locale = language.startsWith("zh") ? "zh-CN" : "en-GB";
  const name = JSON.stringify([locale, style]);
  const known = formats.get(name) ?? new Intl.DateTimeFormat(locale, { ...style, timeZone: "UTC" });
  formats.set(name, known);
  return known.format(day);
}

/** `2029-03-01` as people write it: “1 March 2029”, “2029年3月1日”. */
export const dated = (iso: string, language: string): string => written(iso, language, { day: "numeric", month: "long", year: "numeric" });

/** The month of a day: “March 2029”, “2029年3月”. */
export const monthOf = (iso: string, language: string): string => written(iso, language, { month: "long", year: "numeric" });

/** The same in few letters: “Mar”, “3月”, or with the year. */
export const shortMonth = (iso: string, language: string, year = false): string => written(iso, language, { month: "short", ...(year ? { year: "numeric" } : {}) });

/** The day of the week in few letters: “Thu”, “周四”. */
export const weekday = (iso: string, language: string): string => written(iso, language, { weekday: "short" });
