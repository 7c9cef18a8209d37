import type { AttributeValue } from "../facts/hr-event.ts";
import { comparable, comparableNumber } from "./comparable.ts";
import type { Condition } from "./license-policy.ts";

type Range = { readonly gte?: number; readonly lte?: number };

/**
 * Whether a member's value meets a condition, both as `comparable` has them. A value that is absent meets no condition
 * but `not`.
 */
export const matches = (condition: Condition, value: AttributeValue | undefined): boolean => {
  switch (condition.op) {
    case "equals":
      return value !== undefined && comparable(value) === comparableOnce(condition, condition.value);
    case "glob":
      return value !== undefined && matchesGlob(comparableOnce(condition, condition.pattern), comparable(value));
    case "range":
      return value !== undefined && isWithin(condition, comparableNumber(value));
    case "anyOf":
      return condition.conditions.some((one) => matches(one, value));
    case "not":
      return !matches(condition.condition, value);
  }
};

/** What a condition compares with, worked out once: a policy is asked far more often than it changes. */
const comparableOnce = (condition: Condition, value: AttributeValue): string => {
  const known = COMPARABLES.get(condition);
  if (known !== undefined) return known;
  const made = comparable(value);
  COMPARABLES.set(condition, made);
  return made;
};

const COMPARABLES = new WeakMap<Condition, string>();

const isWithin = ({ gte = -Infinity, lte = Infinity }: Range, value: number | undefined): boolean =>
  value !== undefined && value >= gte && value <= lte;

/**
 * `*` stands for any run of characters, none included. Each literal piece is sought once, from the left: no
 * backtracking, so that no title, however made, can hold up a function the way a regular expression could.
 */
const matchesGlob = (pattern: string, text: string): boolean => {
  const [head = "", ...rest] = pattern.split("*");
  const tail = rest.pop();
  if (tail === undefined) return text === pattern;
  if (!text.startsWith(head)) return false;
  let from = head.length;
  for (const piece of rest) {
    const at = text.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return text.length - tail.length >= from && text.endsWith(tail);
};
