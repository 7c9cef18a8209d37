import { expect, test } from "vitest";
import type { AccountLink } from "../../../domain/accounts/link.ts";
import { type Claim, decideTransfer } from "../../../domain/accounts/transfer.ts";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import type { HrEvent } from "../../../domain/facts/hr-event.ts";
import { hired, left, NOW } from "../../support/hr-events.ts";
import { folded } from "../facts/folded.ts";

const TOMORROW = "2026-06-02T12:00:00.000Z";
const before = (ms: number) => new Date(NOW.getTime() - ms).toISOString();
const RELEASED: Claim = { ownerId: "E1", heldAt: before(120_000) };
const CREATED_NOW: AccountLink = { createPending: { emails: ["ben@example.com"], at: before(1_000) } };
const CREATED_EARLIER: AccountLink = { createPending: { emails: ["ben@example.com"], at: before(300_000) } };

const employee = (employeeId: string, events: readonly HrEvent[], link: AccountLink = {}): EmployeeRecord => ({
  ...folded(events),
  employeeId,
  link,
});
const LEAVER = employee("E1", [hired(), left()], { accountId: "U1" });
const HEIR = employee("E2", [hired()]);
const MAY = new Date("2026-05-30T00:00:00.000Z");
const DUE_HEIR = { ...folded([hired({ effectiveAt: "2026-06-01T00:00:00.000Z" })], MAY), employeeId: "E2" };
const DUE_LEAVER = {
  ...folded([hired(), left({ effectiveAt: "2026-06-01T00:00:00.000Z" })], MAY),
  link: { accountId: "U1" },
};

type Case = { readonly from?: EmployeeRecord; readonly to?: EmployeeRecord; readonly claim?: Claim };
const decide = (changes: Case & { readonly fromId?: string; readonly toId?: string }) =>
  decideTransfer({ fromId: "E1", toId: "E2", from: LEAVER, to: HEIR, claim: RELEASED, now: NOW, ...changes });

const ALL = ["letGo", "adopt", "resync", "untie"];
test.each<[what: string, Case, steps: readonly string[]]>([
  ["of somebody who left, two minutes after its release was begun", {}, ALL],
  ["whose owner never confirmed it", { from: { ...LEAVER, link: { candidateId: "U1" } } }, ALL],
  ["of somebody whose last day is over, and whom no function has looked at since", { from: DUE_LEAVER }, ALL],
  ["to somebody whose first day has begun, and whom no function has looked at since", { to: DUE_HEIR }, ALL],
  ["to somebody whose creation was begun five minutes ago", { to: { ...HEIR, link: CREATED_EARLIER } }, ALL],
  ["that an interrupted transfer has linked", { to: { ...HEIR, link: { candidateId: "U1" } } }, ALL],
  [
    "that was linked while a creation had just begun",
    { to: { ...HEIR, link: { ...CREATED_NOW, candidateId: "U1" } } },
    ALL,
  ],
  [
    "that an interrupted transfer has claimed",
    { to: { ...HEIR, link: { candidateId: "U1" } }, claim: { ownerId: "E2" } },
    ["resync", "untie"],
  ],
  ["that is claimed and no longer linked", { claim: { ownerId: "E2" } }, ["adopt", "resync", "untie"]],
  [
    "that is claimed, of somebody who was hired again meanwhile",
    { from: { ...HEIR, employeeId: "E1", link: { accountId: "U1" } }, claim: { ownerId: "E2" } },
    ["adopt", "resync", "untie"],
  ],
])("hands over an account %s", (_, changes, steps) => {
  expect(decide(changes)).toEqual({ accountId: "U1", steps });
});

test.each<[what: string, Parameters<typeof decide>[0], refused: string, fix: string]>([
  ["to oneself", { toId: "E1", to: LEAVER }, "E1 is both the old owner and the new one.", "Name two employees."],
  ["to oneself, unknown", { fromId: "E9", toId: "E9" }, "E9 is both the old owner and the new one.", "Name two"],
  [
    "from somebody without an account",
    { from: { ...LEAVER, link: {} } },
    "E1 has no account.",
    "There is nothing to hand over.",
  ],
  ["to somebody with an account", { to: { ...HEIR, link: { accountId: "U2" } } }, "E2 has the account U2.", "U1 stays"],
  [
    "to somebody with a candidate",
    { to: { ...HEIR, link: { candidateId: "U2" } } },
    "E2 has the account U2.",
    "U1 stays",
  ],
  [
    "to somebody with another account beside the claim",
    { to: { ...HEIR, link: { accountId: "U2" } }, claim: { ownerId: "E2" } },
    "E2 has the account U2.",
    "U1 stays",
  ],
  ["that passed on", { claim: { ownerId: "E3" } }, "The account U1 belongs to E3 by now.", "nothing to hand over"],
  [
    "from somebody active",
    { from: employee("E1", [hired()], { accountId: "U1" }) },
    "E1 works here.",
    "Have HR publish hr.employee.left.v1 for E1",
  ],
  [
    "from somebody who leaves tomorrow",
    { from: employee("E1", [hired(), left({ effectiveAt: TOMORROW })], { accountId: "U1" }) },
    "E1 works here.",
    "Have HR publish",
  ],
  ["to somebody who left", { to: employee("E2", [hired(), left()]) }, "E2 has left.", "Have HR publish the hire of E2"],
  [
    "to somebody who begins tomorrow",
    { to: employee("E2", [hired({ effectiveAt: TOMORROW })]) },
    "Nothing that HR said of E2 is in effect yet.",
    "once it is",
  ],
  [
    "to somebody whose account may just be created",
    { to: { ...HEIR, link: CREATED_NOW } },
    "An account for E2 may just be created.",
    "in five minutes",
  ],
  [
    "whose release has not begun",
    { claim: { ownerId: "E1" } },
    "E1 has left, but the release of U1 has not begun.",
    "employee show E1",
  ],
  ["that nobody claimed", { claim: {} }, "E1 has left, but the release of U1 has not begun.", "employee show E1"],
  [
    "whose release was begun under two minutes ago",
    { claim: { ownerId: "E1", heldAt: before(119_999) } },
    "The account U1 is just being released.",
    "after 2026-06-01T12:00:00.001Z",
  ],
])("refuses a transfer %s, and says what to do", (_, changes, refused, fix) => {
  expect(decide(changes)).toEqual({ refused, fix: expect.stringContaining(fix) });
});

test.each(["from", "to"] as const)("refuses a transfer if nothing is known of `%s`", (member) => {
  const { [member]: _, ...known } = { from: LEAVER, to: HEIR };
  expect(decideTransfer({ fromId: "E1", toId: "E2", ...known, claim: {}, now: NOW })).toMatchObject({
    refused: `Nothing is known of ${member === "from" ? "E1" : "E2"}.`,
  });
});
