/** `npm start [-- FILE ...]`: sends HR events through the packaged service on this machine and reports the outcome. */
import { createProgram, printError, printResult, runProgram } from "../cli/program.ts";
import { progressLine } from "../cli/progress.ts";
import { readTemplate } from "./aws/template.ts";
import { type DirectoryOptions, directoryOption } from "./directory-option.ts";
import { catchInterruption } from "./interruption.ts";
import { packageService } from "./package-service.ts";
import { type PortOptions, portOption } from "./port-option.ts";
import { ANY_PORTS } from "./ports.ts";
import { printReport } from "./print-report.ts";
import { openBodies } from "./read-bodies.ts";
import { type Progress, runEvents } from "./run-events.ts";
import { isComplete, type RunReport } from "./run-report.ts";
import { openSample } from "./sample.ts";

type StartOptions = PortOptions & DirectoryOptions & { readonly json?: boolean };

const start = async (files: readonly string[], options: StartOptions): Promise<void> => {
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

await runProgram(
  createProgram("npm start --")
    .description(
      "Runs Seatkeeper on this machine, sends it HR events, waits until all are handled and nothing comes due within a minute, and reports the outcome",
    )
    .argument(
      "[files...]",
      "JSON Lines with one message body a line, one event, or an array of events; - is stdin; without files the sample",
    )
    .option("--json", "print one JSON document on stdout, and all else on stderr")
    .addOption(directoryOption())
    .addOption(portOption(ANY_PORTS, "any that are free"))
    .addHelpText(
      "after",
      "\nExit code: 0 every event is accounted for, 1 one is not, none was applied or the stack failed, 2 bad input.",
    )
    .action(start),
);
