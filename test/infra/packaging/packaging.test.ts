import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run, useProjectCopy, withChange } from "../../support/project-copy.ts";
import { race } from "./race.ts";

const SECONDS = 60_000;
const copy = useProjectCopy();

const SERVERLESS = "infra/packaging/serverless.ts";
const PACKAGE = [SERVERLESS, "package", "--stage", "dev"];
const DEPLOY = [SERVERLESS, "deploy", "--stage", "dev"];
const START = ["local/start.ts"];

test("two packagings half a second apart are each of their own stage", () => race(500), SECONDS);

const misspell = (path: string) => writeFileSync(path, readFileSync(path, "utf8").replace("ProTrial", "ProTrail"));
const MISSPELLED = {
  fault: "a misspelled license",
  file: "config/license-policy.yml",
  change: misspell,
  message: /config\/license-policy\.yml:\d+:\d+: rule "marketing-trial" needs a `license`/,
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
    await withChange(copy(), file, change, async () => {
      const { code, output, left } = await run(copy(), args);
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
    const { code, output, left } = await run(copy(), PACKAGE, { HOME: home });
    expect(output).toContain(`Template and zip files are in ${join(copy(), ".build/dev")}`);
    expect(readdirSync(join(copy(), ".build/dev"))).toContain("employeeHired.zip");
    expect(readdirSync(copy())).not.toContain("no-home");
    expect({ code, left }).toEqual({ code: 0, left: [] });
  },
  SECONDS,
);

test("a packaging refuses --package without a folder", async () => {
  const { code, output, left } = await run(copy(), [...PACKAGE, "--package"]);
  expect(output).toContain('Missing value for CLI parameter "--package"');
  expect({ code, left }).toEqual({ code: 1, left: [] });
});

test(
  "Ctrl-C stops a packaging, which leaves nothing behind",
  async () => {
    const { code, left } = await run(copy(), PACKAGE, { signalAt: "Packaging seatkeeper" });
    expect({ code, left }).toEqual({ code: 130, left: [] });
  },
  SECONDS,
);

/** What STS says of the credentials: GetCallerIdentity, in AWS's Query protocol. */
const startSts = async (account: string) => {
  const identity = `<Account>${account}</Account><Arn>arn:aws:iam::${account}:user/somebody</Arn>`;
  const result = `<GetCallerIdentityResult>${identity}</GetCallerIdentityResult>`;
  const server = createServer((_, response) =>
    response
      .writeHead(200, { "content-type": "text/xml" })
      .end(`<GetCallerIdentityResponse>${result}</GetCallerIdentityResponse>`),
  ).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
};

test.each([
  ["deploy", "Uploading"],
  ["remove", "deletes its tables"],
])(
  "%s does nothing with credentials of another AWS account than the stage's",
  async (command, never) => {
    const sts = await startSts("444455556666");
    const belongs = (path: string) =>
      writeFileSync(path, readFileSync(path, "utf8").replaceAll('awsAccountId: ""', 'awsAccountId: "111122223333"'));
    await withChange(copy(), "config/stages.yml", belongs, async () => {
      const args = [SERVERLESS, command, "--stage", "dev"];
      const { code, output } = await run(copy(), args, { AWS_ENDPOINT_URL: sts.endpoint });
      expect(output).toContain("The stage dev belongs to the AWS account 111122223333");
      expect(output).not.toContain(never);
      expect(code).toBe(1);
    }).finally(sts.close);
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
