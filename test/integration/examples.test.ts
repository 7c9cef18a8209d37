import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { examplesOf, jsonShapeOf } from "../../cli/menu/examples.ts";
import { freePort } from "../support/free-port.ts";
import { shapeProblems, type TypedDocument } from "../support/json-shapes.ts";
import { menuCommands } from "../support/menu-commands.ts";
import { useProjectCopy } from "../support/project-copy.ts";

/** Examples that do not exit with 0, and why. */
const OTHER_CODES: Readonly<Record<string, { readonly code: number; readonly why: string }>> = {
  "seatkeeper employee transfer E1000 E1001 --stage local": { code: 1, why: "E1000 works here" },
};

/** The project with a stage `local` of its own: a developer's, and that of other tests, are of other folders. */
const folder = useProjectCopy();
/** Outside the project: its own caches must not look like what an example has written. */
const home = (): string => `${folder()}-home`;
let dev: ChildProcess | undefined;

beforeAll(async () => {
  const bin = join(home(), "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "seatkeeper"), `#!/bin/sh\nexec "${process.execPath}" "${folder()}/cli/bin.mjs" "$@"\n`);
  chmodSync(join(bin, "seatkeeper"), 0o755);
  dev = spawn(process.execPath, ["local/dev.ts", "--port-base", String(await freePort())], { cwd: folder() });
  await untilItRuns(dev);
}, 180_000);

afterAll(async () => {
  if (dev?.exitCode === null && dev.kill("SIGINT")) await once(dev, "close");
  rmSync(home(), { recursive: true });
});

const untilItRuns = (started: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let printed = "";
    for (const stream of [started.stdout, started.stderr])
      stream?.on("data", (chunk) => {
        printed += chunk;
        if (printed.includes("Ctrl-C stops it")) resolve();
      });
    started.once("close", () => reject(new Error(`npm run dev ended: ${printed}`)));
  });

/** As a person's shell runs it, with nobody at the keyboard. */
const run = async (command: string) => {
  const shell = spawn("bash", ["--norc", "-c", `set -eo pipefail; ${command}`], {
    cwd: folder(),
    env: { PATH: `${home()}/bin:${process.env["PATH"]}`, HOME: home(), AWS_EC2_METADATA_DISABLED: "true" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    shell[name].setEncoding("utf8").on("data", (chunk: string) => {
      output[name] += chunk;
    });
  const [code] = (await once(shell, "close")) as [number];
  return { code, ...output };
};

const deadLetterId = async (): Promise<string | undefined> =>
  JSON.parse((await run("seatkeeper dlq list --stage local --json")).stdout).deadLetters[0]?.id;

/** In the queues, and with the functions. */
const waitingMessages = async (): Promise<number> => {
  const { queues } = JSON.parse((await run("seatkeeper status --stage local --json")).stdout);
  return queues.reduce(
    (sum: number, { source }: { source: { waiting: number; inFlight: number } }) =>
      sum + source.waiting + source.inFlight,
    0,
  );
};

const MESSAGE_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** Word for word, but for the ID of a message: only SQS knows those. */
const withMessageId = async (example: string): Promise<string> =>
  MESSAGE_ID.test(example) ? example.replace(MESSAGE_ID, (await deadLetterId()) ?? "") : example;

/** Whether the example can be run once more with `--json` and change nothing that the example itself needs. */
const takesJson = (example: string): boolean => !/--json|--execute|[|<>;&]/.test(example);

/** What an example writes is left for the next ones; what its run with `--json` wrote is in its way. */
const withoutNewFiles = async <T>(act: () => Promise<T>): Promise<T> => {
  const before = new Set(readdirSync(folder()));
  const result = await act();
  for (const name of readdirSync(folder())) if (!before.has(name)) rmSync(join(folder(), name), { recursive: true });
  return result;
};

/** What docs/cli.md asks for beforehand. */
test("the sample is sent, and applied", async () => {
  const { code } = await run("seatkeeper send events/samples/employees.jsonl --stage local --send-invalid");
  expect(code).toBe(0);
  await expect.poll(waitingMessages, { interval: 1000 }).toBe(0);
});

const documents: TypedDocument[] = [];

/** One document; or JSON Lines, where each line is of the type. */
const documentsIn = (name: string, type: string, printed: string): readonly TypedDocument[] => {
  try {
    JSON.parse(printed);
    return [{ name, type, json: printed }];
  } catch {
    return printed
      .split("\n")
      .flatMap((json, line) => (json === "" ? [] : [{ name: `${name}:${line + 1}`, type, json }]));
  }
};

/** Runs an example with `--json`, too, if it can. Exit code 2 says that its options do not go with it. */
const runAsJson = async (example: string, typed: string, type: string): Promise<void> => {
  if (!takesJson(example) || example in OTHER_CODES) return;
  const { code, stdout } = await withoutNewFiles(() => run(`${typed} --json`));
  expect({ typed: `${typed} --json`, code }).toEqual({ typed: `${typed} --json`, code: code === 2 ? 2 : 0 });
  if (code === 0) documents.push(...documentsIn(`${example} --json`, type, stdout));
};

test.each(menuCommands().filter(([, command]) => examplesOf(command).length > 0))(
  "the examples of seatkeeper %s work after npm run dev",
  async (_, command) => {
    const type = jsonShapeOf(command);
    for (const example of examplesOf(command)) {
      const typed = await withMessageId(example);
      if (type !== undefined) await runAsJson(example, typed, type);
      const { code, stdout, stderr } = await run(typed);
      const expected = OTHER_CODES[example]?.code ?? 0;
      expect({ typed, code, stderr: code === expected ? "" : stderr }).toEqual({ typed, code: expected, stderr: "" });
      if (type !== undefined && /--json\b/.test(example)) documents.push(...documentsIn(example, type, stdout));
    }
  },
);

test("what they print with --json has the shape that docs/cli.md gives", () => {
  expect(documents.length).toBeGreaterThan(5);
  expect(shapeProblems(documents)).toEqual([]);
});
