/**
 * How long each function's bundle takes to import beside an empty handler that imports the same three AWS clients: medians of fresh
 * processes, interleaved. Run `npm run package` first. Timings are printed, never judged: that is for a reader.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { bundle } from "./bundle.ts";
import { median } from "./median.ts";

const ROUNDS = 20;
const PACKAGE = join(import.meta.dirname, "../.build/local");
const directory = mkdtempSync(join(tmpdir(), "import-time-"));

const EMPTY = `
import { ChimeClient } from "@aws-sdk/client-chime";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
export const clients = [new ChimeClient({ region: "us-east-1" }), new DynamoDBClient({}), new SQSClient({})];
export const handler = async () => {};
`;

const ENVIRONMENT = {
  AWS_REGION: "us-east-1",
  CHIME_ACCOUNT_ID: "a",
  EMPLOYEES_TABLE: "t",
  IDEMPOTENCY_TABLE: "t",
  SOURCE_QUEUE_NAME: "q",
  SOURCE_QUEUE_URL: "http://127.0.0.1/0/q",
  DEAD_LETTER_QUEUE_URL: "http://127.0.0.1/0/d",
  MAX_RECEIVE_COUNT: "5",
  RETRY_BASE_SECONDS: "1",
  RETRY_MAX_SECONDS: "2",
};

const unzip = (name: string): string => {
  const [[path, content] = ["", new Uint8Array()]] = Object.entries(
    unzipSync(readFileSync(join(PACKAGE, `${name}.zip`))),
  );
  const file = join(directory, name, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
};

const ALIAS = {
  "@aws-sdk/credential-provider-node": join(import.meta.dirname, "../adapters/lambda-credentials.ts"),
};

const buildEmpty = async (name: string, alias = {}): Promise<string> => {
  const outfile = join(directory, `${name}.mjs`);
  writeFileSync(outfile, await bundle(EMPTY, alias));
  return outfile;
};

const importMs = (file: string): number => {
  const code = `const from = performance.now(); await import(${JSON.stringify(file)}); console.log(performance.now() - from);`;
  return Number(
    execFileSync(process.execPath, ["--input-type=module", "-e", code], { env: ENVIRONMENT, encoding: "utf8" }),
  );
};

const files = {
  empty: await buildEmpty("empty"),
  "empty, our alias": await buildEmpty("aliased", ALIAS),
  employeeHired: unzip("employeeHired"),
  roleChanged: unzip("roleChanged"),
};
const times = Object.fromEntries(Object.keys(files).map((name) => [name, [] as number[]]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, file] of Object.entries(files)) times[name]?.push(importMs(file));
}
const empty = median(times["empty"] ?? []);
for (const [name, values] of Object.entries(times)) {
  const zip = name.startsWith("empty")
    ? ""
    : `, zip ${(statSync(join(PACKAGE, `${name}.zip`)).size / 1000).toFixed(0)} KB`;
  console.log(`${name}: ${median(values).toFixed(1)} ms, ${(median(values) / empty).toFixed(2)} x empty${zip}`);
}
rmSync(directory, { recursive: true });
