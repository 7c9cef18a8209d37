import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useProjectCopy } from "../support/project-copy.ts";

const run = promisify(execFile);
const checkout = useProjectCopy();
const temporary = mkdtempSync(join(tmpdir(), "installed-"));
afterAll(() => rmSync(temporary, { recursive: true }));

/** As npm unpacks it, without any package beside it. */
const installed = join(temporary, "package");
beforeAll(async () => {
  await run("npm", ["pack", "--pack-destination", temporary], { cwd: checkout() });
  await run("tar", ["xzf", join(temporary, "seatkeeper-0.1.0.tgz"), "-C", temporary]);
});

/** Node.js as the machine has it, which may be an older one than the project's own; else the project's own. */
const machineNode =
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .map((folder) => join(folder, "node"))
    .find((path) => existsSync(path)) ?? process.execPath;

const HOME = join(temporary, "home");
const start = (node: string, folder: string, args: readonly string[], cwd = temporary) =>
  run(node, [join(folder, "cli/bin.mjs"), ...args], { cwd, env: { HOME } }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );

test.each([process.execPath, machineNode])("the installed command needs no package, on %s", async (node) => {
  const { version } = JSON.parse(readFileSync(join(checkout(), "package.json"), "utf8"));
  expect(await start(node, installed, ["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  expect(await start(node, installed, ["status", "--stage", "local"])).toEqual({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(/^error: No local stack is running/),
  });
});

test("the installed command takes the stages of the current folder, or else those it came with", async () => {
  const own = join(temporary, "own");
  await mkdir(join(own, "config"), { recursive: true });
  const stages = readFileSync(join(checkout(), "config/stages.yml"), "utf8");
  writeFileSync(join(own, "config/stages.yml"), stages.replace("\nprod:", "\nproduction:"));
  const stagesIn = async (cwd: string) =>
    (await start(process.execPath, installed, ["status", "--stage", "none"], cwd)).stderr;
  expect(await stagesIn(temporary)).toContain("choose one of local, dev, staging, prod, or add it");
  expect(await stagesIn(own)).toContain("choose one of local, dev, staging, production, or add it");
});

test("in a checkout the command is never older than its sources", async () => {
  expect((await start(process.execPath, checkout(), ["--help"])).stdout).not.toContain("Only a test says this");
  const menu = join(checkout(), "cli/menu/program.ts");
  writeFileSync(
    menu,
    readFileSync(menu, "utf8").replace('"Previews, imports', '"Only a test says this. Previews, imports'),
  );
  expect((await start(process.execPath, checkout(), ["--help"])).stdout).toContain("Only a test says this");
});

test("only cli/project.ts asks where it is: what is built is in another folder than its sources", () => {
  const sources: readonly string[] = JSON.parse(readFileSync(join(checkout(), "dist/sources.json"), "utf8"));
  expect(sources).toContain("cli/project.ts");
  const asking = sources.filter((path) => readFileSync(join(checkout(), path), "utf8").includes("import.meta.dirname"));
  expect(asking).toEqual(["cli/project.ts"]);
});
