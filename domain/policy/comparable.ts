import type { AttributeValue } from "../facts/hr-event.ts";
import { withoutInvisible } from "../facts/visible-text.ts";

/**
 * A value as the policy compares it: two texts that people read as the same are the same. Compatibility forms become
 * plain ones (NFKC), a run of blanks of any kind is one, what is invisible is dropped, and case does not count. A number
 * or a boolean is the text that JSON writes for it, so 999 and "999" are one, and "0999" is another.
 */
export const comparable = (value: AttributeValue): string =>
  withoutInvisible(String(value)).normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase();

/** The number that a value is, or that its text is: `4` and `"4"`, but not `"04"`. */
export const comparableNumber = (value: AttributeValue): number | undefined => {
  const text = comparable(value);
  const number = Number(text);
  return String(number) === text ? number : undefined;
};
