import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTemplate } from "../../local/aws/template.ts";
import { PACKAGE_DIR } from "../support/package-once.ts";

const folder = mkdtempSync(join(tmpdir(), "cold-start-"));
afterAll(() => rmSync(folder, { recursive: true }));

const functions = readTemplate(PACKAGE_DIR).functions.filter(({ environment }) => "STAGE" in environment);
beforeAll(() => {
  for (const { artifact } of functions)
    for (const [name, content] of Object.entries(unzipSync(readFileSync(join(PACKAGE_DIR, artifact)))))
      if (!name.endsWith("/")) writeFileSync(join(folder, name.replace("handlers/", "")), content);
});

/** Imports a function's bundle, as Lambda does at a cold start, in the environment that its template gives it. */
const coldStart = ({ handler, environment }: (typeof functions)[number], change: Record<string, string> = {}) => {
  const literal = Object.entries(environment).map(([name, value]) => [
    name,
    typeof value === "string" ? value : "https://sqs.us-east-1.amazonaws.com/1/some",
  ]);
  const file = join(folder, handler.replace("handlers/", "").replace(".handler", ".mjs"));
  return spawnSync(process.execPath, ["--input-type=module", "--eval", `await import(${JSON.stringify(file)})`], {
    env: { ...Object.fromEntries(literal), AWS_REGION: "us-east-1", ...change },
    encoding: "utf8",
  });
};

test.each(functions)("the first line that $name logs has its stage and its policy's digest", (fn) => {
  const { LICENSE_POLICY_DIGEST } = fn.environment;
  const { status, stdout } = coldStart(fn);
  const line = { event: "started", stage: "local", policyDigest: LICENSE_POLICY_DIGEST };
  expect(JSON.parse(stdout.split("\n")[0] ?? "")).toMatchObject(line);
  expect(status).toBe(0);
});

test.each(functions)("$name does not start for another stage", (fn) => {
  const { status, stdout, stderr } = coldStart(fn, { STAGE: "prod" });
  expect(stderr).toContain("The bundle holds the license policy of local");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
});
