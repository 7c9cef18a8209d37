import type * as z from "zod";
import { oneOf } from "./nearest.ts";
import type { Path } from "./yaml-place.ts";

type Issue = z.core.$ZodIssue;
/** What is wrong at a place, in a sentence that says what was expected. */
export type PlacedProblem = { readonly path: Path; readonly reason: string };

/** The problems that Zod found in `source`, or in what is at the place `above` of it. */
export const schemaProblems = (issues: readonly Issue[], source: unknown, above: Path = []): readonly PlacedProblem[] =>
  issues.flatMap((issue) => problemsOf(issue, above, source));

const problemsOf = (issue: Issue, above: Path, source: unknown): readonly PlacedProblem[] => {
  const path = [...above, ...issue.path.map((step) => (typeof step === "number" ? step : String(step)))];
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: [...path, key], reason: unknownMember([...path, key], issue.message) }));
  if (issue.code === "invalid_union") {
    const meant = issue.errors.find((errors) => !errors.some(isAnotherKind));
    if (meant !== undefined) return meant.flatMap((inner) => problemsOf(inner, path, source));
  }
  const label = path.length === 0 ? "the file" : path.join(".");
  return [{ path, reason: `${label}: ${expectationOf(issue, valueAt(source, path))}` }];
};

/** The schema that failed at the very top was not the one that was meant. */
const isAnotherKind = ({ code, path }: Issue): boolean =>
  path.length === 0 && (code === "invalid_type" || code === "invalid_value");

/** `known` are the names, with blanks between: known-members.ts puts them there. */
const unknownMember = (path: Path, known: string): string =>
  `unknown member ${path.join(".")}: expected ${oneOf(known.split(" "), path.at(-1))}`;

const expectationOf = (issue: Issue, value: unknown): string => {
  if (issue.code === "invalid_key") return issue.issues.map(({ message }) => message).join(", ");
  if (issue.code === "invalid_value") return `expected ${oneOf(issue.values.map(String), value)}`;
  if (issue.code === "too_small" && isNumber(issue)) return `expected at least ${issue.minimum}`;
  if (issue.code === "too_big" && isNumber(issue)) return `expected at most ${issue.maximum}`;
  if (issue.code !== "invalid_type") return issue.message;
  if (issue.expected === "string" && value !== undefined && typeof value !== "object" && value !== null)
    return `expected a text: put it in quotes, "${value}"`;
  const expected = EXPECTED[issue.expected] ?? issue.expected;
  return value === undefined ? `is missing: expected ${expected}` : `expected ${expected}`;
};

const isNumber = ({ origin }: { readonly origin: string }): boolean => origin === "number" || origin === "int";

const EXPECTED: Readonly<Record<string, string>> = {
  string: "a text",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "members",
  record: "names with values",
  array: "a list",
};

const valueAt = (source: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, step) => (value as Readonly<Record<string | number, unknown>> | undefined)?.[step],
    source,
  );
