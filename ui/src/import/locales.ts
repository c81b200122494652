// Languages that pages can be in, by name.

/** What is offered; others are offered when the source has them. */
export const locales = ["en", "zh-Hans", "zh-Hant", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "cs", "tr", "ru", "uk", "ar", "hi", "id", "ja", "ko", "th", "vi"];

/** The name of a language in the language of the window. */
export function localeName(tag: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
