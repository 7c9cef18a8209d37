import { closest, distance } from "fastest-levenshtein";
import { FAILURES, type FailureCode } from "../domain/failures.ts";

const CODES = Object.keys(FAILURES) as readonly FailureCode[];

/** Whether a text is a failure code of this release. */
export const isFailureCode = (text: string): text is FailureCode => Object.hasOwn(FAILURES, text);

/** What is wrong with a text that is no failure code, with the code that was probably meant, if one is near. */
export const unknownCode = (text: string): string => {
  const nearest = nearestCode(text);
  return nearest === undefined
    ? "there is no such failure code: docs/runbook.md lists them"
    : `there is no such failure code. Did you mean ${nearest}?`;
};

/** Letters may differ in case, and at most every third may be wrong, missing or too much. */
const nearestCode = (text: string): FailureCode | undefined => {
  const typed = text.toLowerCase();
  const nearest = closest(
    typed,
    CODES.map((code) => code.toLowerCase()),
  );
  if (distance(typed, nearest) > typed.length / 3) return undefined;
  return CODES.find((code) => code.toLowerCase() === nearest);
};
