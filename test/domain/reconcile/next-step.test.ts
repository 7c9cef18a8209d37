import { describe, expect, test } from "vitest";
import type { Account } from "../../../domain/accounts/directory.ts";
import { type AccountLink, CREATE_PENDING_MS, INVITATION_MS } from "../../../domain/accounts/link.ts";
import type { EmployeeRecord, Waiting } from "../../../domain/employee-record.ts";
import { type Desired, LEFT } from "../../../domain/reconcile/desire.ts";
import { nextStep } from "../../../domain/reconcile/next-step.ts";
import type { Seen } from "../../../domain/reconcile/step.ts";
import { hired, left, NOW, roleChanged } from "../../support/hr-events.ts";
import { MAY } from "../../support/in-memory-dependencies.ts";
import { folded } from "../facts/folded.ts";

const EMAIL = hired().fact.email;
const OLD = "old@example.com";
const OLDER = "older@example.com";
const HOUR = 3_600_000;
const iso = (ms: number): string => new Date(NOW.getTime() + ms).toISOString();

const PRO: Desired = { entitled: true, active: true, license: "Pro", rule: "managers" };
const GONE: Desired = { entitled: false, active: false, license: "Basic", rule: LEFT };
const GONE_ACTIVE: Desired = { ...GONE, active: true };

const ANA = { email: EMAIL, displayName: "Ana" };

const pendingFor = (milliseconds: number, ...emails: string[]): AccountLink => ({
  createPending: { emails, at: iso(-milliseconds) },
});
const LONG_AGO = CREATE_PENDING_MS;
const JUST_NOT = CREATE_PENDING_MS - 1;
const invitedFor = (milliseconds: number, email = EMAIL): AccountLink => ({
  invited: { email, at: iso(-milliseconds) },
});
const invited = (ms: number, next: number) => ({
  do: "wait",
  waiting: { because: "InvitationPending", since: iso(-ms), until: iso(next) },
});
const RELEASED: AccountLink = { accountId: "U1", releasedAt: iso(-HOUR) };

const found = (email: string, id: string): [string, Account] => [email, { id }];
const nobody = (email: string): [string, undefined] => [email, undefined];
const looked = (...lookups: (readonly [string, Account | undefined])[]) => ({ lookups: new Map(lookups) });
const refusal = (code: string) => ({ do: "refuse", failure: { code } });
const waitingSince = (because: Waiting["because"], ms: number): Waiting => ({
  because,
  since: iso(-ms),
  until: iso(0),
});

const SEEN: Seen = { now: NOW, may: MAY.hired, hireGraceMs: HOUR, lookups: new Map(), others: new Set() };
type Case = [row: number, what: string, AccountLink, Partial<Seen>, sentence: string, step: object];

