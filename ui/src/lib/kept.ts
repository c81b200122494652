// What the window remembers on this machine, as plain texts by name.

/** A remembered text; when only some are allowed, the first of them is the usual one. */
export function kept(name: string): string;
export function kept<T extends string>(name: string, allowed: readonly T[]): T;
export function kept(name: string, allowed?: readonly string[]): string {
  let found = "";
  try {
    found = localStorage.getItem(name) ?? "";
  } catch {
    // Nothing can be remembered here.
  }
  return allowed && !allowed.includes(found) ? (allowed[0] ?? "") : found;
}

export function keep(name: string, text: string): void {
  try {
    localStorage.setItem(name, text);
  } catch {
    // Not remembered; it holds until the window is closed.
  }
}
