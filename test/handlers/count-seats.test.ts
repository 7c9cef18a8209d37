import type { Context } from "aws-lambda";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { employeesTable } from "../../adapters/state/employees-table.ts";
import { loadDirectoryFile } from "../../config/load-stage.ts";
import { dynamoDbForTest } from "../support/dynamodb.ts";
import { hired, NOW } from "../support/hr-events.ts";

let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
let handler: (input: object, context: Context) => Promise<{ readonly seats: object }>;

beforeAll(async () => {
  dynamoDb = await dynamoDbForTest();
  vi.stubEnv("EMPLOYEES_TABLE", "employees");
  vi.stubEnv("POWERTOOLS_DEV", "true"); // then everything is written through the global console
  vi.stubEnv("POWERTOOLS_METRICS_DISABLED", "false"); // which development mode would do
  vi.stubEnv("POWERTOOLS_METRICS_NAMESPACE", "Seatkeeper");
  vi.doMock("seatkeeper:directory", () => ({ default: loadDirectoryFile("config", "chime") }));
  vi.doMock("../../adapters/state/clients.ts", () => ({ dynamoDbClients: () => dynamoDb }));
  ({ handler } = await import("../../handlers/count-seats.ts"));
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  vi.unstubAllEnvs();
  await dynamoDb.close();
});

test("counts the confirmed licenses of the stage's employees, and reports them as a metric", async () => {
  const employees = employeesTable(dynamoDb.document, "employees");
  for (const [number, license] of (["Pro", "Pro", "Basic"] as const).entries()) {
    const { record } = await employees.fold(hired({ employeeId: `E${number}` }), NOW);
    const applied = { license, active: true, entitled: true, state: record.state, at: NOW.toISOString() };
    const link = { accountId: `U${number}` };
    await employees.save(record, { ...record, link, applied, revision: record.revision + 1 });
  }
  const lines: string[] = [];
  for (const method of ["info", "log"] as const)
    vi.spyOn(console, method).mockImplementation((line) => void lines.push(line));
  const seats = { Basic: 1, Plus: 0, Pro: 2, ProTrial: 0 };
  const { seats: counted } = await handler({}, { awsRequestId: "r1" } as Context);
  expect(counted).toEqual(seats);
  const written = lines.map((line) => JSON.parse(line));
  expect(written.flatMap(({ license, Seats }) => (license === undefined ? [] : [[license, Seats]]))).toEqual(
    Object.entries(seats),
  );
  expect(written.find(({ event }) => event === "seats-counted")).toMatchObject({ seats, function_request_id: "r1" });
});
