// Section kinds that were added lately, newest first.
import { keep, kept } from "../lib/kept";

const MOST = 3;

export function recentKinds(): string[] {
  return kept("recent-kinds").split(" ").filter(Boolean).slice(0, MOST);
}

export function used(kind: string): void {
  keep("recent-kinds", [kind, ...recentKinds().filter((one) => one !== kind)].slice(0, MOST).join(" "));
}
