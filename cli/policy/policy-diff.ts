import { createHash } from "node:crypto";
import type { ScannedEmployee } from "../../adapters/state/scan-employees.ts";
import { type License, NO_LICENSE } from "../../domain/accounts/license.ts";
import type { StagePolicy } from "../../domain/policy/license-policy.ts";
import { comparePolicies, isChanged, type PolicyChange } from "../../domain/policy/policy-change.ts";
import { type ChangeSum, changeSum } from "./change-sum.ts";

/** Two policies of one stage, with the licenses that its directory has, in their order. */
export type StagePolicies = {
  readonly before: StagePolicy;
  readonly after: StagePolicy;
  readonly licenses: readonly License[];
};

/** How many employees have a license under each policy, and how many gain or lose it. */
export type LicenseTotals = {
  readonly before: number;
  readonly after: number;
  readonly won: number;
  readonly lost: number;
};

/**
 * What a diff comes to. `digest` names it: two diffs with the same digest have the same changes, policies and stage,
 * whatever the order in which employees were read. `employees` are all in the table. Of these `left` have left, and
 * `undecided` have no fact yet that counts: no policy is asked about either. `unreadable` are those whose record only
 * another release can read. `later` is how many have an upcoming change that would be given another license.
 */
export type PolicyDiffSummary = {
  readonly stage: string;
  readonly digest: string;
  readonly policies: { readonly before: string; readonly after: string };
  readonly employees: number;
  readonly changes: number;
  readonly later: number;
  readonly left: number;
  readonly undecided: number;
  readonly unreadable: readonly string[];
  readonly licenses: Readonly<Record<License, LicenseTotals>>;
};

/** Takes one employee after the other; `summary` says what they come to. Holds no employee, but the unreadable ones. */
export const policyDiff = ({ before, after, licenses }: StagePolicies, now: Date) => {
  const pair = { before: before.policy, after: after.policy };
  const totals = licenseTotals(licenses);
  const counts = { employees: 0, later: 0, left: 0, undecided: 0 };
  const unreadable: string[] = [];
  const sum = changeSum();
  /** Returns the change, if there is one. */
  const add = (employee: ScannedEmployee): PolicyChange | undefined => {
    counts.employees += 1;
    if ("unreadable" in employee) return void unreadable.push(employee.employeeId);
    const compared = comparePolicies(employee, pair, now);
    if (compared === undefined) {
      counts[employee.employment?.status === "left" ? "left" : "undecided"] += 1;
      return undefined;
    }
    const { later, ...change } = compared;
    if (later) counts.later += 1;
    totals.add(change);
    if (!isChanged(change)) return undefined;
    sum.add(change);
    return change;
  };
  const summary = (): PolicyDiffSummary => {
    const { stage } = before;
    const policies = { before: before.digest, after: after.digest };
    const digest = diffDigest({ stage, ...policies }, sum);
    return { stage, digest, policies, ...counts, changes: sum.count(), unreadable, licenses: totals.all() };
  };
  return { add, summary };
};

const licenseTotals = (licenses: readonly License[]) => {
  const totals = new Map([...licenses, NO_LICENSE].map((name) => [name, { before: 0, after: 0, won: 0, lost: 0 }]));
  const count = (license: License, kind: keyof LicenseTotals): void => {
    const total = totals.get(license);
    if (total !== undefined) total[kind] += 1;
  };
  const add = (change: PolicyChange): void => {
    count(change.from, "before");
    count(change.to, "after");
    if (!isChanged(change)) return;
    count(change.from, "lost");
    count(change.to, "won");
  };
  return { add, all: (): PolicyDiffSummary["licenses"] => Object.fromEntries(totals) };
};

/** What a diff is between: the stage, and the digests of its two policies. */
export type DiffOf = { readonly stage: string; readonly before: string; readonly after: string };

/** The digest of a diff, in hex: SHA-256 of the stage, the digests of both policies, and the sum of the changes. */
export const diffDigest = ({ stage, before, after }: DiffOf, sum: Pick<ChangeSum, "count" | "hex">): string =>
  createHash("sha256")
    .update(JSON.stringify(["seatkeeper.policy-diff.v1", stage, before, after, sum.count(), sum.hex()]))
    .digest("hex");
