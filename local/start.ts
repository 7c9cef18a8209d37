/** `npm start [-- FILE ...]`: sends HR events through the packaged service on this machine and reports the outcome. */
import { join, relative } from "node:path";
import { createProgram, printResult, runProgram } from "../cli/program.ts";
import { progressLine } from "../cli/progress.ts";
import { readTemplate } from "./aws/template.ts";
import { packageService } from "./package-service.ts";
import { type PortOptions, portOption } from "./port-option.ts";
import { printReport } from "./print-report.ts";
import { readBodies } from "./read-bodies.ts";
import { runEvents } from "./run-events.ts";
import type { Stack } from "./stack.ts";

const SAMPLE = join(import.meta.dirname, "..", "events", "samples", "employees.jsonl");

type StartOptions = PortOptions & { readonly json?: boolean };

const start = async (files: readonly string[], { portBase, json }: StartOptions): Promise<void> => {
  const lines = readBodies(files.length > 0 ? files : [relative(process.cwd(), SAMPLE)]);
  const progress = progressLine();
  progress.show("packaging the service");
  const packageDir = await packageService();
  const model = readTemplate(packageDir);
  const onProgress = progress.show;
  const report = await runEvents({ model, packageDir, ports: portBase, lines, onProgress, onStart: closeOnSignal });
  progress.end();
  const text = json ? JSON.stringify(report, null, 2) : printReport(report);
  printResult({ text, complete: report.unaccounted.length === 0 });
};

const closeOnSignal = (stack: Stack): void => {
  const close = () => void stack.close().finally(() => process.exit(130));
  process.once("SIGINT", close).once("SIGTERM", close);
};

await runProgram(
  createProgram("npm start --")
    .description(
      "Runs Seatkeeper on this machine, sends it HR events, waits until all are handled, and reports the outcome",
    )
    .argument("[files...]", "JSON Lines, one message body a line; without files the project's sample")
    .option("--json", "print one JSON document on stdout, and all else on stderr")
    .addOption(portOption())
    .addHelpText("after", "\nExit code: 0 every event is accounted for, 1 one is not or the stack failed, 2 bad input.")
    .action(start),
);
