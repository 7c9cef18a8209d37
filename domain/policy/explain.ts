import type { EmployeeRecord } from "../employee-record.ts";
import type { ActiveFact, AttributeValue } from "../facts/hr-event.ts";
import { type Desired, desire } from "../reconcile/desire.ts";
import { failedTest, memberOf } from "./ask.ts";
import { conditionText, valueText } from "./condition-text.ts";
import type { LicensePolicy, PolicyRule, PolicyTest } from "./license-policy.ts";

/** The first test of a rule that does not hold: `member` and `condition` as the YAML has them, `value` if HR said one. */
export type FailedTest = {
  readonly member: PolicyTest["member"];
  readonly condition: string;
  readonly value?: AttributeValue;
};

/**
 * A rule with what came of it. `given`: it is the first that matches, and gives the license. `matched`: it would, but one
 * above it does. `failed`: a test does not hold.
 */
export type RuleTrace = { readonly rule: string; readonly license: string } & (
  | { readonly outcome: "given" | "matched" }
  | { readonly outcome: "failed"; readonly failed: FailedTest }
);

/** What an employee should have, and all rules in the order of the file, the default last: none if she left. */
export type Explanation = { readonly desired: Desired; readonly rules: readonly RuleTrace[] };

/** Says why `desire` wants what it wants. Undefined, as that is, as long as no fact counts. Total: never throws. */
export const explain = (
  record: Pick<EmployeeRecord, "role" | "employment">,
  policy: LicensePolicy,
): Explanation | undefined => {
  const desired = desire(record, policy);
  if (desired === undefined) return undefined;
  const isAsked = record.employment?.status !== "left" && record.role !== undefined;
  return { desired, rules: isAsked ? traceRules(record.role.fact, policy) : [] };
};

/** All rules in the order of the file, the default last. One of them is `given`. */
export const traceRules = (
  fact: ActiveFact,
  { rules, default: otherwise }: Pick<LicensePolicy, "rules" | "default">,
): readonly RuleTrace[] => {
  const traces = rules.map((rule) => traceRule(rule, fact));
  const first = traces.findIndex(({ outcome }) => outcome === "matched");
  const given = first === -1 ? traces.length : first;
  const { name, license } = otherwise;
  const all: readonly RuleTrace[] = [...traces, { rule: name, license, outcome: "matched" }];
  return all.map((trace, index) => (index === given ? { ...trace, outcome: "given" } : trace));
};

const traceRule = (rule: PolicyRule, fact: ActiveFact): RuleTrace => {
  const { name, license } = rule;
  const test = failedTest(rule, fact);
  if (test === undefined) return { rule: name, license, outcome: "matched" };
  const value = memberOf(fact, test.member);
  const failed = { member: test.member, condition: conditionText(test.condition) };
  return { rule: name, license, outcome: "failed", failed: { ...failed, ...(value === undefined ? {} : { value }) } };
};

/** What came of a rule, in words for whoever wrote it. */
export const traceText = (trace: RuleTrace): string => {
  if (trace.outcome !== "failed") return trace.outcome === "given" ? "matches, and gives the license" : "matches, too";
  const { member, condition, value } = trace.failed;
  return `no: ${member}: ${condition}; ${value === undefined ? "HR said none" : `HR said ${valueText(value)}`}`;
};
