import { expect, test } from "vitest";
import type { Account } from "../../../domain/accounts/directory.ts";
import { type AccountLink, CREATE_PENDING_MS } from "../../../domain/accounts/link.ts";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import { fold } from "../../../domain/facts/fold.ts";
import { nextStep, type Seen } from "../../../domain/reconcile/next-step.ts";
import { hired, NOW } from "../../support/hr-events.ts";

const EMAIL = hired().fact.email;
const OLD = "old@example.com";
const OLDER = "older@example.com";
const PRO = { license: "Pro", rule: "managers" } as const;

const recordWith = (link: AccountLink): EmployeeRecord => ({ ...fold(undefined, hired()).record, link });
const { version } = recordWith({}).current;

const pendingFor = (milliseconds: number, ...emails: string[]): AccountLink => ({
  createPending: { emails, at: new Date(NOW.getTime() - milliseconds).toISOString() },
});
const LONG_AGO = CREATE_PENDING_MS;
const JUST_NOT = CREATE_PENDING_MS - 1;

const found = (email: string, id: string): [string, Account] => [email, { id }];
const nobody = (email: string): [string, undefined] => [email, undefined];
const looked = (...lookups: (readonly [string, Account | undefined])[]) => ({ lookups: new Map(lookups) });

const HELD = { license: "Pro", version } as const;

test.each<[row: number, what: string, AccountLink, Partial<Seen>, object]>([
  [1, "the license is held for this fact", { accountId: "U1" }, { holds: HELD }, { do: "nothing", accountId: "U1" }],
  [
    1,
    "the license of an account from this pass is held",
    {},
    { account: { id: "U2" }, holds: HELD },
    { do: "nothing" },
  ],
  [2, "nothing is known", { accountId: "U1" }, {}, { do: "change", accountId: "U1", license: "Pro" }],
  [2, "another license is held", { accountId: "U1" }, { holds: { ...HELD, license: "Basic" } }, { do: "change" }],
  [
    2,
    "the license is held for another fact",
    { accountId: "U1" },
    { holds: { ...HELD, version: "" } },
    { do: "change" },
  ],
  [
    2,
    "an account was adopted or created in this pass",
    {},
    { account: { id: "U2" } },
    { do: "change", accountId: "U2" },
  ],
  [3, "there is a candidate", { candidateId: "U3" }, {}, { do: "adopt", account: { id: "U3" } }],
  [4, "no account was looked up", {}, {}, { do: "find", email: EMAIL }],
  [4, "no account was looked up, and a creation is pending", pendingFor(0, OLD), {}, { do: "find", email: EMAIL }],
  [
    5,
    "no account was found, and none may be created",
    {},
    { ...looked(nobody(EMAIL)), mayCreate: false },
    refusal("EmployeeNotProvisioned"),
  ],
  [6, "a creation began under another email", pendingFor(0, OLD), looked(nobody(EMAIL)), { do: "find", email: OLD }],
  [
    6,
    "the same, although an account has the email",
    pendingFor(0, OLD),
    looked(found(EMAIL, "U4")),
    { do: "find", email: OLD },
  ],
  [
    6,
    "the second of two earlier emails",
    pendingFor(0, OLD, OLDER),
    looked(nobody(EMAIL), nobody(OLD)),
    { do: "find", email: OLDER },
  ],
  [
    7,
    "the earlier email has an account",
    pendingFor(0, OLD),
    looked(found(EMAIL, "U4"), found(OLD, "U5")),
    { do: "adopt", account: { id: "U5" } },
  ],
  [
    8,
    "the creation began just now",
    pendingFor(0, OLD),
    looked(nobody(EMAIL), nobody(OLD)),
    refusal("CreationInProgress"),
  ],
  [
    8,
    "the creation began less than five minutes ago",
    pendingFor(JUST_NOT, OLD),
    looked(found(EMAIL, "U4"), nobody(OLD)),
    refusal("CreationInProgress"),
  ],
  [9, "an account has the email", {}, looked(found(EMAIL, "U4")), { do: "adopt", account: { id: "U4" } }],
  [
    9,
    "the same, and the creation made no account in five minutes",
    pendingFor(LONG_AGO, OLD),
    looked(found(EMAIL, "U4"), nobody(OLD)),
    { do: "adopt", account: { id: "U4" } },
  ],
  [
    9,
    "the same, if no account may be created",
    {},
    { ...looked(found(EMAIL, "U4")), mayCreate: false },
    { do: "adopt" },
  ],
  [10, "no account has the email", {}, looked(nobody(EMAIL)), { do: "create" }],
  [10, "the creation began under this email", pendingFor(0, EMAIL), looked(nobody(EMAIL)), { do: "create" }],
  [
    10,
    "the creation made no account in five minutes",
    pendingFor(LONG_AGO, OLD),
    looked(nobody(EMAIL), nobody(OLD)),
    { do: "create" },
  ],
])("row %d: %s", (_, __, link, seen, expected) => {
  const step = nextStep(recordWith(link), PRO, { now: NOW, mayCreate: true, lookups: new Map(), ...seen });
  expect(step).toMatchObject(expected);
});

test("waits five minutes for a creation", () => {
  expect(CREATE_PENDING_MS).toBe(300_000);
});

test("every description says what the step is, but not whom it is about", () => {
  const links: AccountLink[] = [{ accountId: "U1" }, { candidateId: "U3" }, {}];
  const sentences = links.map(
    (link) => nextStep(recordWith(link), PRO, { now: NOW, mayCreate: true, lookups: new Map() }).sentence,
  );
  expect(sentences).toEqual([
    "set Pro (rule managers)",
    "adopt the account found earlier",
    "find the account by email",
  ]);
  expect(sentences.join()).not.toContain("@");
});

function refusal(code: string) {
  return { do: "refuse", failure: { code } };
}
