/** `npm run guards`: takes each guard out of a copy of the code, and looks whether a test notices. docs/reliability.md has the table. */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const PROJECT = join(import.meta.dirname, "../..");
const FOLDERS = [
  "adapters",
  "domain",
  "dead-letters",
  "events",
  "handlers",
  "runtime",
  "local",
  "config",
  "test",
  "package.json",
  "tsconfig.json",
];

type Guard = {
  readonly name: string;
  readonly file: string;
  readonly code: string;
  /** What stands there without the guard. */
  readonly without: string;
  readonly tests: string;
};

const GUARDS: readonly Guard[] = [
  {
    name: "the newest fact wins",
    file: "adapters/state/employees-table.ts",
    code: "attribute_not_exists(#version) OR (#version < :version AND NOT contains(#recentEventIds, :eventId))",
    without: "attribute_not_exists(#version) OR NOT contains(#recentEventIds, :eventId)",
    tests: "test/property/cases/order.test.ts",
  },
  {
    name: "a stale event trusts no confirmation",
    file: "domain/reconcile/converge.ts",
    code: 'verdict === "newer" && applied',
    without: "applied",
    tests: "test/domain/reconcile/converge.test.ts",
  },
  {
    name: "a duplicate is settled only where its version is confirmed",
    file: "domain/reconcile/converge.ts",
    code: "record.applied?.version === record.version && record.applied.license === license",
    without: "record.applied?.license !== license || true",
    tests: "test/domain/reconcile/converge.test.ts",
  },
  {
    name: "a confirmation overwrites nothing that it has not seen",
    file: "adapters/state/employees-table.ts",
    code: 'ConditionExpression: "#revision = :before"',
    without: 'ConditionExpression: "#revision = :before OR attribute_exists(#revision)"',
    tests: "test/adapters/state/employees-table.test.ts",
  },
  {
    name: "one worker creates (Powertools idempotency)",
    file: "adapters/state/create-once.ts",
    code: 'makeIdempotent(run, { persistenceStore, config, keyPrefix: "create-user" })',
    without: "run",
    tests: "test/adapters/state/create-once.test.ts",
  },
  {
    name: "the Lambda context is registered",
    file: "runtime/hr-function.ts",
    code: "guard?.registerContext(context);",
    without: "",
    tests: "test/property/cases/creating.test.ts",
  },
  {
    name: "find before create",
    file: "domain/accounts/ensure-user.ts",
    code: "if (found !== undefined) return adopt(ports, record, found);",
    without: "",
    tests: "test/domain/reconcile/converge.test.ts",
  },
  {
    name: "find after a creation without an answer",
    file: "adapters/directories/chime/directory.ts",
    code: "if (user !== undefined) return { userId: user.userId };",
    without: "",
    tests: "test/adapters/directories/chime/directory.test.ts",
  },
  {
    name: "the email is noted before the creation",
    file: "domain/accounts/ensure-user.ts",
    code: "?? (await markCreatePending(ports, record))",
    without: "",
    tests: "test/property/cases/creating.test.ts",
  },
  {
    name: "a creation in doubt is waited for",
    file: "domain/accounts/ensure-user.ts",
    code: "earlier.length > 0 && isYoung",
    without: "false",
    tests: "test/property/cases/creating.test.ts",
  },
  {
    name: "a user is linked only where no creation was noted",
    file: "adapters/state/employees-table.ts",
    code: 'creationNotedAt === undefined ? "attribute_not_exists(#at)" : "#at = :at"',
    without: 'creationNotedAt === undefined ? "(attribute_not_exists(#at) OR attribute_exists(#at))" : "#at = :at"',
    tests: "test/adapters/state/employees-table.test.ts",
  },
  {
    name: "a user is claimed by one employee",
    file: "adapters/state/employees-table.ts",
    code: 'ConditionExpression: "attribute_not_exists(#key) OR #owner = :owner"',
    without: 'ConditionExpression: "attribute_not_exists(#key) OR attribute_exists(#owner) OR #owner = :owner"',
    tests: "test/property/cases/creating.test.ts",
  },
  {
    name: "a link that could not be claimed is taken back",
    file: "domain/accounts/ensure-user.ts",
    code: "if (error instanceof Failure && !error.retryable) await employees.unlinkUser(employeeId, user.userId);",
    without: "",
    tests: "test/domain/accounts/ensure-user.test.ts",
  },
  {
    name: "a reused event ID is told from a duplicate",
    file: "domain/facts/fold-event.ts",
    code: 'if (seen !== undefined && seen !== event.digest) return "id-reused";',
    without: "",
    tests: "test/domain/facts/fold-event.test.ts",
  },
  {
    name: "nothing is applied before its day",
    file: "domain/reconcile/converge.ts",
    code: "requireEffective(event, ports.now());",
    without: "",
    tests: "test/property/cases/order.test.ts",
  },
  {
    name: "acknowledged only once the dead letter is sent",
    file: "runtime/settle-failure.ts",
    code: 'error);\n      return "redeliver";',
    without: 'error);\n      return "acknowledge";',
    tests: "test/property/cases/outages.test.ts",
  },
  {
    name: "a failed record is reported",
    file: "runtime/sqs-handler.ts",
    code: 'verdicts[index] === "redeliver"',
    without: "verdicts[index] === undefined",
    tests: "test/property/cases/outages.test.ts",
  },
  {
    name: "at most 20 users a call",
    file: "adapters/directories/chime/license-batch.ts",
    code: "const MAX_USERS = 20;",
    without: "const MAX_USERS = 21;",
    tests: "test/property/cases/batches.test.ts",
  },
  {
    name: "of several asks for one user the newest is sent",
    file: "adapters/directories/chime/license-batch.ts",
    code: "if (target.version > entry.target.version) entry.target = target;",
    without: "entry.target = target;",
    tests: "test/adapters/directories/chime/directory.test.ts",
  },
  {
    name: "an update without an answer is not sent again by the client",
    file: "adapters/directories/chime/clients.ts",
    code: "update: clientWith(whereThrottled(attempts(3, 1))),",
    without: "update: clientWith(attempts(3, 1)),",
    tests: "test/adapters/aws-clients.test.ts",
  },
  {
    name: "no call waits longer than its function has time",
    file: "adapters/directories/rate-governor.ts",
    code: "turnAt > now && turnAt > waitsFrom + share * mayWait",
    without: "turnAt < 0",
    tests: "test/adapters/directories/rate-governor.test.ts",
  },
  {
    name: "users in UserErrors fail alone",
    file: "adapters/directories/chime/license-batch.ts",
    code: "new Map(UserErrors.map(",
    without: "new Map([].map(",
    tests: "test/property/cases/batches.test.ts",
  },
  {
    name: "a whole-request 404 falls back to single calls",
    file: "adapters/directories/chime/license-batch.ts",
    code: "if (failure.retryable) return",
    without: "if (updates.length > 0) return",
    tests: "test/property/cases/batches.test.ts",
  },
];

