import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { loadStagePolicy } from "../config/load-license-policy.ts";
import { bundle } from "./bundle.ts";
import type { Figures, Row } from "./results.ts";

const EMPTY = `
import { ChimeClient } from "@aws-sdk/client-chime";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
export const clients = [new ChimeClient({ region: "us-east-1" }), new DynamoDBClient({}), new SQSClient({})];
export const handler = async () => {};
`;
/** The alias that the functions are bundled with: config/esbuild.yml. */
const OUR_CREDENTIALS = {
  "@aws-sdk/credential-provider-node": join(import.meta.dirname, "../adapters/lambda-credentials.ts"),
};

const ENVIRONMENT = {
  AWS_REGION: "us-east-1",
  STAGE: "local",
  LICENSE_POLICY_DIGEST: loadStagePolicy(join(import.meta.dirname, "../config"), "local").digest,
  CHIME_ACCOUNT_ID: "a",
  EMPLOYEES_TABLE: "t",
  IDEMPOTENCY_TABLE: "t",
  SOURCE_QUEUE_NAME: "q",
  SOURCE_QUEUE_URL: "http://127.0.0.1/0/q",
  DEAD_LETTER_QUEUE_URL: "http://127.0.0.1/0/d",
  MAX_RECEIVE_COUNT: "5",
  RETRY_BASE_SECONDS: "1",
  RETRY_MAX_SECONDS: "2",
  HIRE_GRACE_SECONDS: "300",
  EMPLOYEE_HIRED_QUEUE_URL: "http://127.0.0.1/0/q",
  EMPLOYEE_HIRED_DEAD_LETTER_QUEUE_URL: "http://127.0.0.1/0/d",
  ROLE_CHANGED_QUEUE_URL: "http://127.0.0.1/0/q",
  ROLE_CHANGED_DEAD_LETTER_QUEUE_URL: "http://127.0.0.1/0/d",
  EMPLOYEE_LEFT_QUEUE_URL: "http://127.0.0.1/0/q",
  EMPLOYEE_LEFT_DEAD_LETTER_QUEUE_URL: "http://127.0.0.1/0/d",
};

const PLAIN = "empty handler";
const ALIASED = "empty handler, our credentials";

type Module = { readonly subject: string; readonly file: string; readonly zipBytes: number };

/**
 * Measures the size of each function's bundle and its import time, compared with an empty handler with the same three
 * AWS clients: with the plain SDK, and with our credential provider. Each import runs in a new process, interleaved.
 */
export const measureFootprint = async (packageDir: string, quick: boolean): Promise<Row[]> => {
  const directory = mkdtempSync(join(tmpdir(), "footprint-"));
  const modules: readonly Module[] = [
    empty(directory, PLAIN, await bundle(EMPTY)),
    empty(directory, ALIASED, await bundle(EMPTY, OUR_CREDENTIALS)),
    ...["employeeHired", "roleChanged", "replayDeadLetters", "countSeats"].map((name) =>
      packaged(directory, packageDir, name),
    ),
    ...["p1-powertools", "p3-middy"].map((name) => packaged(directory, packageDir, name)),
  ];
  try {
    return measured(modules, quick ? 1 : 25);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

const measured = (modules: readonly Module[], rounds: number): Row[] => {
  const all = modules.map((module) => ({ ...module, runs: [] as Figures[] }));
  for (let round = 0; round < rounds; round += 1) {
    const times = new Map(modules.map(({ subject, file }) => [subject, importMs(file)]));
    for (const { subject, file, zipBytes, runs } of all) {
      const taken = times.get(subject) ?? Number.NaN;
      runs.push({
        "bundle, KB": statSync(file).size / 1000,
        "zip, KB": zipBytes / 1000,
        "import, ms": taken,
        "÷ empty": taken / (times.get(PLAIN) ?? Number.NaN),
        "÷ empty, our credentials": taken / (times.get(ALIASED) ?? Number.NaN),
      });
    }
  }
  return all.map(({ subject, runs }) => ({ section: "footprint", variant: "", subject, runs }));
};

const empty = (directory: string, subject: string, code: Uint8Array): Module => {
  const file = join(directory, `${subject.replaceAll(/\W/g, "-")}.mjs`);
  writeFileSync(file, code);
  return { subject, file, zipBytes: zipSync({ [file]: code }).length };
};

const packaged = (directory: string, packageDir: string, name: string): Module => {
  const zip = readFileSync(join(packageDir, `${name}.zip`));
  const [[path, content] = ["", new Uint8Array()]] = Object.entries(unzipSync(zip));
  const file = join(directory, name, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return { subject: name, file, zipBytes: zip.length };
};

const importMs = (file: string): number => {
  const code = `const from = performance.now(); await import(${JSON.stringify(file)}); console.log(performance.now() - from);`;
  return Number(
    execFileSync(process.execPath, ["--input-type=module", "-e", code], { env: ENVIRONMENT, encoding: "utf8" }),
  );
};
