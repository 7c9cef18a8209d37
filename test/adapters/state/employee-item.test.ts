import { describe, expect, test } from "vitest";
import { FORMAT_VERSION, readEmployeeItem, recordItem } from "../../../adapters/state/employee-item.ts";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import { emptyRecord, fold, stated } from "../../../domain/facts/fold.ts";
import { hired, left, NOW, roleChanged } from "../../support/hr-events.ts";
import { FORMAT_1, FORMAT_2 } from "./old-items.ts";

const JULY = "2026-07-01T00:00:00.000Z";

const FOLDED = [
  hired({ displayName: "Ana Diaz", messageId: "message-1" }),
  roleChanged({ messageId: "message-2" }),
  left({ id: "july", effectiveAt: JULY, messageId: "message-3" }),
].reduce((record, event) => fold(record, event, NOW).record, emptyRecord("E1"));

/** Every member that a record can have. */
const WHOLE: EmployeeRecord = {
  ...FOLDED,
  upcoming: [...FOLDED.upcoming, { ...stated(hired({ id: "other" })), refused: true }],
  link: { accountId: "U1" },
  applied: {
    license: "Pro",
    profile: { email: "ana@example.com", displayName: "Ana" },
    active: true,
    entitled: true,
    state: 2,
    at: "2026-06-01T12:00:00.000Z",
  },
  waiting: { because: "AddressInUse", since: "2026-06-01T12:00:00.000Z", until: "2026-06-01T12:05:00.000Z" },
  decisions: [
    {
      eventId: "hire-1",
      eventSource: "/hr",
      eventDigest: "digest of hire-1",
      messageId: "message-1",
      rule: "managers",
      license: "Pro",
      from: "Basic",
      outcome: "updated",
      at: "2026-06-01T12:00:00.000Z",
    },
    { eventId: "x", eventDigest: "d", rule: "EmployeeIdReused", outcome: "refused", at: "2026-06-01T12:00:00.000Z" },
  ],
  cancelled: ["august /hr"],
};

/** What DynamoDB keeps of an item. */
const stored = (record: EmployeeRecord) => {
  const members = Object.entries({ employeeId: record.employeeId, ...recordItem(record) });
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
};

describe("format 3", () => {
  test("is read as it was written, with every member", () => {
    expect(readEmployeeItem(stored(WHOLE))).toEqual(WHOLE);
  });

  test("has the role's message where every release writes it with the role", () => {
    expect(stored(WHOLE)).toMatchObject({ facts: { messageId: "message-2" } });
    expect(stored(WHOLE)).not.toHaveProperty("messageId");
  });

  test("is read as it was written, with no member that may be missing", () => {
    const record = { ...emptyRecord("E1"), revision: 1 };
    expect(readEmployeeItem(stored(record))).toEqual(record);
  });

  test("has the links that have writes of their own", () => {
    const link = {
      accountId: "U1",
      candidateId: "U2",
      createPending: { emails: ["a@example.com"], at: JULY },
      releasedAt: JULY,
      lostId: "U3",
      invited: { email: "a@example.com", at: JULY },
    };
    const item = {
      ...stored(WHOLE),
      linkedUserId: "U2",
      creationEmails: new Set(["a@example.com"]),
      creationNotedAt: JULY,
      releasedAt: JULY,
      lostUserId: "U3",
      invitedEmail: "a@example.com",
      invitedAt: JULY,
    };
    expect(readEmployeeItem(item).link).toEqual(link);
    expect(Object.keys(recordItem({ ...WHOLE, link }))).not.toContain("linkedUserId");
  });
});

describe("is in the index of what waits", () => {
  const { waiting: _, ...others } = WHOLE;

  test.each<[what: string, EmployeeRecord, wakeAt: string, wakeBy: string]>([
    ["what it waits for, if that is first", WHOLE, "2026-06-01T12:05:00.000Z", "role-changed"],
    ["its first upcoming fact, by the function that may apply it", others, JULY, "left"],
    ["a hire without an account", { ...WHOLE, link: {} }, "2026-06-01T12:05:00.000Z", "hired"],
  ])("by %s", (_, record, wakeAt, wakeBy) => {
    expect(recordItem(record)).toMatchObject({ wakeAt, wakeBy });
  });

  test("in a partition that follows from the ID, in this release and the next", () => {
    const shards = ["E1", "E2", "E3", "employee-4711"].map((employeeId) => recordItem({ ...WHOLE, employeeId }));
    expect(shards.map(({ wakeShard }) => wakeShard)).toEqual(["6", "2", "2", "0"]);
  });

  test("not at all if it waits for nothing", () => {
    const { wakeAt, wakeBy, wakeShard } = recordItem({ ...others, upcoming: [] });
    expect([wakeAt, wakeBy, wakeShard]).toEqual([undefined, undefined, undefined]);
  });
});

