// What every control of a form that holds other fields is given.
import type { Values } from "../lib/paths";
import type { Field } from "../lib/types/Field";
import type { Step } from "../lib/types/Step";

export interface FieldProps {
  field: Field;
  /** The values of the whole form. */
  values: Values;
  /** What the form edits: the key of a section, of a file of fields, or empty for the page's settings. */
  section: string;
  path: Step[];
  id: string;
  locked: boolean;
  /** The section's place on its page. */
  index?: number | undefined;
}
