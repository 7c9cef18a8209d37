import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { useProjectCopy } from "../../support/project-copy.ts";
import { race } from "./race.ts";

const SECONDS = 60_000;
const copy = useProjectCopy();

/** Runs a program of the copy, which reaches nothing: its endpoint is closed. `left` is what it does not clean up. */
const run = async (args: readonly string[], { signalAt, ...env }: Record<string, string> = {}) => {
  const temporary = join(copy(), "temporary");
  mkdirSync(temporary, { recursive: true });
  const child = spawn(process.execPath, args, {
    cwd: copy(),
    env: { PATH: process.env["PATH"], TMPDIR: temporary, ...CLOSED, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // One that hangs must not outlive the test.
    timeout: SECONDS - 10_000,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      output += data;
      if (signalAt !== undefined && output.includes(signalAt)) child.kill("SIGINT");
    });
  const [code] = await once(child, "close");
  const builds = readdirSync(join(copy(), ".build")).filter((name) => name.startsWith("packaging-"));
  return { code, output, left: [...builds, ...readdirSync(temporary)] };
};

const CLOSED = {
  AWS_ENDPOINT_URL: "http://127.0.0.1:1",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_ACCESS_KEY_ID: "x",
  AWS_SECRET_ACCESS_KEY: "x",
  CHIME_ACCOUNT_ID: "account",
};
const SERVERLESS = "infra/packaging/serverless.ts";
const PACKAGE = [SERVERLESS, "package", "--stage", "dev"];
const DEPLOY = [SERVERLESS, "deploy", "--stage", "dev"];
const START = ["local/start.ts"];

/** Changes a file of the copy while `act` runs. */
const withChange = async (file: string, change: (path: string) => void, act: () => Promise<void>): Promise<void> => {
  const path = join(copy(), file);
  cpSync(path, `${path}.saved`);
  try {
    change(path);
    await act();
  } finally {
    renameSync(`${path}.saved`, path);
  }
};

test("two packagings half a second apart are each of their own stage", () => race(500), SECONDS);

const misspell = (path: string) => writeFileSync(path, readFileSync(path, "utf8").replace("ProTrial", "ProTrail"));
const MISSPELLED = {
  fault: "a misspelled license",
  file: "config/license-policy.yml",
  change: misspell,
  message: /config\/license-policy\.yml:\d+: rule "marketing-trial" needs a `license`/,
};
const SYNTAX_ERROR = {
  fault: "a syntax error",
  file: "runtime/retry.ts",
  change: (path: string) => appendFileSync(path, "export const broken = ;"),
  message: /runtime\/retry\.ts:\d+:\d+: ERROR: Unexpected ";"/,
};
const NO_HANDLER = {
  fault: "a missing handler",
  file: "handlers/role-changed.ts",
  change: (path: string) => rmSync(path),
  message: /Compilation failed for function alias roleChanged/,
};

test.each([
  { command: "npm run package", args: PACKAGE, ...MISSPELLED },
  { command: "npm run deploy", args: DEPLOY, ...MISSPELLED },
  { command: "npm start", args: START, ...MISSPELLED },
  { command: "npm run package", args: PACKAGE, ...SYNTAX_ERROR },
  { command: "npm start", args: START, ...SYNTAX_ERROR },
  { command: "npm run package", args: PACKAGE, ...NO_HANDLER },
])(
  "$command ends with exit code 1 after $fault, says why, and leaves nothing behind",
  async ({ args, file, change, message }) => {
    await withChange(file, change, async () => {
      const { code, output, left } = await run(args);
      expect(output).toMatch(message);
      expect({ code, left }).toEqual({ code: 1, left: [] });
    });
  },
  SECONDS,
);

test(
  "a packaging that succeeds leaves only its result, also if HOME is not there",
  async () => {
    const home = join(copy(), "no-home");
    const { code, output, left } = await run(PACKAGE, { HOME: home });
    expect(output).toContain(`Template and zip files are in ${join(copy(), ".build/dev")}`);
    expect(readdirSync(join(copy(), ".build/dev"))).toContain("employeeHired.zip");
    expect(readdirSync(copy())).not.toContain("no-home");
    expect({ code, left }).toEqual({ code: 0, left: [] });
  },
  SECONDS,
);

test(
  "Ctrl-C stops a packaging, which leaves nothing behind",
  async () => {
    const { code, left } = await run(PACKAGE, { signalAt: "Packaging seatkeeper" });
    expect({ code, left }).toEqual({ code: 130, left: [] });
  },
  SECONDS,
);

test("a project that cannot be written is said in one line", async () => {
  const file = join(copy(), ".build");
  renameSync(file, `${file}.saved`);
  writeFileSync(file, "");
  try {
    const child = spawn(process.execPath, [SERVERLESS, "package"], { cwd: copy(), stdio: ["ignore", "pipe", "pipe"] });
    const errors: string[] = [];
    child.stderr.on("data", (data) => errors.push(String(data)));
    expect(await once(child, "close")).toEqual([1, null]);
    expect(errors.join("")).toMatch(/^Packaging cannot write to the project: .*\n$/);
  } finally {
    rmSync(file);
    renameSync(`${file}.saved`, file);
  }
});
