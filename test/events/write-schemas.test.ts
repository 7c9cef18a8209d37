import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EVENT_TYPES } from "../../events/catalogue.ts";

const SCRIPT = join(import.meta.dirname, "../../events/write-schemas.ts");
const COMMITTED = join(import.meta.dirname, "../../events/schemas");
const run = (...args: readonly string[]) => spawnSync(process.execPath, [SCRIPT, ...args], { encoding: "utf8" });
const contents = (directory: string) =>
  readdirSync(directory)
    .sort()
    .map((file) => [file, JSON.parse(readFileSync(join(directory, file), "utf8"))]);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "schemas-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

test("the committed schemas are the script's output", () => {
  expect(run(directory).status).toBe(0);
  expect(contents(COMMITTED)).toEqual(contents(directory));
  expect(run("--check")).toMatchObject({ status: 0, stdout: "", stderr: "" });
});

test("--check names each schema that is out of date or missing, exits with 1 and fixes nothing", () => {
  writeFileSync(join(directory, "hr.employee.hired.v1.json"), "{}\n");
  const { status, stderr } = run("--check", directory);
  expect(status).toBe(1);
  expect(stderr.trimEnd().split("\n")).toEqual(
    EVENT_TYPES.map(
      (type) => `${type}.json is missing or out of date: run \`npx node events/write-schemas.ts\` and commit it`,
    ),
  );
  expect(contents(directory)).toEqual([["hr.employee.hired.v1.json", {}]]);
});

test("--check treats a file that is not JSON as out of date", () => {
  run(directory);
  writeFileSync(join(directory, "hr.employee.role-changed.v1.json"), "<<<<<<< ours\n");
  const { status, stderr } = run("--check", directory);
  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(/^hr\.employee\.role-changed\.v1\.json is missing or out/),
  ]);
});
