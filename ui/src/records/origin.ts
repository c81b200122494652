// From a field to the record it names, or to a new one, with a way back.
import { desk, type Origin } from "../lib/desk.svelte";

/** Where a control stands. */
export function originOf(element: HTMLElement, path: string): Origin {
  const around = element.closest<HTMLElement>("[data-section]");
  const key = around?.dataset["section"] ?? "";
  const title = around?.dataset["title"] ?? String(desk.front["title"] ?? desk.page?.address ?? "");
  return { screen: desk.screen, key, path, title };
}
