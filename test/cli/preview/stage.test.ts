import { CreateUserCommand, ListUsersCommand } from "@aws-sdk/client-chime";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import type { SourceLine } from "../../../cli/event-files/read-bodies.ts";
import type { PreviewedEvent } from "../../../cli/preview/previewed-event.ts";
import { withPreview } from "../../../cli/preview/with-preview.ts";
import { TIMEOUTS } from "../../../cli/stage.ts";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import { startAwsProxy } from "../../support/aws-proxy.ts";
import { ACCOUNT, emulatorForTest } from "../../support/chime-emulator.ts";
import { localEmployees } from "../../support/employees-table.ts";
import { hired, NOW } from "../../support/hr-events.ts";
import { chimeStage } from "../../support/stage-directory.ts";

let table: Awaited<ReturnType<typeof localEmployees>>;
let chime: Awaited<ReturnType<typeof emulatorForTest>>;
let proxy: Awaited<ReturnType<typeof startAwsProxy>>;
beforeEach(async () => {
  table = await localEmployees();
  chime = await emulatorForTest({ ...ACCOUNT, supportedLicenses: ["Basic", "Plus", "Pro", "ProTrial"] });
  proxy = await startAwsProxy({ chime: chime.endpoint, dynamodb: table.endpoint, sqs: "http://127.0.0.1:1" });
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", proxy.endpoint);
  vi.stubEnv("NO_COLOR", "1");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await proxy.close();
  await chime.close();
  await table.close();
});

const body = (kind: string, employeeId: string, email: string, title = "Manager") =>
  JSON.stringify({
    specversion: "1.0",
    id: `${kind}-${employeeId}`,
    source: "/hr",
    type: `hr.employee.${kind}.v1`,
    time: "2026-05-01T00:00:00Z",
    data: { employeeId, email, effectiveAt: "2026-05-01T00:00:00Z", role: { title, department: "Any" } },
  });

async function* linesOf(bodies: readonly string[]): AsyncGenerator<SourceLine> {
  for (const [index, each] of bodies.entries()) yield { file: "events", line: index + 1, body: each };
}

const preview = (bodies: readonly string[], directory = proxy.endpoint) =>
  withPreview(
    { stage: "local", now: () => NOW },
    async (opened) => {
      const events: PreviewedEvent[] = [];
      for await (const event of opened.events(linesOf(bodies))) events.push(event);
      return { events, summary: opened.summary() };
    },
    () => chimeStage(directory, AccountId),
  );

/** E1 works here with Basic in U1, as a function has confirmed it. */
const anEmployee = async (userId: string) => {
  const { record } = await table.employees.fold(hired({ email: "ana@example.com" }), NOW);
  const applied = { license: "Basic", active: true, entitled: true, state: record.state, at: NOW.toISOString() };
  const after: EmployeeRecord = { ...record, link: { accountId: userId }, applied, revision: record.revision + 1 };
  await table.employees.save(record, after);
  await table.employees.claim(userId, "E1", NOW);
};

const AccountId = ACCOUNT.accountId;

const addUser = async (Email: string): Promise<string> =>
  (await chime.client.send(new CreateUserCommand({ AccountId, Email }))).User?.UserId ?? "";

/** Everything that a write would change. */
const state = async () => {
  const { Users } = await chime.client.send(new ListUsersCommand({ AccountId }));
  return JSON.stringify([await table.scan(), Users]);
};

test("a preview of a stage reads its table and its directory, counts the calls, and writes nothing", async () => {
  await anEmployee(await addUser("ana@example.com"));
  await addUser("ben@example.com");
  const before = await state();
  proxy.calls.length = 0;
  const { events, summary } = await preview([
    body("role-changed", "E1", "ana@example.com"),
    body("hired", "E2", "ben@example.com"),
    body("hired", "E3", "eva@example.com"),
    body("hired", "E4", "ana@example.com"),
    body("left", "E1", "ana@example.com"),
    "no JSON",
  ]);
  const operations = proxy.calls.map(({ operation }) => operation);
  expect([...new Set(operations)].sort()).toEqual(["GetItem", "ListUsers"]);
  expect(summary.calls).toEqual({
    dynamodb: operations.filter((each) => each === "GetItem").length,
    directory: operations.filter((each) => each === "ListUsers").length,
  });
  // Four employees, the claim on ben's account, and that on ana's for E4 and for the leave of E1.
  expect(summary.calls).toEqual({ dynamodb: 7, directory: 3 });
  expect(await state()).toBe(before);
  expect(events).toMatchObject([
    { employeeId: "E1", outcome: "updated", from: "Basic", license: "Pro", rule: "managers" },
    { employeeId: "E2", outcome: "updated", from: "Basic", license: "Pro" },
    { employeeId: "E3", outcome: "created", license: "Pro" },
    { employeeId: "E4", outcome: "waiting", because: "AddressInUse" },
    { employeeId: "E1", outcome: "released", from: "Pro", license: "Basic" },
    { outcome: "dead-lettered", code: "MalformedBody" },
  ]);
  // E4 gets the account once it has passed on.
  expect(summary.outcomes).toMatchObject({ updated: 2, created: 1, reactivated: 1, released: 1, waiting: 0 });
  expect(summary.licenses).toMatchObject({ before: { Basic: 2, Pro: 0 }, after: { Basic: 0, Pro: 3 } });
});

test("a table that does not answer ends the preview, and says what to look at", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:9");
  await expect(preview([body("hired", "E1", "ana@example.com")])).rejects.toThrow(
    "AWS_ENDPOINT_URL_DYNAMODB is http://127.0.0.1:9, and the stack is not there",
  );
});

test("so does one that takes the call and says nothing", async () => {
  const { requestTimeout } = TIMEOUTS;
  onTestFinished(() => void Object.assign(TIMEOUTS, { requestTimeout }));
  TIMEOUTS.requestTimeout = 20;
  proxy.setFaults(() => "hang");
  const ended = preview([body("hired", "E1", "ana@example.com")]);
  await expect(ended).rejects.toThrow("and the stack is not there");
});

test("a directory that does not answer ends the preview, and names the command that checks it", async () => {
  await expect(preview([body("hired", "E1", "ana@example.com")], "http://127.0.0.1:9")).rejects.toThrow(
    "`seatkeeper directory check --stage local` says what is wrong",
  );
});
