/**
 * `npm run record`: runs the commands of scenario.ts against a stack that it starts itself, and writes
 * docs/recording.svg.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { delimiter, join } from "node:path";
import { localStack } from "../../cli/environment.ts";
import { recordCommand } from "./record-command.ts";
import { SCENARIO, type Step, TITLE } from "./scenario.ts";
import { type Line, screenOf } from "./screen.ts";
import { type Scene, svgOf } from "./svg.ts";
import { withoutMachine } from "./without-machine.ts";

const PROJECT = join(import.meta.dirname, "../..");
const FILE = join(PROJECT, "docs/recording.svg");
const COLUMNS = 80;

const main = async (): Promise<void> => {
  if (localStack() !== undefined) throw new Error("Stop npm run dev first: the recording needs the stage local");
  const folder = mkdtempSync(join(PROJECT, ".recording-"));
  const stop = await startStack();
  try {
    writeFileSync(join(folder, "seatkeeper"), `#!/bin/sh\nexec node "${PROJECT}/cli/seatkeeper.ts" "$@"\n`, {
      mode: 0o755,
    });
    copyFileSync(join(PROJECT, "events/samples/roster.csv"), join(folder, "roster.csv"));
    const scenes: Scene[] = [];
    for (const step of SCENARIO) scenes.push(...(await sceneOf(step, folder)));
    const svg = svgOf({ title: TITLE, columns: COLUMNS, scenes });
    writeFileSync(FILE, withoutMachine(svg, { project: PROJECT, home: homedir(), name: hostname() }));
    console.error(`docs/recording.svg: ${scenes.length} commands, ${Math.ceil(svg.length / 1024)} KiB`);
  } finally {
    await stop();
    rmSync(folder, { recursive: true });
  }
};

const sceneOf = async ({ command, says, hidden, lines }: Step, folder: string): Promise<readonly Scene[]> => {
  console.error(`$ ${command}`);
  const path = [folder, join(PROJECT, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
  const raw = await recordCommand(command, { folder, path, columns: COLUMNS });
  const output = screenOf(withoutMachine(raw, { project: PROJECT, home: homedir(), name: hostname() }), COLUMNS);
  return hidden ? [] : [{ command, says, output: cut(output, lines) }];
};

const cut = (output: readonly Line[], lines = output.length): readonly Line[] =>
  output.length <= lines ? output : [...output.slice(0, lines), [{ column: 0, text: "…", dim: true }]];

/** Starts `npm run dev`, and returns what stops it. */
const startStack = async (): Promise<() => Promise<void>> => {
  const child = spawn(process.execPath, [join(PROJECT, "local/dev.ts"), ...process.argv.slice(2)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  const isUp = new Promise<boolean>((resolve) => {
    child.stdout.on("data", (data) => String(data).includes("Seatkeeper is running") && resolve(true));
    ended.then(() => resolve(false));
  });
  if (!(await isUp)) throw new Error("The stack did not start: --port-base N moves its ports");
  return async () => {
    child.kill("SIGINT");
    await ended;
  };
};

await main();
