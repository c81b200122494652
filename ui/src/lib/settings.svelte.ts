// What the person set for the window itself, remembered on this machine.
import { en, type Words } from "./words/en";
import { zhHans } from "./words/zh-Hans";
import type { Localised } from "./types/Localised";

export type Language = "en" | "zh-Hans";
export type Appearance = "system" | "light" | "dark";

function remembered(key: string, fallback: string): string {
  try {
    return localStorage.getItem(key) ?? fallback;
  } catch {
    return fallback;
  }
}

class Settings {
  language = $state<Language>(
    remembered("language", navigator.language.startsWith("zh") ? "zh-Hans" : "en") === "zh-Hans" ? "zh-Hans" : "en",
  );
  appearance = $state<Appearance>(remembered("appearance", "system") as Appearance);
  words: Words = $derived(this.language === "zh-Hans" ? zhHans : en);

  set(language: Language, appearance: Appearance): void {
    this.language = language;
    this.appearance = appearance;
    try {
      localStorage.setItem("language", language);
      localStorage.setItem("appearance", appearance);
    } catch {
      // Not remembered; it holds until the window is closed.
    }
    this.apply();
  }

  apply(): void {
    const root = document.documentElement;
    root.lang = this.language;
    if (this.appearance === "system") root.removeAttribute("data-appearance");
    else root.setAttribute("data-appearance", this.appearance);
  }

  /** A text of a kind or collection in the language of the window. */
  text(text: Localised): string {
    if (typeof text === "string") return text;
    return text[this.language] ?? text["en"] ?? Object.values(text)[0] ?? "";
  }
}

export const settings = new Settings();

/** Puts values into the `{places}` of a pattern. */
export function fill(pattern: string, values: Record<string, string | number>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
