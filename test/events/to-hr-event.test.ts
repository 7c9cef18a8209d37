import { describe, expect, test } from "vitest";
import { parseHrEvent } from "../../events/parse.ts";
import { NOW } from "../support/hr-events.ts";
import { fixture } from "./hr-fixtures.ts";

const digestOf = (body: unknown) => parseHrEvent(JSON.stringify(body), NOW).digest;
const backwards = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, member]) => [name, backwards(member)]),
      )
    : value;

describe("the digest is the same", () => {
  const hired = fixture("hired");
  const { role } = hired.data;
  test.each([
    ["with members in another order", backwards(hired)],
    ["in an EventBridge envelope", fixture("eventbridge-around-cloudevent")],
    ["in an SNS envelope", fixture("sns-around-cloudevent")],
    ["in three envelopes", fixture("three-envelopes")],
    [
      "with blanks and capitals",
      { ...hired, data: { ...hired.data, email: " Ana@Example.com ", employeeId: " E1001" } },
    ],
    ["with a blank around an attribute", withData({ role: { ...role, attributes: { costCenter: "421 " } } })],
    ["with the time in another offset", { ...hired, time: "2026-02-20T07:15:00Z" }],
    ["with unknown members", { ...hired, traceparent: "00-4bf9", data: { ...hired.data, previousRole: role } }],
    ["with null and blank members", { ...hired, subject: null, data: { ...hired.data, extra: " ", other: null } }],
    ["with the email decomposed", withData({ email: "ana@example.com".normalize("NFD") })],
    ["with the level as text", withData({ role: { ...role, level: String(role.level) } })],
    ["from another source", { ...hired, source: "/hr/moved" }],
  ])("%s", (_, body) => {
    expect(digestOf(body)).toBe(digestOf(hired));
  });
});

describe("the digest differs", () => {
  const { role } = fixture("hired").data;
  test.each([
    ["ID", { ...fixture("hired"), id: "evt-9" }],
    ["type", { ...fixture("hired"), type: "hr.employee.role-changed.v1" }],
    ["time", { ...fixture("hired"), time: "2026-02-20T08:15:01+01:00" }],
    ["effective date", withData({ effectiveAt: "2026-03-02T00:00:00Z" })],
    ["employee", withData({ employeeId: "E1002" })],
    ["email", withData({ email: "ben@example.com" })],
    ["name", withData({ displayName: "Ana Maria Diaz" })],
    ["title", withData({ role: { ...role, title: "Account Manager" } })],
    ["level", withData({ role: { ...role, level: 5 } })],
    ["attribute", withData({ role: { ...role, attributes: { costCenter: "422" } } })],
    ["attribute of another type", withData({ role: { ...role, attributes: { costCenter: 421 } } })],
  ])("with another %s", (_, body) => {
    expect(digestOf(body)).not.toBe(digestOf(fixture("hired")));
  });
});

function withData(changes: object) {
  const hired = fixture("hired");
  return { ...hired, data: { ...hired.data, ...changes } };
}
