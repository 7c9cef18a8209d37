import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { STAGES } from "./packaged-stages.ts";

const FOLDER = join(import.meta.dirname, "../../.github/workflows");

type Step = { readonly uses?: string; readonly run?: string; readonly with?: Readonly<Record<string, unknown>> };
type Job = {
  readonly uses?: string;
  readonly needs?: string;
  readonly environment?: string;
  readonly permissions?: object;
  readonly "timeout-minutes"?: number;
  readonly steps?: readonly Step[];
};
type Workflow = {
  readonly on: { readonly workflow_dispatch: { readonly inputs: { readonly stage: { readonly options: string[] } } } };
  readonly permissions: object;
  readonly concurrency: object;
  readonly jobs: Readonly<Record<string, Job>>;
};
const textOf = (file: string): string => readFileSync(join(FOLDER, file), "utf8");
const read = (file: string): Workflow => parse(textOf(file));

test.each(readdirSync(FOLDER))(
  "%s pins every action by SHA, with the version in a comment, and stores no key",
  (file) => {
    const foreign = textOf(file).match(/uses: (?!\.\/).+/g) ?? [];
    expect(foreign.length).toBeGreaterThan(0);
    for (const line of foreign) expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    expect(textOf(file)).not.toMatch(/secrets\.|ACCESS_KEY/);
    expect(read(file).permissions).toEqual({ contents: "read" });
  },
);

const FILES = readdirSync(FOLDER);
const stepsOf = (file: string): readonly Step[] => Object.values(read(file).jobs).flatMap(({ steps = [] }) => steps);

test.each(FILES)("%s leaves no credentials in the checkout, and ends by itself", (file) => {
  const checkouts = stepsOf(file).filter(({ uses }) => uses?.startsWith("actions/checkout@"));
  expect(checkouts.length).toBeGreaterThan(0);
  for (const step of checkouts) expect(step.with).toEqual({ "persist-credentials": false });
  const own = Object.values(read(file).jobs).filter(({ uses }) => uses === undefined);
  for (const job of own) expect(job["timeout-minutes"]).toBeLessThanOrEqual(15);
});

test("a deployment is never cancelled by another: not while it runs, and not while CI does", () => {
  expect(read("deploy.yml").concurrency).toEqual({
    group: `deploy-\${{ inputs.stage || 'dev' }}`,
    "cancel-in-progress": false,
  });
  expect(read("ci.yml").concurrency).toEqual({
    group: `ci-\${{ github.event_name == 'pull_request' && github.ref || github.run_id }}`,
    "cancel-in-progress": `\${{ github.event_name == 'pull_request' }}`,
  });
});

test("the job that can assume a role runs no install script of a package", () => {
  const { deploy } = read("deploy.yml").jobs;
  expect(deploy?.steps?.flatMap(({ run = [] }) => run)).toEqual([
    "npm ci --ignore-scripts --no-audit --no-fund",
    'npm run deploy -- --stage "$STAGE"',
    'npm run seatkeeper -- status --stage "$STAGE"',
  ]);
  const scripts = Object.keys(JSON.parse(readFileSync(join(FOLDER, "../../package.json"), "utf8")).scripts);
  expect(scripts.filter((name) => /^(pre|post)(install|deploy|seatkeeper|prepare)|^prepare$/.test(name))).toEqual([]);
});

test("the deployment runs on the Node that the functions run on", () => {
  const setup = stepsOf("deploy.yml").find(({ uses }) => uses?.startsWith("actions/setup-node@"));
  expect(setup?.with?.["node-version"]).toBe(24);
});

test("CI runs .ci/run", () => {
  expect(read("ci.yml").jobs["ci"]?.steps?.at(-1)).toEqual({ run: ".ci/run" });
});

test("a deployment waits for CI and its environment, and is the only job that may assume a role", () => {
  const { ci, deploy } = read("deploy.yml").jobs;
  expect(ci).toEqual({ uses: "./.github/workflows/ci.yml" });
  expect(deploy).toMatchObject({ needs: "ci", environment: expect.stringContaining("inputs.stage") });
  expect(deploy?.permissions).toEqual({ contents: "read", "id-token": "write" });
});

test("offers every stage except local, and no others", () => {
  const { options } = read("deploy.yml").on.workflow_dispatch.inputs.stage;
  expect(options).toEqual(STAGES.filter((stage) => stage !== "local"));
});
