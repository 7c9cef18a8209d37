import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { STAGES } from "./packaged-stages.ts";

const PROJECT = join(import.meta.dirname, "../..");
const PROGRAM = join(PROJECT, "infra/packaging/serverless.ts");
const SERVERLESS = join(
  dirname(createRequire(import.meta.url).resolve("serverless/package.json")),
  "bin",
  "serverless.js",
);

/** In ms: what hangs must not outlive its test. */
const PATIENCE = 50_000;
const TEST_TIMEOUT = PATIENCE + 10_000;

/** Returns what a command prints. It reaches nothing: there are no credentials, and the endpoint is closed. */
const run = async (program: string, args: readonly string[]): Promise<string> => {
  const env = {
    PATH: process.env["PATH"],
    AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const printed = promisify(execFile)(process.execPath, [program, ...args], { cwd: PROJECT, env, timeout: PATIENCE });
  const { stdout, stderr, code } = await printed.then(
    (output) => ({ ...output, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
  expect(code).toBe(1);
  expect(stdout + stderr).not.toContain("Service packaged");
  return stdout + stderr;
};
const npmRun = (command: string, ...args: string[]) => run(PROGRAM, [command, ...args]);

test.each([
  [
    "an unknown stage",
    ["--stage", "qa"],
    `There is no stage "qa" in config/stages.yml: choose one of ${STAGES.join(", ")}`,
  ],
  ["a stage without a name", ["--stage="], "Invalid stage name"],
  ["two stages", ["--stage", "dev", "-s", "prod"], 'Unexpected multiple "--stage"'],
  ["another region", ["--stage", "dev", "--region", "eu-west-1"], "The stage dev is in us-east-1 (config/stages.yml)"],
])(
  "rejects %s before anything is packaged",
  async (_, args, message) => {
    expect(await npmRun("package", ...args)).toContain(message);
  },
  TEST_TIMEOUT,
);

test.each([
  ["a deployment without a Chime account", ["deploy", "--stage", "dev"], "The stage dev has no Chime account ID"],
  ["a deployment of the embedded stack", ["deploy", "--stage", "local"], "The stage local runs on this machine only"],
  ["a removal of the embedded stack", ["remove", "--stage", "local"], "The stage local runs on this machine only"],
  ["a removal that names no stage", ["remove"], "Name the stage to remove: --stage dev"],
  ["a deployment of a function alone", ["deploy", "function", "-f", "countSeats"], "A function is not deployed alone"],
])(
  "rejects %s",
  async (_, [command = "", ...args], message) => {
    expect(await npmRun(command, ...args)).toContain(message);
  },
  TEST_TIMEOUT,
);

test.each([
  [["remove", "--stage", "local"], "The stage local runs on this machine only, with `npm start` and `npm run dev`\n"],
  [
    ["package", "--stage", "loca"],
    `There is no stage "loca" in config/stages.yml: choose one of ${STAGES.join(", ")}, or add it there; did you mean local?\n`,
  ],
  [["package", "--stage", "dev", "--package="], "--package names no folder: expected --package FOLDER\n"],
])(
  "%j is refused in one line, before the framework starts",
  async (args, output) => {
    expect(await run(PROGRAM, args)).toBe(output);
  },
  TEST_TIMEOUT,
);

test(
  "the framework itself does not package in the project's own folder",
  async () => {
    expect(await run(SERVERLESS, ["deploy", "--stage", "dev"])).toContain("Run `npm run deploy`");
    expect(existsSync(join(PROJECT, ".serverless"))).toBe(false);
  },
  TEST_TIMEOUT,
);

test(
  "removing prod says what stays, and is rejected if nobody can confirm it",
  async () => {
    const output = await npmRun("remove", "--stage", "prod");
    expect(output).toContain("Removing seatkeeper-prod keeps its tables and dead-letter queues");
    expect(output).toContain("The stage is prod: set SEATKEEPER_CONFIRM=prod if nobody can be asked");
  },
  TEST_TIMEOUT,
);

test("every npm script that a page, a message or a workflow names exists", () => {
  const { scripts } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
  const places = [
    "*.{md,yml}",
    ".ci/run",
    ".github/**/*.yml",
    "{docs,bench,cli,config,events,infra,local,test}/**/*.{md,ts,yml}",
  ];
  const files = globSync(places, { cwd: PROJECT, exclude: ["**/node_modules"] });
  const named = files.flatMap((file) =>
    [...readFileSync(join(PROJECT, file), "utf8").matchAll(/npm run ([a-z][\w:-]*)/g)].map(
      ([, name = ""]) => `${file}: ${name}`,
    ),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !(name.replace(/^.*: /, "") in scripts))).toEqual([]);
});
