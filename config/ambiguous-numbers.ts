import { type Document, visit } from "yaml";

/** A number as the file writes it, and the text that the policy would compare; `offset` is where it begins. */
export type AmbiguousNumber = { readonly written: string; readonly compared: string; readonly offset: number };

/**
 * The numbers of a policy that read otherwise than they are written, such as a cost center 0999: YAML makes it 999, and
 * the employees of 0999 would fail the rule without a sign.
 */
export const ambiguousNumbers = (document: Document): readonly AmbiguousNumber[] => {
  const found: AmbiguousNumber[] = [];
  visit(document, {
    Scalar: (_, { value, source: written, range }) => {
      if (typeof value !== "number" || written === undefined || written === String(value)) return;
      found.push({ written, compared: String(value), offset: range?.[0] ?? 0 });
    },
  });
  return found;
};
