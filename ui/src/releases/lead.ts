// From an item of the checklist to the place where something can be done about it.
import { tick } from "svelte";

import { desk } from "../lib/desk.svelte";
import type { ChecklistItem } from "../lib/types/ChecklistItem";
import { list } from "../problems/list.svelte";
import { compare } from "../translate/compare.svelte";

/** How much must be done about the problems of an item. */
const SEVERITIES: Record<string, "blocker" | "warning" | undefined> = { "must-fix": "blocker", "should-fix": "warning" };

export function lead(item: ChecklistItem): void {
  switch (item.go) {
    case "problems":
      list.ignored = false;
      list.clear();
      list.narrow({ severity: SEVERITIES[item.code] ?? "", rule: item.code === "weight" ? "heavy-page" : "" });
      desk.screen = { name: "problems" };
      break;
    case "review":
      desk.screen = { name: "review" };
      break;
    case "languages":
      void languages();
      break;
    case "due":
      desk.screen = { name: "due" };
      break;
    case "outside":
      desk.screen = { name: "outside" };
      break;
    case "records":
      desk.screen = { name: "records", collection: "subprocessors" };
      break;
    case "release":
      document.querySelector<HTMLElement>(item.code === "correction" ? "[data-lane]" : "[data-notes] textarea")?.focus();
  }
}

/** Every page with how its languages stand. */
async function languages(): Promise<void> {
  desk.screen = { name: "pages" };
  await tick();
  if (!compare.on) await compare.start();
  compare.listing = compare.on;
}