test("spreads what waits over all partitions, about evenly", () => {
  const counts = new Map<string | undefined, number>();
  for (let each = 0; each < 8_000; each += 1) {
    const { wakeShard } = recordItem({ ...WHOLE, employeeId: `E${each}` });
    counts.set(wakeShard, (counts.get(wakeShard) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(["0", "1", "2", "3", "4", "5", "6", "7"]);
  for (const count of counts.values()) expect(count).toBeGreaterThan(850);
});

describe("format 1", () => {
  test("is read as the newest role of somebody who was hired", () => {
    const event = { eventId: "change-1", eventDigest: "digest of change-1" };
    const version = "2026-03-02T00:00:00.000Z 2026-02-20T00:00:00.000Z   change-1";
    const { facts } = FORMAT_1;
    expect(readEmployeeItem(FORMAT_1)).toEqual({
      employeeId: "E1",
      role: {
        fact: {
          kind: "role-changed",
          email: "ana@example.com",
          displayName: "Ana Diaz",
          effectiveAt: "2026-03-02T00:00:00.000Z",
          role: facts.role,
        },
        version,
        ...event,
      },
      employment: { status: "hired", version, ...event },
      upcoming: [],
      state: 1,
      link: {
        accountId: "U1",
        candidateId: "U1",
        createPending: { emails: ["anna@example.com"], at: "2026-02-01T00:00:00.000Z" },
      },
      applied: { license: "Pro", active: true, entitled: true, state: 1 },
      decisions: FORMAT_1.decisions,
      recentEvents: ["hire-1", "change-1"],
      cancelled: [],
      revision: 4,
    });
  });
});

describe("format 2", () => {
  test("is read with the sources of events", () => {
    const version = "2026-03-02T00:00:00.000Z 2026-03-02T00:00:00.000Z  %2Fhr change-1";
    const said = { version, eventId: "change-1", eventSource: "/hr" };
    expect(readEmployeeItem(FORMAT_2)).toMatchObject({
      role: said,
      employment: { status: "hired", ...said },
      applied: { state: 1 },
      decisions: [{ eventSource: "/hr" }, { eventSource: "/hr" }],
      recentEvents: ["hire-1 /hr", "change-1 /hr"],
    });
  });

  test("has the version that its event has today", () => {
    const event = roleChanged({ effectiveAt: "2026-03-02T00:00:00.000Z" });
    expect(readEmployeeItem(FORMAT_2).role?.version).toBe(fold(undefined, event, NOW).record.role?.version);
  });

  test.each<[what: string, applied: object | undefined, state: number | undefined]>([
    ["of the current fact", FORMAT_2.applied, 1],
    ["of the fact before", { license: "Basic", version: FORMAT_2.previousVersion }, 0],
    ["of an older one", { license: "Basic", version: "2026-01-01T00:00:00.000Z||x" }, -1],
    ["of none", undefined, undefined],
  ])("knows the license %s, and not since when", (_, applied, state) => {
    const record = readEmployeeItem({ ...FORMAT_2, applied });
    expect([record.applied?.state, record.applied?.at]).toEqual([state, undefined]);
  });

  test.each<[what: string, changes: object, status: string | undefined]>([
    ["with an account", {}, "hired"],
    ["of a hire", { userId: undefined, facts: { ...FORMAT_2.facts, event: "hr.employee.hired.v1" } }, "hired"],
    ["of a change of somebody unknown", { userId: undefined }, undefined],
  ])("somebody %s is %s", (_, changes, status) => {
    expect(readEmployeeItem({ ...FORMAT_2, ...changes }).employment?.status).toBe(status);
  });
});

test.each<[string, object, string]>([
  ["a later format", { formatVersion: FORMAT_VERSION + 1 }, "has format 4, and this release knows formats up to 3"],
  ["a license that is no name", { applied: { license: 1, active: true, entitled: true, state: 1 } }, "applied.license"],
  ["no state", { state: undefined }, "is damaged: state"],
  ["a reason that nobody knows", { waiting: { because: "x", since: "", until: "" } }, "is damaged: waiting.because"],
  ["a fact of an unknown kind", { facts: { event: "hr.employee.fired.v1", effectiveAt: "" } }, "of an unknown kind"],
  [
    "an upcoming fact without a role",
    {
      upcoming: [
        { facts: { event: "hr.employee.hired.v1", effectiveAt: JULY }, version: "v", eventId: "e", eventDigest: "d" },
      ],
    },
    "of an unknown kind",
  ],
])("rejects %s as retryable, without repeating a value", (_, changes, message) => {
  const failure = { code: "RecordUnreadable", retryable: true, message: expect.stringContaining(message) };
  expect(() => readEmployeeItem({ ...stored(WHOLE), ...changes })).toThrow(expect.objectContaining(failure));
});

test("rejects an old item without a version", () => {
  const message = expect.stringContaining("is damaged");
  expect(() => readEmployeeItem({ ...FORMAT_1, version: undefined })).toThrow(expect.objectContaining({ message }));
});
