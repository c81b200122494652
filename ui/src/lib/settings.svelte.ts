// What the person set for the window itself, remembered on this machine.
import { call } from "./call";
import { keep, kept } from "./kept";
import { en, type Words } from "./words/en";
import { zhHans } from "./words/zh-Hans";
import type { Localised } from "./types/Localised";
import type { Problem } from "./types/Problem";

export type Language = "en" | "zh-Hans";
export type Appearance = "system" | "light" | "dark";
export type Motion = "system" | "reduced";

/** Sizes of the window's text, in percent. */
export const textSizes = [90, 100, 110, 120, 130];

class Settings {
  language = $state<Language>(kept("language", navigator.language.startsWith("zh") ? ["zh-Hans", "en"] : ["en", "zh-Hans"]));
  appearance = $state<Appearance>(kept("appearance", ["system", "light", "dark"]));
  motion = $state<Motion>(kept("motion", ["system", "reduced"]));
  textSize = $state(Math.min(130, Math.max(90, Number(kept("text-size")) || 100)));
  words: Words = $derived(this.language === "zh-Hans" ? zhHans : en);

  set(language: Language, appearance: Appearance): void {
    this.language = language;
    this.appearance = appearance;
    keep("language", language);
    keep("appearance", appearance);
    this.apply();
  }

  setMotion(motion: Motion): void {
    this.motion = motion;
    keep("motion", motion);
    this.apply();
  }

  setTextSize(percent: number): void {
    this.textSize = Math.min(130, Math.max(90, percent));
    keep("text-size", String(this.textSize));
    this.apply();
  }

  /** Whether things may move. */
  get moves(): boolean {
    return this.motion === "system" && !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /** Whether the window is dark now, whoever decided that. */
  get dark(): boolean {
    return this.appearance === "dark" || (this.appearance === "system" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  }

  private sized = 100;

  apply(): void {
    const root = document.documentElement;
    root.lang = this.language;
    if (this.appearance === "system") root.removeAttribute("data-appearance");
    else root.setAttribute("data-appearance", this.appearance);
    root.toggleAttribute("data-still", this.motion === "reduced");
    if (this.textSize === this.sized) return;
    this.sized = this.textSize;
    // The window works at any size; that it could not be set is no reason to disturb.
    void call.textSize(this.textSize).catch(() => {});
  }

  /** A text of a kind or collection, or something the engine said, in the language of the window. */
  text(text: Localised): string {
    if (typeof text === "string") return text;
    return text[this.language] ?? text["en"] ?? Object.values(text)[0] ?? "";
  }

  /** A text that ends as sentences do, so that another can follow. */
  sentence(text: Localised): string {
    const said = this.text(text);
    const stop = this.language === "zh-Hans" ? "。" : ".";
    return said === "" || /[.。?？!！]$/.test(said) ? said : said + stop;
  }

  /** What is wrong and what to do about it. */
  said(problem: Pick<Problem, "message" | "hint"> | undefined): string {
    if (!problem) return "";
    return [this.sentence(problem.message), this.text(problem.hint)].filter(Boolean).join(this.language === "zh-Hans" ? "" : " ");
  }
}

export const settings = new Settings();

/** Puts values into the `{places}` of a pattern. */
export function fill(pattern: string, values: Record<string, string | number>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
