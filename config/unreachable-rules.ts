import type { PolicyRule, PolicyTest } from "../domain/policy/license-policy.ts";
import { matches } from "../domain/policy/matches.ts";
import { anyValue, narrow, type Possible } from "./possible-values.ts";

type Member = PolicyTest["member"];
/** Somebody whom the policy may be asked about: what is demanded of each member, with an example that meets it. */
type Somebody = ReadonlyMap<Member, Possible>;

/** A search that takes longer is given up: nothing is said of the rule then. */
const MAX_STEPS = 1_000;

/** The test of a rule that nothing that HR can send meets, if it has one. */
export const impossibleTest = ({ when }: PolicyRule): PolicyTest | undefined =>
  when.find(({ member, condition }) => narrow(member, anyValue(member), condition) === "nothing");

/**
 * The earlier rules that together match everybody whom `rule` matches: one alone if there is one. Undefined if somebody
 * is left for `rule`, or if that is not certain.
 */
export const coveredBy = (rule: PolicyRule, earlier: readonly PolicyRule[]): readonly PolicyRule[] | undefined => {
  const somebody = narrowed(new Map(), rule.when);
  if (typeof somebody === "string") return undefined;
  const alone = earlier.find((other) => coverOf(somebody, [other]) !== undefined);
  return alone === undefined ? coverOf(somebody, earlier) : [alone];
};

/**
 * Tries an example of somebody. If an earlier rule matches it, everybody whom that rule does not match is left, and
 * fails one of its tests: for each test another example is tried.
 */
const coverOf = (somebody: Somebody, earlier: readonly PolicyRule[]): readonly PolicyRule[] | undefined => {
  const used = new Set<PolicyRule>();
  let steps = 0;
  const isCovered = (left: Somebody): boolean => {
    const rule = ++steps > MAX_STEPS ? undefined : earlier.find(({ when }) => when.every((test) => meets(left, test)));
    if (rule === undefined) return false;
    used.add(rule);
    return rule.when.every(({ member, condition }) => {
      const others = narrowed(left, [{ member, condition: { op: "not", condition } }]);
      return others === "nothing" || (others !== "unknown" && isCovered(others));
    });
  };
  return isCovered(somebody) ? earlier.filter((rule) => used.has(rule)) : undefined;
};

const meets = (somebody: Somebody, { member, condition }: PolicyTest): boolean =>
  matches(condition, (somebody.get(member) ?? anyValue(member)).example);

const narrowed = (somebody: Somebody, tests: readonly PolicyTest[]): Somebody | "nothing" | "unknown" => {
  const possible = new Map(somebody);
  for (const { member, condition } of tests) {
    const narrower = narrow(member, possible.get(member) ?? anyValue(member), condition);
    if (typeof narrower === "string") return narrower;
    possible.set(member, narrower);
  }
  return possible;
};