describe("somebody who is to have an account", () => {
  const HIRED = folded([hired()]);
  const HELD = { license: "Pro", active: true, claimed: true, state: HIRED.state } as const;
  const U2 = { id: "U2", active: true } as const;
  const stepOf = (link: AccountLink, seen: Partial<Seen>, record: EmployeeRecord = HIRED) =>
    nextStep({ ...record, link }, PRO, { ...SEEN, ...seen });

  test.each<Case>([
    [
      1,
      "an account that was released",
      RELEASED,
      {},
      "adopt the account that was released",
      { do: "adopt", account: { id: "U1" } },
    ],
    [
      1,
      "the same, held for another state",
      RELEASED,
      { holds: { ...HELD, state: 0 } },
      "adopt the account that was released",
      {},
    ],
    [
      1,
      "the same, held as a released one",
      RELEASED,
      { holds: { ...HELD, claimed: false } },
      "adopt the account that was released",
      {},
    ],
    [
      1,
      "the same, let go in this pass",
      RELEASED,
      { account: { id: "U1" }, letGo: 0 },
      "adopt the account that was released",
      {},
    ],
    [
      2,
      "the same, adopted again",
      RELEASED,
      { account: { id: "U1" } },
      "reactivate the account",
      { do: "reactivate", accountId: "U1" },
    ],
    [
      2,
      "the same, known to be hers, and inactive",
      RELEASED,
      { holds: { ...HELD, active: false } },
      "reactivate the account",
      {},
    ],
    [
      2,
      "an account that was found inactive",
      {},
      { account: { id: "U2", active: false } },
      "reactivate the account",
      { accountId: "U2" },
    ],
    [
      2,
      "an account that was got, and nobody knows whether it is active",
      {},
      { account: { id: "U2" } },
      "reactivate the account",
      {},
    ],
    [
      2,
      "the same, active for another state",
      {},
      { account: { id: "U2" }, holds: { ...HELD, state: 0 } },
      "reactivate the account",
      {},
    ],
    [
      3,
      "nothing is known",
      { accountId: "U1" },
      {},
      "set Pro (rule managers)",
      { do: "change", accountId: "U1", change: { license: "Pro" } },
    ],
    [
      3,
      "another license is held",
      { accountId: "U1" },
      { holds: { ...HELD, license: "Basic" } },
      "set Pro (rule managers)",
      {},
    ],
    [
      3,
      "the license is held for another state",
      { accountId: "U1" },
      { holds: { ...HELD, state: 0 } },
      "set Pro (rule managers)",
      {},
    ],
    [
      3,
      "an active account was adopted in this pass",
      {},
      { account: U2 },
      "set Pro (rule managers)",
      { accountId: "U2" },
    ],
    [3, "the same, with the license", {}, { account: { ...U2, license: "Pro" } }, "set Pro (rule managers)", {}],
    [
      3,
      "a released account was adopted again and reactivated",
      RELEASED,
      { account: { id: "U1" }, holds: { active: true, state: 1 } },
      "set Pro (rule managers)",
      {},
    ],
    [
      4,
      "all is held for this state",
      { accountId: "U1" },
      { holds: HELD },
      "keep Pro (rule managers)",
      { do: "nothing", accountId: "U1" },
    ],
    [
      4,
      "the same, of an account from this pass",
      {},
      { account: U2, holds: HELD },
      "keep Pro (rule managers)",
      { accountId: "U2" },
    ],
    [
      4,
      "the same, of an account that was released once",
      RELEASED,
      { holds: HELD },
      "keep Pro (rule managers)",
      { do: "nothing" },
    ],
    [
      5,
      "there is a candidate",
      { candidateId: "U3" },
      {},
      "adopt the account found earlier",
      { do: "adopt", account: { id: "U3" } },
    ],
    [6, "no account was looked up", {}, {}, "find the account by email", { do: "find", email: EMAIL }],
    [6, "the same, and a creation is pending", pendingFor(0, OLD), {}, "find the account by email", { email: EMAIL }],
    [
      7,
      "nobody has the email",
      {},
      { ...looked(nobody(EMAIL)), may: MAY["role-changed"] },
      "leave it to the function that may do it",
      { do: "wait", waiting: { because: "OtherFunction", since: iso(0), until: iso(0) } },
    ],
    [
      9,
      "a creation began under another email",
      pendingFor(0, OLD),
      looked(nobody(EMAIL)),
      "find the account by an earlier email",
      { do: "find", email: OLD },
    ],
    [
      9,
      "the same, although an account has the email",
      pendingFor(0, OLD),
      looked(found(EMAIL, "U4")),
      "find the account by an earlier email",
      { email: OLD },
    ],
    [
      9,
      "the second of two earlier emails",
      pendingFor(0, OLD, OLDER),
      looked(nobody(EMAIL), nobody(OLD)),
      "find the account by an earlier email",
      { email: OLDER },
    ],
    [
      9,
      "the same, if the first one's account is another's",
      pendingFor(0, OLD, OLDER),
      { ...looked(nobody(EMAIL), found(OLD, "U5")), others: new Set(["U5"]) },
      "find the account by an earlier email",
      { email: OLDER },
    ],
    [
      10,
      "the earlier email has an account",
      pendingFor(0, OLD),
      looked(found(EMAIL, "U4"), found(OLD, "U5")),
      "adopt the account created under an earlier email",
      { do: "adopt", account: { id: "U5" } },
    ],
    [
      11,
      "the creation began just now",
      pendingFor(0, OLD),
      looked(nobody(EMAIL), nobody(OLD)),
      "wait for the account that may have been created",
      { do: "wait", waiting: { because: "CreationInDoubt", since: iso(0), until: iso(5 * 60_000) } },
    ],
    [
      15,
      "the invitation was sent just now",
      { ...invitedFor(0), ...pendingFor(0, EMAIL, OLD) },
      looked(nobody(EMAIL), nobody(OLD)),
      "wait until the invitation is accepted",
      invited(0, 5 * 60_000),
    ],
    [
      15,
      "the same, if no account may be created",
      invitedFor(JUST_NOT),
      { ...looked(nobody(EMAIL)), may: MAY["role-changed"] },
      "wait until the invitation is accepted",
      invited(JUST_NOT, 5 * 60_000),
    ],
    [
      15,
      "the invitation was sent half an hour ago",
      invitedFor(HOUR / 2),
      looked(nobody(EMAIL)),
      "wait until the invitation is accepted",
      invited(HOUR / 2, HOUR / 2),
    ],
    [
      15,
      "the invitation was sent two hours ago",
      invitedFor(2 * HOUR),
      looked(nobody(EMAIL)),
      "wait until the invitation is accepted",
      invited(2 * HOUR, HOUR),
    ],
    [
      15,
      "the invitation was sent nearly a week ago",
      invitedFor(INVITATION_MS - 1),
      looked(nobody(EMAIL)),
      "wait until the invitation is accepted",
      invited(INVITATION_MS - 1, 1),
    ],
    [
      11,
      "the creation began less than five minutes ago",
      pendingFor(JUST_NOT, OLD),
      looked(found(EMAIL, "U4"), nobody(OLD)),
      "wait for the account that may have been created",
      { do: "wait", waiting: { because: "CreationInDoubt", since: iso(0), until: iso(1) } },
    ],
    [
      12,
      "the account is another's",
      {},
      { ...looked(found(EMAIL, "U4")), others: new Set(["U4"]) },
      "wait until the account with this email is free",
      { do: "wait", waiting: { because: "AddressInUse", since: iso(0), until: iso(5 * 60_000) } },
    ],
    [
      12,
      "the same, if no account may be created",
      {},
      { ...looked(found(EMAIL, "U4")), others: new Set(["U4"]), may: MAY["role-changed"] },
      "wait until the account with this email is free",
      { do: "wait" },
    ],
    [
      13,
      "an account has the email",
      {},
      looked(found(EMAIL, "U4")),
      "adopt the account found by email",
      { do: "adopt", account: { id: "U4" } },
    ],
    [
      13,
      "the same, although another account is another's",
      {},
      { ...looked(found(EMAIL, "U4")), others: new Set(["U5"]) },
      "adopt the account found by email",
      {},
    ],
    [
      13,
      "the same, and the creation made no account in five minutes",
      pendingFor(LONG_AGO, OLD),
      looked(found(EMAIL, "U4"), nobody(OLD)),
      "adopt the account found by email",
      { account: { id: "U4" } },
    ],
    [
      13,
      "the same, if no account may be created",
      {},
      { ...looked(found(EMAIL, "U4")), may: MAY["role-changed"] },
      "adopt the account found by email",
      {},
    ],
    [
      14,
      "no account has the email",
      {},
      looked(nobody(EMAIL)),
      "create the account",
      { do: "create", person: { employeeId: "E1", email: EMAIL }, license: "Pro" },
    ],
    [14, "the creation began under this email", pendingFor(0, EMAIL), looked(nobody(EMAIL)), "create the account", {}],
    [14, "she was invited a week ago", invitedFor(INVITATION_MS), looked(nobody(EMAIL)), "create the account", {}],
    [14, "she was invited under another email", invitedFor(0, OLD), looked(nobody(EMAIL)), "create the account", {}],
    [
      13,
      "she was invited, and an account has the email",
      invitedFor(0),
      looked(found(EMAIL, "U4")),
      "adopt the account found by email",
      {},
    ],
    [
      10,
      "the same, although she was invited since",
      { ...invitedFor(0), ...pendingFor(0, EMAIL, OLD) },
      looked(nobody(EMAIL), found(OLD, "U5")),
      "adopt the account created under an earlier email",
      {},
    ],
    [
      14,
      "the creation made no account in five minutes",
      pendingFor(LONG_AGO, OLD),
      looked(nobody(EMAIL), nobody(OLD)),
      "create the account",
      {},
    ],
  ])("row %d: %s", (_, __, link, seen, sentence, step) => {
    expect(stepOf(link, seen)).toMatchObject({ sentence, ...step });
  });

  test.each<[what: string, holds: object, sentence: string, change: object | undefined]>([
    ["nothing is known", {}, "set Pro (rule managers), set email and name", { license: "Pro", profile: ANA }],
    ["the license is held alone", HELD, "set email and name", { profile: ANA }],
    [
      "another name is held",
      { ...HELD, profile: { ...ANA, displayName: "A" } },
      "set email and name",
      { profile: ANA },
    ],
    ["another email is held", { ...HELD, profile: { ...ANA, email: OLD } }, "set email and name", { profile: ANA }],
    ["no name is held", { ...HELD, profile: { email: EMAIL } }, "set email and name", { profile: ANA }],
    [
      "the profile is held alone",
      { profile: ANA, active: true, claimed: true, state: HIRED.state },
      "set Pro (rule managers)",
      { license: "Pro" },
    ],
    ["both are held", { ...HELD, profile: ANA }, "keep Pro (rule managers)", undefined],
  ])("row 3, in a directory that takes email and name: %s", (_, holds, sentence, change) => {
    const seen = { ...SEEN, ...("state" in holds && { holds: holds as Seen["holds"] }) } as Seen;
    const step = nextStep({ ...HIRED, link: { accountId: "U1" } }, { ...PRO, profile: ANA } as Desired, seen);
    expect(step).toEqual(
      change === undefined
        ? { do: "nothing", accountId: "U1", sentence }
        : { do: "change", accountId: "U1", change, sentence },
    );
  });

  const CHANGED = folded([roleChanged()]);
  const unknown = { ...looked(nobody(EMAIL)), may: MAY["role-changed"] };
  const owned = { ...looked(found(EMAIL, "U4")), others: new Set(["U4"]) };

  test("row 8: nobody has the email, and no hire was seen", () => {
    expect(stepOf({}, unknown, CHANGED)).toEqual({
      do: "wait",
      sentence: "wait for the hire",
      waiting: { because: "NoHireYet", since: iso(0), until: iso(5 * 60_000) },
    });
  });

  test.each([
    ["row 8", "NoHireYet", "EmployeeNotProvisioned", CHANGED, unknown],
    ["row 12", "AddressInUse", "UserOwnedByAnotherEmployee", HIRED, owned],
  ] as const)(
    "%s: waits for the grace since it began to wait, and is refused then",
    (_, because, code, before, seen) => {
      const waited = (ms: number, reason: Waiting["because"] = because) =>
        stepOf({}, seen, { ...before, waiting: waitingSince(reason, ms) });
      expect(waited(10 * 60_000)).toMatchObject({
        waiting: { because, since: iso(-10 * 60_000), until: iso(5 * 60_000) },
      });
      expect(waited(HOUR - 1000)).toMatchObject({ waiting: { since: iso(1000 - HOUR), until: iso(1000) } });
      expect(waited(HOUR - 1)).toMatchObject({ do: "wait" });
      expect(waited(HOUR)).toMatchObject({ ...refusal(code), failure: { code, retryable: false } });
      expect(waited(HOUR, "DirectoryThrottled")).toMatchObject({ waiting: { because, since: iso(0) } });
    },
  );

  test("without a grace nobody waits", () => {
    expect(stepOf({}, { ...owned, hireGraceMs: 0 })).toMatchObject(refusal("UserOwnedByAnotherEmployee"));
    expect(stepOf({}, { ...unknown, hireGraceMs: 0 }, CHANGED)).toMatchObject(refusal("EmployeeNotProvisioned"));
  });
});

