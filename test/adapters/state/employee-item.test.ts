import { expect, test } from "vitest";
import { FORMAT_VERSION, readEmployeeItem } from "../../../adapters/state/employee-item.ts";

/** A record as the first release wrote it. */
const FIRST_FORMAT = {
  employeeId: "E1",
  facts: {
    event: "hr.employee.role-changed.v1",
    email: "ana@example.com",
    displayName: "Ana Diaz",
    effectiveAt: "2026-03-01T00:00:00.000Z",
    role: { title: "Manager", department: "Sales", level: 4, attributes: { costCenter: "421", remote: true } },
  },
  version: "v2",
  previousVersion: "v1",
  eventId: "change-1",
  eventDigest: "digest",
  recentEventIds: ["hire-1", "change-1"],
  userId: "U1",
  linkedUserId: "U1",
  creationEmails: new Set(["anna@example.com"]),
  creationNotedAt: "2026-02-01T00:00:00.000Z",
  applied: { license: "Pro", version: "v2" },
  decisions: [
    {
      eventId: "hire-1",
      eventDigest: "digest",
      rule: "managers",
      license: "Pro",
      outcome: "created",
      at: "2026-03-01T00:00:00.000Z",
    },
  ],
  revision: 3,
};

test("reads a record in the first format", () => {
  expect(readEmployeeItem(FIRST_FORMAT)).toEqual({
    employeeId: "E1",
    current: {
      fact: {
        kind: "role-changed",
        email: "ana@example.com",
        displayName: "Ana Diaz",
        effectiveAt: "2026-03-01T00:00:00.000Z",
        role: FIRST_FORMAT.facts.role,
      },
      version: "v2",
      previousVersion: "v1",
      eventId: "change-1",
      eventDigest: "digest",
    },
    link: {
      accountId: "U1",
      candidateId: "U1",
      createPending: { emails: ["anna@example.com"], at: "2026-02-01T00:00:00.000Z" },
    },
    applied: { license: "Pro", version: "v2" },
    decisions: FIRST_FORMAT.decisions,
    recentEvents: ["hire-1", "change-1"],
    revision: 3,
  });
});

test("reads the sources of events", () => {
  const [decision] = FIRST_FORMAT.decisions;
  const item = { ...FIRST_FORMAT, eventSource: "/hr", decisions: [{ ...decision, eventSource: "/payroll" }] };
  expect(readEmployeeItem(item)).toMatchObject({
    current: { eventSource: "/hr" },
    decisions: [{ eventSource: "/payroll" }],
  });
});

test.each<[string, object, string]>([
  ["a later format", { formatVersion: FORMAT_VERSION + 1 }, "has format 3, and this release knows formats up to 2"],
  ["an unknown license", { applied: { license: "Gold", version: "v2" } }, "is damaged: applied.license"],
  ["no version", { version: undefined }, "is damaged: version"],
  ["a fact of an unknown kind", { facts: { ...FIRST_FORMAT.facts, event: "hr.employee.left.v1" } }, "unknown kind"],
])("rejects %s as retryable, without repeating a value", (_, changes, message) => {
  const failure = { code: "RecordUnreadable", retryable: true, message: expect.stringContaining(message) };
  expect(() => readEmployeeItem({ ...FIRST_FORMAT, ...changes })).toThrow(expect.objectContaining(failure));
});
