/**
 * `npm run test:guards`: removes each guard from a copy of the code, and checks that a test fails. docs/reliability.md
 * has the table.
 */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { GUARDS, type Guard } from "./guard-table.ts";

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

type Result = { readonly status: string; readonly fullName: string };
type Report = { readonly assertionResults: readonly Result[] };

/** Returns the first test in a file that fails in the copy; undefined if none does. */
const firstFailure = async (copy: string, tests: string): Promise<string | undefined> => {
  const vitest = join(copy, "node_modules/vitest/vitest.mjs");
  const args = [
    vitest,
    "run",
    "--config",
    "test/mutation/vitest.config.ts",
    "--root",
    ".",
    "--reporter",
    "json",
    tests,
  ];
  const run = promisify(execFile)(process.execPath, args, { cwd: copy, maxBuffer: 1e8 });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  const report = JSON.parse(stdout.slice(stdout.indexOf("{")));
  const results = report.testResults.flatMap(({ assertionResults }: Report) => assertionResults);
  return results.find(({ status }: Result) => status === "failed")?.fullName;
};

/** The same without one guard. */
const firstFailureWithout = async (
  copy: string,
  { file, code, without, tests }: Guard,
): Promise<string | undefined> => {
  const path = join(copy, file);
  const whole = readFileSync(path, "utf8");
  if (!whole.includes(code)) throw new Error(`${file} does not contain the guard ${code}`);
  writeFileSync(path, whole.replace(code, without));
  try {
    return await firstFailure(copy, tests);
  } finally {
    writeFileSync(path, whole);
  }
};

const copy = mkdtempSync(join(tmpdir(), "guards-"));
try {
  const filter = (path: string) => !path.endsWith("node_modules");
  for (const folder of FOLDERS) cpSync(join(PROJECT, folder), join(copy, folder), { recursive: true, filter });
  symlinkSync(join(PROJECT, "node_modules"), join(copy, "node_modules"));
  for (const tests of new Set(GUARDS.map((guard) => guard.tests))) {
    const failure = await firstFailure(copy, tests);
    if (failure !== undefined) throw new Error(`${tests} fails with every guard in place: ${failure}`);
  }
  for (const guard of GUARDS) {
    const failure = await firstFailureWithout(copy, guard);
    console.log(
      `| ${guard.name} | \`${guard.file}\` | ${failure === undefined ? "NOT NOTICED" : `\`${guard.tests}\`: ${failure.trim()}`} |`,
    );
    if (failure === undefined) process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
