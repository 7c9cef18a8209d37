import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { status } from "../../../cli/commands/status.ts";
import { deadLetter, deadLetterQueues, useDeadLetterQueues } from "../../support/dead-letter-queues.ts";

const queues = useDeadLetterQueues();

test("shows waiting messages, messages in flight, and dead letters by code", async () => {
  await queues().put("employee-hired", [deadLetter("E1"), deadLetter("E2")]);
  await queues().put("role-changed-dlq", [deadLetter("E3"), deadLetter("E4", { code: "InvalidEvent", replays: 5 })]);
  await queues().receiveAll("employee-hired");
  await queues().put("employee-hired", [deadLetter("E5")]);
  const { text } = await status({ stage: "local", json: true });
  expect(JSON.parse(text)).toEqual({
    stage: "local",
    queues: [
      {
        queue: "seatkeeper-local-employee-hired",
        source: { waiting: 1, inFlight: 2 },
        deadLetters: { waiting: 0, inFlight: 0, byCode: {}, exhausted: 0 },
      },
      {
        queue: "seatkeeper-local-role-changed",
        source: { waiting: 0, inFlight: 0 },
        deadLetters: {
          waiting: 2,
          inFlight: 0,
          byCode: { DirectoryThrottled: 1, InvalidEvent: 1 },
          exhausted: 1,
          oldest: expect.stringMatching(/^\d{4}-/),
        },
      },
      {
        queue: "seatkeeper-local-employee-left",
        source: { waiting: 0, inFlight: 0 },
        deadLetters: { waiting: 0, inFlight: 0, byCode: {}, exhausted: 0 },
      },
    ],
  });
  expect(await queues().receiveAll("role-changed-dlq")).toHaveLength(2);
});

test("prints the same as text", async () => {
  await queues().put("employee-hired-dlq", [deadLetter("E1")]);
  const { text, complete } = await status({ stage: "local" });
  expect(text).toMatch(/Stage local[\s\S]*seatkeeper-local-employee-hired[\s\S]*DirectoryThrottled/);
  expect(complete).toBe(true);
});

describe("a deployed stage", () => {
  /** CloudFormation's Query protocol for DescribeStacks. */
  const cloudFormation = async (code: number, body: string) => {
    const server = createServer(({ headers }, response) => {
      signedFor.push(String(headers.authorization));
      response.writeHead(code, { "content-type": "text/xml" }).end(body);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    vi.stubEnv("AWS_ENDPOINT_URL_CLOUDFORMATION", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, "test");
    // Another region than the stage's.
    vi.stubEnv("AWS_REGION", "eu-west-1");
    return server;
  };
  const signedFor: string[] = [];
  const servers: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  test("shows its stack's status and outputs", async () => {
    const member = (name: string, value: string) =>
      `<member><OutputKey>${name}</OutputKey><OutputValue>${value}</OutputValue></member>`;
    servers.push(
      await cloudFormation(
        200,
        `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>seatkeeper-dev</StackName>
         <StackStatus>UPDATE_COMPLETE</StackStatus><CreationTime>2026-11-01T00:00:00Z</CreationTime>
         <Outputs>${member("HrBusName", "seatkeeper-dev-hr")}${member("LicensePolicyDigest", "e0ba84")}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
      ),
    );
    const deployed = await deadLetterQueues(undefined, "dev");
    servers.push(deployed);
    vi.stubEnv("AWS_ENDPOINT_URL_SQS", deployed.endpoint);
    const { text } = await status({ stage: "dev" });
    expect(text).toMatch(/Stage dev: UPDATE_COMPLETE, 2026-11-01T00:00:00.000Z/);
    expect(text).toMatch(/HrBusName +│ seatkeeper-dev-hr/);
    expect(text).toMatch(/LicensePolicyDigest +│ e0ba84/);
    expect(signedFor).toEqual([expect.stringContaining("/us-east-1/cloudformation/")]);
    expect(deployed.requests.length).toBeGreaterThan(0);
  });

  test("that does not exist is an error that says so", async () => {
    const error = "<Code>ValidationError</Code><Message>Stack with id seatkeeper-dev does not exist</Message>";
    servers.push(
      await cloudFormation(400, `<ErrorResponse><Error><Type>Sender</Type>${error}</Error></ErrorResponse>`),
    );
    await expect(status({ stage: "dev" })).rejects.toThrow(
      "There is no stack seatkeeper-dev in this account and region",
    );
  });
});
