/** `npm start [-- FILE ...]`: sends HR events through the packaged service on this machine and reports the outcome. */

import { openBodies } from "../../cli/event-files/read-bodies.ts";
import { printError, printResult } from "../../cli/program.ts";
import { progressLine } from "../../cli/progress.ts";
import { readTemplate } from "../aws/template.ts";
import type { DirectoryOptions } from "../directory-option.ts";
import { catchInterruption } from "../interruption.ts";
import { packageService } from "../package-service.ts";
import type { PortOptions } from "../port-option.ts";
import { printReport } from "../print-report.ts";
import { type Progress, runEvents } from "../run-events.ts";
import { isComplete, type RunReport } from "../run-report.ts";
import { openSample } from "../sample.ts";

export type StartOptions = PortOptions & DirectoryOptions & { readonly json?: boolean };

/** Runs until all is handled, and sets the exit code. */
export const start = async (files: readonly string[], options: StartOptions): Promise<void> => {
  const parts = files.length > 0 ? [await openBodies(files)] : await openSample();
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const { portBase: ports, directory, json } = options;
  const signal = catchInterruption();
  const line = progressLine();
  try {
    line.show("packaging the service");
    const packageDir = await packageService({ directory });
    signal.throwIfAborted();
    line.show(`starting the stack for ${count} events`);
    const model = readTemplate(packageDir);
    const onProgress = showProgress(line.show, count);
    const report = await runEvents({ model, packageDir, ports, directory, parts, onProgress, signal });
    line.end();
    printResult(json ? { ...resultOf(report), text: JSON.stringify(report, null, 2) } : resultOf(report));
  } catch (error) {
    line.end();
    if (!signal.aborted) throw error;
    printError("Interrupted: the stack is stopped, and nothing is left of it");
  }
};

/** On a terminal the line changes all the time; elsewhere, as in a log, about twenty lines show how a run goes. */
const showProgress = (show: (text: string) => void, count: number) => {
  let shown = 0;
  return ({ done, left, waiting, retries }: Progress): void => {
    const share = Math.floor((20 * done) / count);
    if (!process.stderr.isTTY && share === shown && left > 0) return;
    shown = share;
    show(`${done} of ${count} events done, ${left} in the queues, ${waiting} had to wait, ${retries} tried again`);
  };
};

const resultOf = (report: RunReport) => {
  const complete = isComplete(report);
  const isNothingApplied = report.sent > 0 && report.outcomes["dead-lettered"] === report.sent;
  return {
    text: printReport(report),
    complete,
    ...(isNothingApplied && { problem: "Not one event could be applied." }),
  };
};
