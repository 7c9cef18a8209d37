import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { STAGES } from "./packaged-stages.ts";

const FOLDER = join(import.meta.dirname, "../../.github/workflows");

type Step = { readonly uses?: string; readonly run?: string; readonly with?: object };
type Job = {
  readonly uses?: string;
  readonly needs?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: object;
  readonly strategy?: object;
  readonly "runs-on"?: string;
  readonly "timeout-minutes"?: number;
  readonly steps?: readonly Step[];
};
type Workflow = {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: object;
  readonly concurrency: object;
  readonly jobs: Readonly<Record<string, Job>>;
};
const textOf = (file: string): string => readFileSync(join(FOLDER, file), "utf8");
const read = (file: string): Workflow => parse(textOf(file));
const FILES = readdirSync(FOLDER);
const JOBS = FILES.flatMap((file) =>
  Object.entries(read(file).jobs).map(([name, job]) => [`${file}: ${name}`, job] as const),
);
/** The steps that use an action, whatever its version. */
const using = ({ steps = [] }: Job, action: string) => steps.filter(({ uses }) => uses?.startsWith(`${action}@`));
const expression = (text: string): string => `\${{ ${text} }}`;
const STAGE = expression("inputs.stage || 'dev'");

test.each(FILES)("%s pins every action by SHA, with the version in a comment, and stores no key", (file) => {
  const foreign = textOf(file).match(/uses: (?!\.\/).+/g) ?? [];
  expect(foreign.length).toBeGreaterThan(0);
  for (const line of foreign) expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  expect(textOf(file)).not.toMatch(/secrets\.|ACCESS_KEY/);
  expect(read(file).permissions).toEqual({ contents: "read" });
});

test.each(JOBS)("%s leaves no credentials in the checkout, and ends by itself", (_, job) => {
  for (const step of using(job, "actions/checkout")) expect(step.with).toEqual({ "persist-credentials": false });
  if (job.uses === undefined) expect(job["timeout-minutes"]).toBeLessThanOrEqual(15);
});

test("CI runs .ci/run for pull requests and for deployments, on each Node that the README promises", () => {
  const { on, jobs } = read("ci.yml");
  expect(on).toEqual({ pull_request: null, workflow_call: null });
  expect(jobs["ci"]?.strategy).toEqual({ matrix: { node: [20, 22, 24] } });
  expect(jobs["ci"]?.steps?.at(-1)).toEqual({ run: ".ci/run" });
});

test("a push to main deploys dev; a person deploys any stage except local", () => {
  expect(read("deploy.yml").on).toEqual({
    push: { branches: ["main"] },
    workflow_dispatch: {
      inputs: {
        stage: {
          description: "The stage to deploy",
          type: "choice",
          options: STAGES.filter((stage) => stage !== "local"),
          required: true,
        },
      },
    },
  });
});

test("a deployment is never cancelled by another: not while it runs, and not while CI does", () => {
  expect(read("deploy.yml").concurrency).toEqual({ group: `deploy-${STAGE}`, "cancel-in-progress": false });
  // Called by a deployment it has a group of its own.
  expect(read("ci.yml").concurrency).toEqual({
    group: `ci-${expression("github.event_name == 'pull_request' && github.ref || github.run_id")}`,
    "cancel-in-progress": expression("github.event_name == 'pull_request'"),
  });
});

test("a deployment waits for CI and its environment, and is the only job that may assume a role", () => {
  const { ci, deploy } = read("deploy.yml").jobs;
  expect(ci).toEqual({ uses: "./.github/workflows/ci.yml" });
  expect(deploy).toMatchObject({ needs: "ci", environment: STAGE });
  expect(JOBS.flatMap(([name, { permissions }]) => (permissions === undefined ? [] : [[name, permissions]]))).toEqual([
    ["deploy.yml: deploy", { contents: "read", "id-token": "write" }],
  ]);
});

test("a deployment is of its own stage, in the account and region of its environment", () => {
  const deploy = read("deploy.yml").jobs["deploy"] ?? {};
  expect(deploy.env).toEqual({ STAGE, CHIME_ACCOUNT_ID: expression("vars.CHIME_ACCOUNT_ID") });
  expect(using(deploy, "aws-actions/configure-aws-credentials").map((step) => step.with)).toEqual([
    { "role-to-assume": expression("vars.AWS_ROLE_ARN"), "aws-region": expression("vars.AWS_REGION") },
  ]);
});

test("the job that can assume a role runs no install script of a package, and runs on Lambda's Node", () => {
  const deploy = read("deploy.yml").jobs["deploy"] ?? {};
  expect(deploy.steps?.flatMap(({ run = [] }) => run)).toEqual([
    "npm ci --ignore-scripts --no-audit --no-fund",
    'npm run deploy -- --stage "$STAGE"',
    'npm run seatkeeper -- status --stage "$STAGE"',
  ]);
  const scripts = Object.keys(JSON.parse(readFileSync(join(FOLDER, "../../package.json"), "utf8")).scripts);
  // `prepare`, which builds the command, is not run by that `npm ci`; what is run there needs no build.
  expect(scripts.filter((name) => /^(pre|post)(install|deploy|seatkeeper|prepare)/.test(name))).toEqual([]);
  expect(using(deploy, "actions/setup-node").map((step) => step.with)).toEqual([{ "node-version": 24, cache: "npm" }]);
});
