// Days in words.

/** `2029-03-01` as people write it: “1 March 2029”, “2029年3月1日”. */
export function dated(iso: string, language: string): string {
  const day = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return iso;
  const locale = language.startsWith("zh") ? "zh-CN" : "en-GB";
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(day);
}
