/** `npm start [-- FILE ...]`: sends HR events through the packaged service on this machine and tells what became of them. */
import { join, relative } from "node:path";
import { readTemplate } from "./aws/template.ts";
import { readCommandLine } from "./command-line.ts";
import { PackagingFailed, packageService } from "./package-service.ts";
import { PortInUse } from "./ports.ts";
import { printReport } from "./print-report.ts";
import { progressLine } from "./progress.ts";
import { BadInput, readBodies } from "./read-bodies.ts";
import { runEvents } from "./run-events.ts";

const SAMPLE = join(import.meta.dirname, "..", "events", "samples", "employees.jsonl");

const HELP = `npm start [-- FILE ...] [--json] [--port-base N]

Starts Seatkeeper on this machine, sends the HR events of the files (JSON Lines, one message body a line; without files the
project's sample), waits until all are handled, prints what became of them and exits.

  --json         print one JSON document on stdout, all else on stderr
  --port-base N  listen on N (SQS), N+1 (DynamoDB) and N+2 (Chime) instead of 9324, 8000 and 8181

Exit code: 0 every event is accounted for, 1 one is not or the stack failed, 2 bad input.`;

const main = async (args: readonly string[]): Promise<number> => {
  const { files, ports, json, help } = readCommandLine(args);
  if (help) {
    console.log(HELP);
    return 0;
  }
  const lines = readBodies(files.length > 0 ? files : [relative(process.cwd(), SAMPLE)]);
  const progress = progressLine();
  progress.show("packaging the service");
  const packageDir = await packageService();
  const onStart = (stack: { close(): Promise<void> }) => {
    const interrupted = () => void stack.close().finally(() => process.exit(130));
    process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  };
  const model = readTemplate(packageDir);
  const report = await runEvents({ model, packageDir, ports, lines, onProgress: progress.show, onStart });
  progress.end();
  console.log(json ? JSON.stringify(report, null, 2) : printReport(report));
  return report.unaccounted.length === 0 ? 0 : 1;
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const expected = error instanceof BadInput || error instanceof PortInUse || error instanceof PackagingFailed;
  console.error(expected ? error.message : error);
  process.exitCode = error instanceof BadInput ? 2 : 1;
}
