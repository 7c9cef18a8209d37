import { afterEach, expect, test, vi } from "vitest";
import { functionEnvironment } from "../../adapters/lambda/function-environment.ts";
import { messageCount, queueDepth } from "../../adapters/sqs/queue-depth.ts";
import { pause, resume } from "../../cli/commands/pause.ts";
import { status } from "../../cli/commands/status.ts";
import { sendLines } from "../../cli/sending/send-lines.ts";
import { lambdaName, withLambda } from "../../cli/stage-functions.ts";
import { readTemplate } from "../../local/aws/template.ts";
import { localClients } from "../../local/clients.ts";
import { ANY_PORTS } from "../../local/ports.ts";
import { startStack } from "../../local/stack.ts";
import { eventBody, hireBody } from "../support/event-bodies.ts";
import { PACKAGE_DIR } from "../support/package-once.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0).reverse()) await close();
});

const start = async () => {
  const log: string[] = [];
  const model = readTemplate(PACKAGE_DIR);
  const onLog = (_: string, line: string) => log.push(line);
  const stack = await startStack({ model, packageDir: PACKAGE_DIR, ports: ANY_PORTS, onLog });
  closing.push(stack.close);
  const clients = localClients(stack.endpoints);
  closing.push(clients.destroy);
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", stack.endpoints.sqs);
  vi.stubEnv("AWS_ENDPOINT_URL_LAMBDA", stack.lambda);
  vi.stubEnv("NO_COLOR", "1");
  const created = () => log.filter((line) => line.includes('"outcome":"created"')).length;
  const received = () => log.filter((line) => /"outcome"/.test(line)).length;
  const urlOf = (id: string) => stack.queues.find(({ logicalId }) => logicalId === id)?.url ?? "";
  return { ...clients, created, received, urlOf };
};

const local = { stage: "local" };
const firstLine = ({ text }: { readonly text: string }) => text.split("\n")[0];

test("a paused stage applies nothing and keeps what arrives; resumed, it applies all of it", async () => {
  const { sqs, created, received, urlOf } = await start();
  expect(firstLine(await pause(local))).toMatch(/^PAUSED since /);
  const hires = Array.from({ length: 25 }, (_, index) =>
    hireBody({ employeeId: `E${index}`, email: `e${index}@example.com` }, { id: `hire-${index}` }),
  );
  const bodies = [
    ...hires,
    eventBody("left", { employeeId: "E99", lastDay: "2026-03-01", timeZone: "UTC", effectiveAt: undefined }),
  ];
  const lines = bodies.map((body, index) => ({ file: "f", line: index + 1, body: JSON.stringify(body) }));
  expect(await sendLines({ ...local, lines, total: lines.length })).toMatchObject({ sent: 26 });
  expect(firstLine(await status(local))).toMatch(/^PAUSED since /);
  expect(await queueDepth(sqs, urlOf("EmployeeHiredQueue"))).toEqual({ waiting: 25, inFlight: 0 });
  expect(await queueDepth(sqs, urlOf("EmployeeLeftQueue"))).toEqual({ waiting: 1, inFlight: 0 });
  expect(received()).toBe(0);
  expect(firstLine(await resume(local))).toBe("The stage local runs: its functions take messages.");
  await expect.poll(created, { timeout: 30_000 }).toBe(25);
  await expect.poll(() => messageCount(sqs, urlOf("EmployeeLeftQueue"))).toBe(0);
  expect(firstLine(await status(local))).toBe("Stage local");
}, 60_000);

test("the embedded Lambda shows a function's environment, by the name that the template gives it", async () => {
  await start();
  const name = lambdaName("local", "employeeHired");
  expect(await withLambda("local", (client) => functionEnvironment(client, name))).toMatchObject({
    STAGE: "local",
    LICENSE_POLICY_DIGEST: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
}, 60_000);
