import { type Document, visit } from "yaml";
import type { Problem } from "./yaml-place.ts";

/**
 * The numbers of a policy that read otherwise than they are written, such as a cost center 0999: YAML makes it 999, and
 * the employees of 0999 would fail the rule without a sign.
 */
export const ambiguousNumbers = (document: Document): readonly Problem[] => {
  const found: Problem[] = [];
  visit(document, {
    Scalar: (_, { value, source: written, range }) => {
      if (typeof value !== "number" || !Number.isFinite(value) || written === undefined || written === String(value))
        return;
      found.push({
        offset: range?.[0] ?? 0,
        reason: `${written} is the number ${value}: write that, or put it in quotes if it is text`,
      });
    },
  });
  return found;
};
