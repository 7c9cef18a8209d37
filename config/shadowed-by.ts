import { comparable } from "../domain/policy/comparable.ts";
import type { Condition, PolicyRule } from "../domain/policy/license-policy.ts";
import { matches } from "../domain/policy/matches.ts";

/**
 * The earlier rule that alone matches everybody whom `rule` matches, if there is one. Sound but not complete:
 * a rule that only several earlier ones cover together is not found.
 */
export const shadowedBy = (rule: PolicyRule, earlier: readonly PolicyRule[]): PolicyRule | undefined =>
  earlier.find((other) => other.when.every(({ member, condition }) => isImplied(rule, member, condition)));

const isImplied = (rule: PolicyRule, member: string, condition: Condition): boolean =>
  rule.when.some((test) => test.member === member && implies(test.condition, condition));

/** Whether each value that meets `narrow` is known to meet `wide`. */
const implies = (narrow: Condition, wide: Condition): boolean => {
  if (narrow.op === "anyOf") return narrow.conditions.every((one) => implies(one, wide));
  if (wide.op === "anyOf") return wide.conditions.some((one) => implies(narrow, one));
  if (narrow.op === "equals") return matches(wide, narrow.value);
  if (narrow.op === "not") return wide.op === "not" && implies(wide.condition, narrow.condition);
  if (narrow.op === "glob")
    return wide.op === "glob" && globImplies(comparable(narrow.pattern), comparable(wide.pattern));
  return wide.op === "range" && atLeast(narrow.gte, wide.gte) && atLeast(negative(narrow.lte), negative(wide.lte));
};

/** Each `*` of `narrow` becomes a character that no pattern has: what matches that matches any other text there. */
const globImplies = (narrow: string, wide: string): boolean =>
  narrow === wide || matches({ op: "glob", pattern: wide }, narrow.replaceAll("*", "\u0000"));

const atLeast = (bound: number | undefined, limit: number | undefined): boolean =>
  (bound ?? -Infinity) >= (limit ?? -Infinity);

const negative = (bound: number | undefined): number | undefined => (bound === undefined ? undefined : -bound);
