import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { STAGES } from "./packaged-stages.ts";

const FOLDER = join(import.meta.dirname, "../../.github/workflows");

type Job = {
  readonly uses?: string;
  readonly needs?: string;
  readonly environment?: string;
  readonly permissions?: object;
  readonly steps?: readonly { readonly uses?: string; readonly run?: string }[];
};
type Workflow = {
  readonly on: { readonly workflow_dispatch: { readonly inputs: { readonly stage: { readonly options: string[] } } } };
  readonly permissions: object;
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
