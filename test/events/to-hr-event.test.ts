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

/** Records hold digests that were made before there were days, leaves and sequences. */
test.each([
  ["hired", "beb18e24cebff5696cb0ed0ade56c4db7b5ebd0291518cc5b7da0c0ee395eca7"],
  ["role-changed", "3d4bdeb8e5447a9d046f05025ca0ea998d2ca435631ff1ad2a98a5cbd78bb757"],
  ["hired-with-required-members-only", "57a81215a5daa0831ca464d942ab6fd4ffe2f29d9db49c17957d30888e2736f3"],
  ["hired-with-extensions", "f60e697fc63d7e0c39952d8feeb9d2ed8f80a29724ff897bca5693b4adafe92e"],
  ["hired-of-the-whole-world", "7ddfcbc982e3ec2ebda6295c5d8fe55798b607c4ea94f7353030b28ab809e85f"],
  ["eventbridge-hired", "90365552082a9927395ee0542c0734b8f04013b3e62e5e8d612c93d28b379502"],
  ["eventbridge-role-changed", "ddec5b54f062b834abbb44f6586ee99003fce30f97c397e48046f29b10291a2f"],
])("the digest of %s is that of the first release", (name, digest) => {
  expect(digestOf(fixture(name))).toBe(digest);
});

/** Pinned too: of a day it covers the day, so that a newer time-zone database makes no other event of it. */
test.each([
  ["hired-from-a-day", "a5563296f6fb4aaa5bb717d654b17e27e59602ecec6f7ba59d9519e0ba6ffedd"],
  ["left-after-a-day", "0a2ff23a209b53474955c567384f42f76161314fb023d6aa6a1d4572e7318700"],
  ["left", "19469c0108fd360b7d2b71706de49746eb5cf06cb791e71f900a200d96d50dde"],
  ["change-cancelled", "552ad36f2affa09afc6303784de36238566dd819151c1d90d83da282f2b16093"],
])("the digest of %s is that of its day, or of what it cancels", (name, digest) => {
  expect(digestOf(fixture(name))).toBe(digest);
});

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
    ["with a sequence", { ...hired, sequence: "7" }],
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

describe("the digest of a leave, or of a cancellation,", () => {
  const [byMoment, byDay, cancellation] = ["left", "left-after-a-day", "change-cancelled"].map(fixture);
  const changed = (event: typeof byDay, data: object) => ({ ...event, data: { ...event.data, ...data } });

  test.each([
    ["an email", byDay, changed(byDay, { email: "ana@example.com" })],
    ["a role", byMoment, changed(byMoment, { role: { title: "x" } })],
    ["another offset", byMoment, changed(byMoment, { effectiveAt: "2026-04-30T22:00:00Z" })],
    ["blanks", byDay, changed(byDay, { lastDay: " 2026-04-30", timeZone: "Europe/Berlin " })],
    ["a day of its own", cancellation, changed(cancellation, { effectiveAt: "2026-03-01T00:00:00Z" })],
  ])("is the same with %s", (_, one, other) => {
    expect(digestOf(other)).toBe(digestOf(one));
  });

  test.each([
    ["day", byDay, changed(byDay, { lastDay: "2026-04-29" })],
    ["zone", byDay, changed(byDay, { timeZone: "Europe/Paris" })],
    ["moment", byMoment, changed(byMoment, { effectiveAt: "2026-05-02T00:00:00Z" })],
    ["employee", byDay, changed(byDay, { employeeId: "E1002" })],
    ["cancelled event", cancellation, changed(cancellation, { cancels: "evt-1" })],
  ])("differs with another %s", (_, one, other) => {
    expect(digestOf(other)).not.toBe(digestOf(one));
  });
});

function withData(changes: object) {
  const hired = fixture("hired");
  return { ...hired, data: { ...hired.data, ...changes } };
}