/** Answers the first test that fails without the guard; undefined where none does. */
const firstFailure = async (copy: string, { file, code, without, tests }: Guard): Promise<string | undefined> => {
  const path = join(copy, file);
  const whole = readFileSync(path, "utf8");
  if (!whole.includes(code)) throw new Error(`${file} has no guard ${code}`);
  writeFileSync(path, whole.replace(code, without));
  try {
    const args = ["run", "--config", "test/mutation/vitest.config.ts", "--root", ".", "--reporter", "json", tests];
    const vitest = join(copy, "node_modules/.bin/vitest");
    const run = promisify(execFile)(vitest, args, { cwd: copy, maxBuffer: 1e8 });
    const { stdout } = await run.catch((error: { stdout: string }) => error);
    const report = JSON.parse(stdout.slice(stdout.indexOf("{")));
    const results = report.testResults.flatMap(({ assertionResults }: Report) => assertionResults);
    return results.find(({ status }: Result) => status === "failed")?.fullName;
  } finally {
    writeFileSync(path, whole);
  }
};
type Result = { readonly status: string; readonly fullName: string };
type Report = { readonly assertionResults: readonly Result[] };

const copy = mkdtempSync(join(tmpdir(), "guards-"));
try {
  for (const folder of FOLDERS) cpSync(join(PROJECT, folder), join(copy, folder), { recursive: true });
  symlinkSync(join(PROJECT, "node_modules"), join(copy, "node_modules"));
  for (const guard of GUARDS) {
    const failure = await firstFailure(copy, guard);
    console.log(
      `| ${guard.name} | \`${guard.file}\` | ${failure === undefined ? "NOT NOTICED" : `\`${guard.tests}\`: ${failure.trim()}`} |`,
    );
    if (failure === undefined) process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
