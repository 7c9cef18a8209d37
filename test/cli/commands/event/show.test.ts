import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { eventShow } from "../../../../cli/commands/event/show.ts";
import { deadLetter, useDeadLetterQueues } from "../../../support/dead-letter-queues.ts";
import { localEmployees } from "../../../support/employees-table.ts";
import { hired, left, NOW } from "../../../support/hr-events.ts";

const queues = useDeadLetterQueues();
let table: Awaited<ReturnType<typeof localEmployees>>;
beforeEach(async () => {
  table = await localEmployees();
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", table.endpoint);
});
afterEach(() => table.close());

const show = (id: string, options: object = {}) => eventShow(id, { stage: "local", ...options });
const shown = async (id: string, options: object = {}) => {
  const { text, complete } = await show(id, { json: true, ...options });
  return { complete, ...JSON.parse(text) };
};

/** A hire of each, which was applied. */
const applied = async (...employeeIds: readonly string[]) => {
  for (const employeeId of employeeIds) {
    const event = hired({ employeeId, messageId: `message of ${employeeId}` });
    const { record } = await table.employees.fold(event, NOW);
    const { employment } = record;
    if (employment === undefined) throw new Error("no hire");
    const { status: _, version: __, ...seen } = employment;
    const decision = { ...seen, rule: "managers", license: "Pro", outcome: "created", at: NOW.toISOString() } as const;
    await table.employees.save(record, { ...record, decisions: [decision], revision: record.revision + 1 });
  }
};

test("says of an event by its message that it was applied, when and by which rule", async () => {
  await applied("E1", "E2");
  const document = await shown("message of E2");
  expect(document).toMatchObject({ complete: true, read: 2, unreadable: 0, deadLetters: [], inFlight: 0 });
  expect(document.sightings).toEqual([
    {
      ...{ employeeId: "E2", eventId: "hire-1", messageId: "message of E2", fate: "applied", counts: true },
      ...{ at: NOW.toISOString(), outcome: "created", license: "Pro", rule: "managers" },
    },
  ]);
  expect((await show("message of E2")).text).toMatch(
    /^message of E2: applied\nE2: it was applied at 2026-06-01T12:00:00.000Z \(created, rule managers\), and is what HR said last\.\n[\s\S]*2 employees and all dead letters were read\.$/,
  );
});

test("lists everybody of whom the ID speaks, and with --employee reads one record", async () => {
  await applied("E1", "E2");
  const ids = ({ sightings }: { sightings: { employeeId: string }[] }) => sightings.map((each) => each.employeeId);
  expect(ids(await shown("hire-1")).sort()).toEqual(["E1", "E2"]);
  const one = await shown("hire-1", { employee: "E2" });
  expect([ids(one), one.read]).toEqual([["E2"], 1]);
  await expect(show("hire-1", { employee: "E9" })).rejects.toThrow("Nothing is known of an employee E9");
});

test("shows sources only if they are to be revealed", async () => {
  await applied("E1");
  expect((await shown("hire-1")).sightings[0]).not.toHaveProperty("eventSource");
  expect((await shown("hire-1", { reveal: true })).sightings[0].eventSource).toBe("/hr");
});

test("finds its dead letters by event, by message and by their own ID, and leaves them where they are", async () => {
  await queues().put("role-changed-dlq", [deadLetter("E7", { eventId: "change-7", messageId: "message-7" })]);
  const [found] = (await shown("change-7")).deadLetters;
  expect(found).toMatchObject({ eventId: "change-7", messageId: "message-7", code: "DirectoryThrottled", replays: 0 });
  expect((await shown("message-7")).deadLetters).toEqual([found]);
  expect((await shown(found.id)).deadLetters).toEqual([found]);
  expect((await show("change-7")).text).toMatch(/^change-7: dead-lettered\n[\s\S]*message-7[\s\S]*DirectoryThrottled/);
  expect(await queues().depth("role-changed-dlq")).toBe(1);
});

test("says that an event was dead-lettered and waits, if both are so", async () => {
  const leaves = left({ employeeId: "E1", effectiveAt: "2026-07-01T00:00:00.000Z" });
  await table.employees.fold(leaves, NOW);
  await queues().put("employee-left-dlq", [deadLetter("E1", { eventId: "leave-1" })]);
  expect((await show("leave-1")).text).toMatch(
    /^leave-1: waiting, dead-lettered\nE1: it waits until 2026-07-01T00:00:00.000Z \(NotYetEffective\)\.\n/,
  );
});

test("one that was not seen is incomplete, with what may be, and what is still queued", async () => {
  await applied("E1");
  await table.put({ employeeId: "E9", formatVersion: 99 });
  await queues().put("role-changed", [{ body: "{}" }]);
  expect(await shown("other")).toMatchObject({
    ...{ complete: false, sightings: [], deadLetters: [], read: 2, unreadable: 1, queued: 1 },
  });
  const { text } = await show("other");
  expect(text).toMatch(/^other: not seen\n1 message in the queues are not handled yet/);
  expect(text).toContain("1 record of another release cannot be read.");
});
