import type { AttributeValue } from "../facts/hr-event.ts";
import type { Condition } from "./license-policy.ts";

/**
 * Whether a member's value meets a condition. Text is compared trimmed and without regard to case; numbers only with
 * numbers. A value that is absent meets no condition but `not`.
 */
export const matches = (condition: Condition, value: AttributeValue | undefined): boolean => {
  switch (condition.op) {
    case "equals":
      return value !== undefined && comparable(value) === comparable(condition.value);
    case "glob":
      return typeof value === "string" && matchesGlob(comparable(condition.pattern), comparable(value));
    case "range":
      return typeof value === "number" && value >= (condition.gte ?? -Infinity) && value <= (condition.lte ?? Infinity);
    case "anyOf":
      return condition.conditions.some((one) => matches(one, value));
    case "not":
      return !matches(condition.condition, value);
  }
};

/** Text as the policy compares it; other values as they are. */
export const comparable = <T extends AttributeValue>(value: T): T =>
  (typeof value === "string" ? value.trim().toLowerCase() : value) as T;

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
