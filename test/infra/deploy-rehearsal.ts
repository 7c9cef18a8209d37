/**
 * `npm run deploy:rehearsal`: deploys dev and prod side by side to a CloudFormation on this machine (moto_server), and a
 * stage for Slack on prod's bus; removes dev and Slack, and checks that prod is whole. Skips if moto_server is not installed. Nothing leaves this machine.
 * moto's CloudFormation ignores alarms, queue policies and dashboards: the tests in test/infra check these.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { copyProject } from "../support/copy-project.ts";
import { SLACK_STAGE, slackIn, storeToken } from "./slack-rehearsal.ts";

class RehearsalFailed extends Error {}

const REGION = "us-east-1";
/** A copy, because a stage comes to it. */
const project = copyProject();
const START_WITHIN = 30_000;
const VERSION_HASH = /(?<=Lambda)Version.+$/;

const main = async (): Promise<void> => {
  if (spawnSync("moto_server", ["--version"]).error !== undefined) {
    console.log("Skipped: moto_server is not installed here (pip install 'moto[server]').");
    return;
  }
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const moto = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  try {
    await untilUp(endpoint, moto);
    await rehearse(endpoint);
  } finally {
    moto.kill();
    rmSync(project, { recursive: true });
  }
};

const rehearse = async (endpoint: string): Promise<void> => {
  const inspect = inspectorOf(endpoint);
  serverless(endpoint, "deploy", "dev");
  const dev = await inspect("dev");
  serverless(endpoint, "deploy", "prod");
  const prod = await inspect("prod");
  expectEqual("dev is as it was before prod came", await inspect("dev"), dev);
  expectEqual("dev and prod have the same resources", withoutStage(prod, "prod"), withoutStage(dev, "dev"));
  await rehearseSlack(endpoint);
  for (const stage of ["slack", "dev"]) {
    serverless(endpoint, "remove", stage);
    expectEqual(`${stage} is gone`, await inspect(stage), { status: "none", resources: [], queues: [], tables: [] });
  }
  expectEqual("prod is whole", await inspect("prod"), prod);
};

const rehearseSlack = async (endpoint: string): Promise<void> => {
  appendFileSync(join(project, "config/stages.yml"), SLACK_STAGE);
  const { arn, isRead } = await storeToken(clientOf(endpoint));
  expectEqual("a function would read Slack's token", isRead, true);
  serverless(endpoint, "deploy", "slack");
  expectEqual(
    "Slack hears prod's bus, and the functions on events alone may read its token",
    await slackIn(clientOf(endpoint), arn),
    {
      buses: ["seatkeeper-prod-hr"],
      readers: ["EmployeeHiredRole", "EmployeeLeftRole", "RoleChangedRole"],
    },
  );
};

const clientOf = (endpoint: string) => ({
  endpoint,
  region: REGION,
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

type StageState = {
  readonly status: string;
  readonly resources: readonly string[];
  readonly queues: readonly string[];
  readonly tables: readonly string[];
};

/** Reads what there is of a stage from the services themselves, not only from CloudFormation. */
const inspectorOf = (endpoint: string) => {
  const shared = clientOf(endpoint);
  const [cloudFormation, sqs, dynamodb] = [
    new CloudFormationClient(shared),
    new SQSClient(shared),
    new DynamoDBClient(shared),
  ];
  return async (stage: string): Promise<StageState> => {
    const StackName = `seatkeeper-${stage}`;
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({}));
    const status = Stacks.find((stack) => stack.StackName === StackName)?.StackStatus ?? "none";
    const { StackResources = [] } =
      status === "none" ? {} : await cloudFormation.send(new DescribeStackResourcesCommand({ StackName }));
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: `${StackName}-` }));
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
    return {
      status,
      // Types that moto does not know have no logical ID, and the ID of a function's version ends with a hash.
      resources: StackResources.map(({ LogicalResourceId = "" }) => LogicalResourceId.replace(VERSION_HASH, "Version"))
        .filter((logicalId) => logicalId !== "")
        .sort(),
      queues: QueueUrls.map((url) => url.slice(url.lastIndexOf("/") + 1)).sort(),
      tables: TableNames.filter((name) => name.startsWith(`${StackName}-`)).sort(),
    };
  };
};

const withoutStage = (state: StageState, stage: string): unknown =>
  JSON.parse(JSON.stringify(state).replaceAll(`seatkeeper-${stage}-`, "seatkeeper-"));

const expectEqual = (what: string, actual: unknown, expected: unknown): void => {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new RehearsalFailed(`${what}: not so.\n  found    ${a}\n  expected ${b}`);
  console.log(`✔ ${what}`);
};

const serverless = (endpoint: string, command: string, stage: string): void => {
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", command, "--", "--stage", stage], {
    encoding: "utf8",
    cwd: project,
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      CHIME_ACCOUNT_ID: "rehearsal",
    },
  });
  if (status !== 0) throw new RehearsalFailed(`${command} --stage ${stage} ended with ${status}\n${stdout}${stderr}`);
  console.log(`✔ ${command} --stage ${stage} (${((performance.now() - startedAt) / 1000).toFixed(0)} s)`);
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
};

const untilUp = async (endpoint: string, moto: ChildProcess): Promise<void> => {
  const deadline = Date.now() + START_WITHIN;
  while (Date.now() < deadline && moto.exitCode === null) {
    const up = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (up) return;
    await sleep(200);
  }
  throw new RehearsalFailed("moto_server did not start");
};

try {
  await main();
} catch (error) {
  if (!(error instanceof RehearsalFailed)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