describe("somebody who is to have no account", () => {
  const LEAVER = folded([hired(), left()]);
  const HELD = { license: "Basic", active: false, state: LEAVER.state } as const;
  const CLAIMED = { held: LEAVER.state };
  const U1: AccountLink = { accountId: "U1" };
  const APPLIED = { license: "Basic", active: false, entitled: false, state: LEAVER.state } as const;
  const stepOf = (link: AccountLink, seen: Partial<Seen>, desired = GONE, record: EmployeeRecord = LEAVER) =>
    nextStep({ ...record, link }, desired, { ...SEEN, may: MAY.left, ...seen });

  test.each<Case>([
    [20, "no account, and none was begun", {}, {}, "there is no account to release", { do: "nothing" }],
    [20, "the same, in another function", {}, { may: MAY.hired }, "there is no account to release", { do: "nothing" }],
    [
      20,
      "the creation made no account in five minutes",
      pendingFor(LONG_AGO, OLD),
      looked(nobody(OLD)),
      "there is no account to release",
      {},
    ],
    [
      20,
      "what was begun is another's, since long",
      pendingFor(LONG_AGO, OLD),
      { ...looked(found(OLD, "U5")), others: new Set(["U5"]) },
      "there is no account to release",
      {},
    ],
    [
      21,
      "a creation was begun",
      pendingFor(0, OLD),
      {},
      "find the account by an earlier email",
      { do: "find", email: OLD },
    ],
    [
      21,
      "the same, under her email of now",
      pendingFor(LONG_AGO, EMAIL),
      {},
      "find the account by an earlier email",
      { email: EMAIL },
    ],
    [
      22,
      "the begun email has an account",
      pendingFor(0, OLD),
      looked(found(OLD, "U5")),
      "adopt the account created under an earlier email",
      { do: "adopt", account: { id: "U5" } },
    ],
    [
      30,
      "she was invited, and has not accepted",
      { ...invitedFor(HOUR), ...pendingFor(0, EMAIL) },
      looked(nobody(EMAIL)),
      "wait until the invitation is accepted",
      invited(HOUR, HOUR),
    ],
    [
      20,
      "she was invited a week ago",
      { ...invitedFor(INVITATION_MS), ...pendingFor(LONG_AGO, EMAIL) },
      looked(nobody(EMAIL)),
      "there is no account to release",
      {},
    ],
    [
      23,
      "the creation began just now",
      pendingFor(0, OLD),
      looked(nobody(OLD)),
      "wait for the account that may have been created",
      { do: "wait", waiting: { because: "CreationInDoubt", since: iso(0), until: iso(5 * 60_000) } },
    ],
    [
      23,
      "the creation began less than five minutes ago",
      pendingFor(JUST_NOT, OLD),
      looked(nobody(OLD)),
      "wait for the account that may have been created",
      { do: "wait", waiting: { because: "CreationInDoubt", since: iso(0), until: iso(1) } },
    ],
    [
      24,
      "all is held, and it was let go",
      U1,
      { ...CLAIMED, holds: HELD, letGo: LEAVER.state },
      "keep the account released",
      { do: "nothing", accountId: "U1" },
    ],
    [
      25,
      "an account, in the function of hires",
      U1,
      { may: MAY.hired },
      "leave it to the function that may do it",
      { do: "wait", waiting: { because: "OtherFunction", since: iso(0), until: iso(0) } },
    ],
    [
      25,
      "an account, in the function of role changes",
      U1,
      { may: MAY["role-changed"] },
      "leave it to the function that may do it",
      { do: "wait" },
    ],
    [26, "an account", U1, {}, "hold the account for its release", { do: "hold", accountId: "U1" }],
    [26, "an account whose claim was held for another state", U1, { held: 1 }, "hold the account for its release", {}],
    [
      26,
      "an account that was let go for another state",
      U1,
      { holds: HELD, letGo: 1 },
      "hold the account for its release",
      {},
    ],
    [26, "a candidate", { candidateId: "U3" }, {}, "hold the account for its release", { accountId: "U3" }],
    [
      26,
      "an account that was begun, and adopted",
      pendingFor(0, OLD),
      { account: { id: "U5" } },
      "hold the account for its release",
      { accountId: "U5" },
    ],
    [
      27,
      "its claim is held",
      U1,
      CLAIMED,
      "set Basic (rule left)",
      { do: "change", accountId: "U1", change: { license: "Basic" } },
    ],
    [
      27,
      "the same, and the license is held for another state",
      U1,
      { ...CLAIMED, holds: { ...HELD, state: 1 } },
      "set Basic (rule left)",
      {},
    ],
    [
      28,
      "the license is held",
      U1,
      { ...CLAIMED, holds: { license: "Basic", state: LEAVER.state } },
      "deactivate the account",
      { do: "deactivate", accountId: "U1" },
    ],
    [
      28,
      "the same, and the account is active",
      U1,
      { ...CLAIMED, holds: { ...HELD, active: true } },
      "deactivate the account",
      {},
    ],
    [
      29,
      "all is held",
      U1,
      { ...CLAIMED, holds: HELD },
      "let others have the account",
      { do: "letGo", accountId: "U1" },
    ],
  ])("row %d: %s", (_, __, link, seen, sentence, step) => {
    expect(stepOf(link, seen)).toMatchObject({ sentence, ...step });
  });

  test("row 24: all is held, and it was let go for this state before", () => {
    const record = { ...LEAVER, applied: APPLIED };
    expect(stepOf(U1, { holds: HELD }, GONE, record)).toMatchObject({ do: "nothing", accountId: "U1" });
    expect(stepOf(U1, { holds: HELD, may: MAY.hired }, GONE, record)).toMatchObject({ do: "nothing" });
    expect(stepOf(U1, {}, GONE, record)).toMatchObject({ do: "hold" });
  });

  test("rows 28 and 29: an account that stays active by the stage's choice is not deactivated", () => {
    const seen = { ...CLAIMED, holds: { license: "Basic", state: LEAVER.state } } as const;
    expect(stepOf(U1, seen, GONE_ACTIVE)).toMatchObject({ do: "letGo" });
  });
});

test("waits five minutes for a creation", () => {
  expect(CREATE_PENDING_MS).toBe(300_000);
});

test("no sentence says whom the step is about", () => {
  const links: AccountLink[] = [{ accountId: "U1" }, { candidateId: "U3" }, RELEASED, pendingFor(0, OLD), {}];
  const lookups = [looked(), looked(nobody(EMAIL)), looked(found(EMAIL, "U4")), looked(nobody(EMAIL), nobody(OLD))];
  const sentences = links.flatMap((link) =>
    lookups.flatMap((seen) =>
      [PRO, GONE].map((desired) => nextStep({ ...folded([hired()]), link }, desired, { ...SEEN, ...seen }).sentence),
    ),
  );
  expect(sentences.join()).not.toMatch(/@|U\d|E1/);
});
