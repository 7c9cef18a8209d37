import type { Bodies, SourceLine } from "../../cli/event-files/read-bodies.ts";
import { readTemplate, type StackModel } from "../../local/aws/template.ts";
import { ANY_PORTS } from "../../local/ports.ts";
import { type RunOptions, runEvents } from "../../local/run-events.ts";
import type { RunReport } from "../../local/run-report.ts";
import { PACKAGE_DIR } from "./package-once.ts";

/**
 * Sends events through the packaged service, or one in another folder, and reports what became of each. What waits for somebody else's event
 * waits for an hour: longer than a run takes on any machine.
 */
export const runPackaged = (
  parts: readonly Bodies[],
  { packageDir = PACKAGE_DIR, ...options }: Partial<RunOptions> = {},
): Promise<RunReport> =>
  runEvents({
    model: patient(readTemplate(packageDir)),
    packageDir,
    ports: ANY_PORTS,
    parts,
    onProgress: () => {},
    ...options,
  });

const patient = (model: StackModel): StackModel => ({
  ...model,
  functions: model.functions.map((fn) => ({ ...fn, environment: { ...fn.environment, HIRE_GRACE_SECONDS: "3600" } })),
});

export const bodiesOf = (lines: readonly SourceLine[]): Bodies => ({
  count: lines.length,
  read: async function* () {
    yield* lines;
  },
});
