import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/** A test that failed, or a file that does not load. */
export type Failed = { readonly test: string; readonly error: string; readonly isAssertion: boolean };

/** Where the report of a run is, in the folder in which Vitest runs. */
export const REPORT_FILE = "guards-report.json";

/**
 * Writes which tests failed, and whether by an assertion. Vitest's JSON has only stacks, and the one of a rejection
 * that was awaited in vain does not name its error.
 */
export default class AssertionReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    writeFileSync(REPORT_FILE, JSON.stringify(modules.flatMap(failedIn)));
  }
}

const failedIn = (module: TestModule): readonly Failed[] => [
  ...module.errors().map((error) => failed("the file does not load", error)),
  ...[...module.children.allTests("failed")].flatMap((test) =>
    (test.result().errors ?? []).map((error) => failed(test.fullName, error)),
  ),
];

const failed = (test: string, { name, message }: { name?: string; message: string }): Failed => ({
  test,
  error: message.split("\n")[0] ?? "",
  isAssertion: name === "AssertionError",
});
