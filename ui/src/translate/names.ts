// Fields by the names people know them by.
import type { Field } from "../lib/types/Field";
import type { Localised } from "../lib/types/Localised";
import type { Step } from "../lib/types/Step";

/** `items.1.question` as “Questions 2 · Question”; empty when the path is. */
export function fieldName(fields: Field[], path: Step[], text: (text: Localised) => string): string {
  const parts: string[] = [];
  let inside = fields;
  for (const step of path) {
    if (typeof step === "number") {
      const last = parts.pop();
      parts.push(`${last ?? ""} ${step + 1}`.trim());
      continue;
    }
    const field = inside.find((one) => one.name === step);
    parts.push(field ? text(field.label) : step);
    inside = field?.fields ?? [];
  }
  return parts.join(" · ");
}
