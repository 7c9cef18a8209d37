import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { STAGES } from "./packaged-stages.ts";

const PROJECT = join(import.meta.dirname, "../..");
const SERVERLESS = join(
  dirname(createRequire(import.meta.url).resolve("serverless/package.json")),
  "bin",
  "serverless.js",
);

/** Returns the framework's output. It reaches nothing: there are no credentials, and the endpoint is closed. */
const serverless = async (command: string, stage: string): Promise<string> => {
  const env = {
    PATH: process.env["PATH"],
    AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    AWS_EC2_METADATA_DISABLED: "true",
    SEATKEEPER_WORK_FOLDER: `commands-${command}-${stage}`,
  };
  const run = promisify(execFile)(process.execPath, [SERVERLESS, command, "--stage", stage], { cwd: PROJECT, env });
  const { stdout, stderr } = await run.catch((error: { stdout: string; stderr: string }) => error);
  return stdout + stderr;
};

test("rejects an unknown stage before anything is packaged, and lists the stages", async () => {
  expect(await serverless("package", "qa")).toContain(
    `There is no stage "qa" in config/stages.yml: choose one of ${STAGES.join(", ")}`,
  );
  expect(existsSync(join(PROJECT, ".esbuild/commands-package-qa"))).toBe(false);
});

test("rejects a deployment without a Chime account before anything is packaged", async () => {
  expect(await serverless("deploy", "dev")).toContain("The stage dev has no Chime account ID");
  expect(existsSync(join(PROJECT, ".esbuild/commands-deploy-dev"))).toBe(false);
});

test("removing prod says what stays, and is rejected if nobody can confirm it", async () => {
  const output = await serverless("remove", "prod");
  expect(output).toContain("Removing seatkeeper-prod keeps its tables and dead-letter queues");
  expect(output).toContain("The stage is prod: set SEATKEEPER_CONFIRM=prod if nobody can be asked");
});

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
