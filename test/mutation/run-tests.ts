import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Failed, REPORT_FILE } from "./assertion-reporter.ts";

/** In ms: far more than the slowest file takes, also on a busy machine. */
const TIME_OUT = 180_000;

/** `by` is the test that failed, and what it expected. */
export type Verdict =
  | { readonly noticed: true; readonly by: string }
  | { readonly noticed: false; readonly because: string };

/** The process groups of the runs. */
const running = new Set<number>();

/** Kills what runs, with all that it started. */
export const stopTests = (): void => {
  for (const pid of running) process.kill(-pid, "SIGKILL");
};

/** Runs one test file in a copy of the project. */
export const runTests = async (copy: string, tests: string): Promise<Verdict> => {
  const report = join(copy, REPORT_FILE);
  rmSync(report, { force: true });
  const vitest = join(copy, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--config", "test/mutation/guards.config.ts", "--root", ".", tests];
  // A process group of its own: a test that hangs is killed with its workers. What they leave goes with the copy.
  const env = { ...process.env, TMPDIR: copy };
  const child = spawn(process.execPath, args, { cwd: copy, env, stdio: "ignore", detached: true });
  const { pid = 0 } = child;
  running.add(pid);
  const timer = setTimeout(() => process.kill(-pid, "SIGKILL"), TIME_OUT);
  const [, signal] = await once(child, "exit");
  clearTimeout(timer);
  running.delete(pid);
  return signal === null ? verdictOf(JSON.parse(readFileSync(report, "utf8"))) : not("it hangs");
};

/** A guard is noticed if an assertion fails. A time-out or a crash shows only that nobody looked. */
const verdictOf = (failed: readonly Failed[]): Verdict => {
  const [first] = failed;
  const asserted = failed.find(({ isAssertion }) => isAssertion);
  if (asserted !== undefined) return { noticed: true, by: lineOf(asserted) };
  return not(first === undefined ? NONE : `no assertion fails, but ${lineOf(first)}`);
};

export const NONE = "no test fails";

const lineOf = ({ test, error }: Failed): string => `${test}: ${error}`;

const not = (because: string): Verdict => ({ noticed: false, because });
