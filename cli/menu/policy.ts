import type { Command } from "commander";
import { withAwsOptions } from "../aws-options.ts";
import type { CheckOptions } from "../commands/policy/check.ts";
import type { DiffOptions } from "../commands/policy/diff.ts";
import type { ExplainOptions } from "../commands/policy/explain.ts";
import type { RolloutOptions } from "../commands/policy/rollout.ts";
import type { TestOptions } from "../commands/policy/test.ts";
import { stageOption, withStageOptions } from "../options.ts";
import { once, parseDigest, parseEmployee, parsePositive, parseText, parseWhole } from "../parse-arguments.ts";
import { printResult } from "../program.ts";
import { withExamples, withJsonShape } from "./examples.ts";

const JSON_OPTION = ["--json", "print one JSON document on stdout; docs/cli.md has its shape"] as const;
const RULE_TRACE =
  "{ rule: string; license: string; outcome: 'given' | 'matched' | 'failed'; failed?: { member: string; condition: string; value?: string | number | boolean } }";
const CHANGE = "{ employeeId: string; from: string; to: string; ruleBefore: string; ruleAfter: string }";

/** The exit code of `policy diff --exit-code` if somebody would have another license; 1 is a failure. */
const CHANGED = 3;

/** The commands on license policies. */
export const addPolicyCommands = (program: Command): void => {
  const policy = program.command("policy").description("license policies: check, try, compare and roll out");
  addCheck(policy);
  addExplain(policy);
  addTest(policy);
  addDiff(policy);
  addRollout(policy);
};

const addCheck = (policy: Command): void => {
  const check = policy
    .command("check")
    .argument("[file]", "a policy, or - for stdin (default: the stage's, or all of config/)", parseText)
    .description("report what is wrong in a policy, with line and column; exits with 1 if anything is")
    .addOption(stageOption())
    .option(...JSON_OPTION)
    .action(async (file: string | undefined, options: CheckOptions) => {
      const { policyCheck } = await import("../commands/policy/check.ts");
      printResult(await policyCheck(file, options));
    });
  withJsonShape(check, "{ lines: string[]; warnings: string[]; problems: string[] }");
  withExamples(check, ["seatkeeper policy check", "seatkeeper policy check config/license-policy.yml --stage local"]);
};

const addExplain = (policy: Command): void => {
  const explain = withAwsOptions(policy.command("explain"))
    .argument("[file]", "a file with one event, or - for stdin", parseText)
    .description("show for an event or an employee whether each rule matches, or which of its conditions failed first")
    .option("--employee <id>", "an employee of the stage instead of an event", once(parseEmployee))
    .addOption(stageOption())
    .option("--policy <file>", "a policy (default: the stage's, or config/license-policy.yml)", once(parseText))
    .option("--reveal", "with --employee, show what HR said, too; of an event it is always shown")
    .option(...JSON_OPTION)
    .action(async (file: string | undefined, options: ExplainOptions) => {
      const { policyExplain } = await import("../commands/policy/explain.ts");
      printResult(await policyExplain(file, options));
    });
  withJsonShape(
    explain,
    `{ employeeId: string; policy: string; license: string; rule: string; rules: ${RULE_TRACE}[] }`,
  );
  withExamples(explain, [
    "seatkeeper policy explain events/samples/hired.jsonl",
    "seatkeeper policy explain events/samples/promoted.jsonl --stage local --json",
  ]);
};

const addTest = (policy: Command): void => {
  const test = policy
    .command("test")
    .argument("[files...]", "policies (default: all of config/)")
    .description("run the cases beside each policy (license-policy-cases.yml); exits with 1 if one fails")
    .option("--cases <file>", "the cases, instead of those beside the policy", once(parseText))
    .option(...JSON_OPTION)
    .action(async (files: readonly string[], options: TestOptions) => {
      const { policyTest } = await import("../commands/policy/test.ts");
      printResult(await policyTest(files, options));
    });
  const result = `{ name: string; place: string; passed: boolean; expected: { license: string; rule?: string }; got: { license: string; rule: string }; rules: ${RULE_TRACE}[] }`;
  withJsonShape(
    test,
    `{ policy: string; cases?: string; results?: ${result}[]; uncovered?: string[]; problems?: string[] }[]`,
  );
  withExamples(test, ["seatkeeper policy test", "seatkeeper policy test config/license-policy.yml --json"]);
};

const addDiff = (policy: Command): void => {
  const diff = withStageOptions(policy.command("diff"))
    .argument("<old>", "the policy of today, or - for stdin", parseText)
    .argument("<new>", "the policy in its place, or - for stdin", parseText)
    .description("show whose license would change, from which to which: asks both policies about every employee")
    .option("--out <file>", "a new file for all changes, as JSON Lines", once(parseText))
    .option("-n, --limit <count>", "show at most this many changes (default: 20)", once(parseWhole(0)))
    .option("--exit-code", `exit with ${CHANGED} if anybody would have another license`)
    .action(async (oldPath: string, newPath: string, options: DiffOptions) => {
      const { policyDiffCommand } = await import("../commands/policy/diff.ts");
      const result = await policyDiffCommand(oldPath, newPath, options);
      printResult(result);
      if (options.exitCode === true && result.complete && result.changes > 0) process.exitCode = CHANGED;
    });
  const totals = "Record<string, { before: number; after: number; won: number; lost: number }>";
  const summary = `{ stage: string; digest: string; policies: { before: string; after: string }; employees: number; changes: number; later: number; left: number; undecided: number; unreadable: string[]; licenses: ${totals} }`;
  withJsonShape(diff, `{ changes: ${CHANGE}[]; summary: ${summary} }`);
  withExamples(diff, [
    "seatkeeper policy diff config/license-policy.yml config/license-policy.yml --stage local",
    "cat config/license-policy.yml | seatkeeper policy diff - config/license-policy.yml --stage local",
  ]);
};

const addRollout = (policy: Command): void => {
  const rollout = withStageOptions(policy.command("rollout"))
    .argument("<old>", "the policy before, or - for stdin", parseText)
    .argument("<new>", "the policy that is deployed now, or - for stdin", parseText)
    .option("--digest <digest>", "the digest of the diff that was looked at; --execute needs it", once(parseDigest))
    .description("after a policy was deployed, resync exactly those whom the diff named; a dry run without --execute")
    .option("--rate <count>", "at most this many resyncs a second (default: 50)", once(parsePositive))
    .option("--journal <file>", "the file that records its progress (default: rollout-<stage>.jsonl)", once(parseText))
    .option("--execute", "do it, instead of a dry run")
    .option("--yes", "skip the confirmation prompt on prod")
    .action(async (oldPath: string, newPath: string, options: RolloutOptions) => {
      const { policyRollout } = await import("../commands/policy/rollout.ts");
      printResult(await policyRollout(oldPath, newPath, options));
    });
  withJsonShape(
    rollout,
    "{ dryRun: boolean; stage: string; digest: string; named: number; sentBefore: number; sent: number; interrupted: boolean; failure?: string; left: number }",
  );
  withExamples(rollout, [
    "seatkeeper policy rollout config/license-policy.yml config/license-policy.yml --stage local",
  ]);
};
