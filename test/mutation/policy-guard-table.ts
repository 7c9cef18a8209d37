import { type Guard, guardsIn } from "./guard.ts";

const COMMANDS = "test/cli/commands/policy/rollout.test.ts";

/** That what a policy changes is seen as it will be, and that a rollout does that and nothing else. */
export const POLICY_GUARDS: readonly Guard[] = [
  ...guardsIn("domain/policy/explain.ts", "test/domain/policy/explain.test.ts", [
    ["the first rule that matches is the one that gives", "traces.findIndex(", "traces.findLastIndex("],
  ]),
  ...guardsIn("domain/policy/policy-change.ts", "test/domain/policy/policy-change.test.ts", [
    ["a diff asks about the facts of now", "changeOf(applyDue(stored, now), pair)", "changeOf(stored, pair)"],
    ["a diff does not ask about leavers", ' || record.employment?.status === "left"', ""],
    ["another rule for the same license is no change", "=> from !== to", '=> from !== to || from !== ""'],
  ]),
  ...guardsIn("cli/policy/change-sum.ts", "test/cli/policy/policy-diff.test.ts", [
    ["a digest is of all changes", "(sum + hashOf(change)) % MODULUS", "hashOf(change)"],
    ["a digest is of who changes", "JSON.stringify([employeeId, from,", "JSON.stringify([from,"],
  ]),
  ...guardsIn("cli/policy/policy-diff.ts", "test/cli/policy/policy-diff.test.ts", [
    ["a digest is of one stage and two policies", "stage, before, after, sum.count()", "sum.count()"],
  ]),
  ...guardsIn("cli/commands/policy/explain.ts", "test/cli/commands/policy/explain.test.ts", [
    ["what HR said of an employee is masked", "isShown ? explanation : withoutValues(explanation)", "explanation"],
    ["an event's own values are shown", "path !== undefined || options.reveal", "options.reveal"],
  ]),
  ...guardsIn("cli/commands/policy/rollout.ts", COMMANDS, [
    ["an old diff is not rolled out", "|| digest === expected) return;", '|| digest !== "") return;'],
    ["nothing is sent without the digest that was seen", "execute && digest === undefined", 'execute && digest === ""'],
    ["the function of leavers releases", 'to === NO_LICENSE ? "left" : dutyOf', "dutyOf"],
    ["a journal is gone on with for a day", "< JOURNAL_LIFE", "< Number.POSITIVE_INFINITY"],
  ]),
  ...guardsIn("cli/policy/deployed-policy.ts", COMMANDS, [
    [
      "a policy is deployed before it is rolled out",
      "LICENSE_POLICY_DIGEST !== digest",
      'LICENSE_POLICY_DIGEST === ""',
    ],
  ]),
  ...guardsIn("cli/policy/lock-journal.ts", COMMANDS, [
    ["two rollouts do not share a journal", "owner !== undefined && !isRunning(owner)", "owner !== null"],
    ["a rollout that was killed locks nobody out", "!isRunning(owner)) return;", 'owner.host === "") return;'],
  ]),
  ...guardsIn("domain/reconcile/decisions.ts", "test/domain/reconcile/policy-decisions.test.ts", [
    [
      "a resync that changes nothing is no decision",
      "  if (last.rule === outcome.rule && last.license === outcome.license) return [];\n",
      "",
    ],
    ["what a rollout changed is a decision", ", ...byPolicy(made, kept, converged, at)]", "]"],
  ]),
  ...guardsIn("domain/reconcile/decisions.ts", "test/domain/reconcile/reconcile-employee.test.ts", [
    [
      "an event that comes again keeps its decision",
      'each.outcome !== "stale" || !earlier.has(',
      'each.outcome !== "" || !earlier.has(',
    ],
    ["what was decided on long ago did not come due", "reached > own", "reached >= own"],
  ]),
  ...guardsIn("cli/policy/rollout-journal.ts", "test/cli/policy/rollout-journal.test.ts", [
    ["a file that is no journal is left alone", "if (data === undefined)", 'if (path === "")'],
    ["a journal names whom its digest stands for", " || diffDigest(of, sum) !== of.digest", ""],
    [
      "a note that was cut off does not spoil the next",
      "`\\n${JSON.stringify({ sent })}\\n`",
      "`${JSON.stringify({ sent })}\\n`",
    ],
  ]),
  ...guardsIn("config/policy-cases.ts", "test/config/test-policies.test.ts", [
    ["a case asks for its rule, too", "expected.rule === rule", "rule !== undefined"],
  ]),
  ...guardsIn("config/test-policies.ts", "test/config/test-policies.test.ts", [
    ["cases without a policy are a problem", "!tested.has(fileName)", 'fileName === ""'],
  ]),
];
