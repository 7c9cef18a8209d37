import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { employeeShow } from "../../../../cli/commands/employee/show.ts";
import { loadStagePolicy } from "../../../../config/load-license-policy.ts";
import type { EmployeeRecord } from "../../../../domain/employee-record.ts";
import { startLambdaApi } from "../../../../local/aws/lambda-api.ts";
import { ACCOUNT, emulatorForTest } from "../../../support/chime-emulator.ts";
import { localEmployees } from "../../../support/employees-table.ts";
import { hired, left, NOW, roleChanged } from "../../../support/hr-events.ts";
import { startSeatkeeper } from "../../../support/seatkeeper-process.ts";
import { chimeStage } from "../../../support/stage-directory.ts";

const PERSONAL = /ana@example\.com|Ana Diaz|Engineer|Boss/;
const STAGE = { stage: "local" };

let table: Awaited<ReturnType<typeof localEmployees>>;
beforeEach(async () => {
  table = await localEmployees();
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", table.endpoint);
  // Whether or not `npm run dev` runs here.
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1");
  vi.stubEnv("NO_COLOR", "1");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await table.close();
});

const show = async (options: object = {}) => (await employeeShow("E1", { ...STAGE, ...options })).text;
const shown = async (options: object = {}) => JSON.parse(await show({ json: true, ...options }));

/** What a function has written. */
const confirm = async (changes: Partial<EmployeeRecord>) => {
  const record = await table.employees.read("E1");
  if (record === undefined) throw new Error("no record");
  await table.employees.save(record, { ...record, ...changes, revision: record.revision + 1 });
};

const anEmployee = async () => {
  await table.employees.fold(hired({ displayName: "Ana Diaz" }), NOW);
  const role = { title: "Boss", department: "Engineering", attributes: {} };
  await table.employees.fold(roleChanged({ effectiveAt: "2026-07-01T00:00:00.000Z", role }), NOW);
  await table.employees.fold(left({ effectiveAt: "2026-08-01T00:00:00.000Z" }), NOW);
  await confirm({
    link: { accountId: "U1" },
    applied: {
      license: "Pro",
      profile: { email: "ana@example.com", displayName: "Ana Diaz" },
      active: true,
      entitled: true,
      state: 1,
      at: "2026-06-01T12:00:00.000Z",
    },
    decisions: [
      {
        eventId: "hire-1",
        eventSource: "mailto:ana@example.com",
        eventDigest: "digest",
        rule: "managers",
        license: "Pro",
        from: "Basic",
        outcome: "updated",
        at: "2026-06-01T12:00:00.000Z",
      },
    ],
  });
};

test("shows account, license and rule, what holds, what comes and what was decided, without personal data", async () => {
  await anEmployee();
  const text = await show();
  expect(text).toMatch(
    /^E1: works here \(hire-1\)\naccount +U1\nlicense +Pro; confirmed 2026-06-01T12:00:00.000Z\nrule +managers\n/,
  );
  expect(text).toContain("NotYetEffective, until 2026-07-01T00:00:00.000Z, for roleChanged");
  expect(text).toContain('"email": "***"');
  expect(text).toMatch(/2026-07-01T00:00:00.000Z +│ hr.employee.role-changed.v1 +│ change-1 +│ \*\*\* /);
  expect(text).toMatch(/2026-08-01T00:00:00.000Z +│ hr.employee.left.v1 +│ leave-1 +│ - /);
  expect(text).toMatch(/hire-1 +│ updated +│ Basic → Pro +│ managers/);
  expect(text).not.toMatch(PERSONAL);
  expect(JSON.stringify(await shown())).not.toMatch(PERSONAL);
});

test("--reveal shows everything", async () => {
  await anEmployee();
  expect(await show({ reveal: true })).toMatch(/ana@example\.com[\s\S]*Boss/);
  expect(await shown({ reveal: true })).toMatchObject({
    role: { type: "hr.employee.hired.v1", source: "/hr", data: { displayName: "Ana Diaz" } },
    applied: { profile: { email: "ana@example.com", displayName: "Ana Diaz" } },
    upcoming: [{ data: { role: { title: "Boss" } } }, { type: "hr.employee.left.v1" }],
    decisions: [{ eventSource: "mailto:ana@example.com" }],
  });
});

test("says of a leaver that she left, and of an account when its release was begun", async () => {
  await anEmployee();
  await table.employees.fold(left({ id: "leave-2", effectiveAt: "2026-05-01T00:00:00.000Z" }), NOW);
  await table.employees.holdClaim("U1", "E1", NOW);
  expect(await show()).toMatch(/^E1: has left \(leave-2\)\naccount +U1; release begun 2026-06-01T12:00:00.000Z\n/);
  expect(await show()).toContain("Pro; confirmed 2026-06-01T12:00:00.000Z; what HR said last is not applied yet");
  await confirm({ applied: { license: "Basic", active: false, entitled: false, state: 2, at: NOW.toISOString() } });
  expect(await show()).toMatch(/license +Basic, suspended; confirmed 2026-06-01T12:00:00.000Z\n/);
});

test("says why somebody waits who has no account", async () => {
  await table.employees.fold(roleChanged(), NOW);
  const times = { since: "2026-06-01T12:00:00.000Z", until: "2026-06-01T12:05:00.000Z" };
  await confirm({ waiting: { because: "NoHireYet", ...times } });
  const text = await show();
  expect(text).toMatch(/^E1: no hire was seen\naccount +none\nlicense +nothing was applied yet\n/);
  expect(text).toContain(`NoHireYet since ${times.since}, until ${times.until}, for roleChanged`);
  expect((await shown()).waits).toEqual([{ because: "NoHireYet", ...times, for: "roleChanged" }]);
});

test("shows somebody of whom only the future is known, and an account that was found", async () => {
  await table.employees.fold(hired({ effectiveAt: "2026-07-01T00:00:00.000Z" }), NOW);
  expect(await show()).toMatch(/^E1: nothing is in effect yet\n/);
  const record = await table.employees.read("E1");
  if (record !== undefined) await table.employees.linkCandidate(record, "U7");
  expect(await show()).toMatch(/account +U7, found and not yet confirmed\n/);
});

test("an unknown ID is one line, and exit code 1", async () => {
  const environment = { AWS_ENDPOINT_URL_DYNAMODB: table.endpoint };
  const { exited } = startSeatkeeper(["employee", "show", "E1", "--stage", "local"], environment);
  expect(await exited).toEqual({
    code: 1,
    stdout: "",
    stderr: "error: Nothing is known of an employee E1 in the stage local\n",
  });
});

test.each([false, true])("no line of what HR said can look like one of ours (reveal: %s)", async (reveal) => {
  const forged = "x\r\nE1: has left\u001b[2J";
  const role = { title: forged, department: forged, attributes: { [forged]: forged } };
  await table.employees.fold(hired({ id: forged, displayName: forged, role }), NOW);
  await table.employees.fold(roleChanged({ effectiveAt: "2026-07-01T00:00:00.000Z", role }), NOW);
  await confirm({ link: { accountId: forged } });
  const text = await show({ reveal });
  expect(text).not.toMatch(/^E1: has left/m);
  expect(text).toMatch(/^(?:\n|\P{Cc})*$/u);
});

test("a record that this release cannot read is one line", async () => {
  await table.put({ employeeId: "E1", formatVersion: 99 });
  await expect(show()).rejects.toThrow("the employee's record has format 99");
});

test("says what each rule of the stage's policy comes to, and masks what HR said unless it is to be revealed", async () => {
  await table.employees.fold(hired(), NOW);
  const text = await show();
  expect(text).toContain("What config/license-policy.yml says\n");
  expect(text).toMatch(/managers +│ Pro +│ no: .*; HR said "\*\*\*"/);
  expect(text).toMatch(/│ Basic +│ matches, and gives the license/);
  const { policy } = await shown({ reveal: true });
  expect(policy).toMatchObject({ file: "config/license-policy.yml", license: "Basic" });
  expect(policy).not.toHaveProperty("isDeployed");
  expect(policy.rules).toContainEqual(
    expect.objectContaining({
      rule: "managers",
      outcome: "failed",
      failed: expect.objectContaining({ value: "Engineer" }),
    }),
  );
  expect(policy.rules.at(-1)).toMatchObject({ rule: policy.rule, outcome: "given" });
});

test.each([
  [true, "which is deployed"],
  [false, "which is not what is deployed"],
])("says whether the functions have that policy: %s", async (isDeployed, says) => {
  const { digest } = loadStagePolicy("config", "local");
  const environment = { LICENSE_POLICY_DIGEST: isDeployed ? digest : "another" };
  const environments = new Map([["seatkeeper-local-employeeHired", environment]]);
  const api = await startLambdaApi({ mappings: [], environments, region: "us-east-1" });
  vi.stubEnv("AWS_ENDPOINT_URL_LAMBDA", api.endpoint);
  await table.employees.fold(hired(), NOW);
  expect(await show()).toContain(`What config/license-policy.yml says, ${says}\n`);
  expect((await shown()).policy.isDeployed).toBe(isDeployed);
  await api.close();
});

test("says that no rule is asked of a leaver, or before anything counts", async () => {
  await table.employees.fold(hired({ effectiveAt: "2099-07-01T00:00:00.000Z" }), NOW);
  expect(await show()).toContain("Nothing that HR said is in effect yet, so no rule is asked.");
  await table.employees.fold(hired({ id: "hire-0" }), NOW);
  await table.employees.fold(left(), NOW);
  expect(await show()).toContain(
    "No account, by the rule left: no rule of the policy is asked about somebody who left.",
  );
});

test("shows an invitation, without its address", async () => {
  await table.employees.fold(hired(), NOW);
  await table.employees.markInvited("E1", "ana@example.com", NOW);
  expect(await show()).toMatch(/account +none; invited 2026-06-01T12:00:00.000Z\n/);
  expect((await shown()).account.invitation).toEqual({ at: NOW.toISOString(), email: "***" });
  expect((await shown({ reveal: true })).account.invitation.email).toBe("ana@example.com");
});

describe("--live", () => {
  const PRO = { UserId: "U1", PrimaryEmail: "ana@example.com", DisplayName: "Ana Diaz", LicenseType: "Pro" } as const;
  const live = async (user: object, options: object = {}) => {
    const emulator = await emulatorForTest({ ...ACCOUNT, users: [{ ...PRO, ...user }] });
    try {
      const connect = () => chimeStage(emulator.endpoint, ACCOUNT.accountId);
      return (await employeeShow("E1", { ...STAGE, live: true, ...options }, connect)).text;
    } finally {
      await emulator.close();
    }
  };

  test("says that record and directory agree, with the calls it took, and nothing personal", async () => {
    await anEmployee();
    const text = await live({});
    expect(text).toMatch(/chime: U1 is linked \(1 call\)\n[\s\S]*license +│ Pro +│ Pro +│ yes/);
    expect(text).toContain("Record and directory agree.");
    expect(text).not.toMatch(PERSONAL);
    expect(JSON.parse(await live({}, { json: true })).live).toMatchObject({
      directory: "chime",
      account: "U1",
      agrees: true,
      calls: 1,
    });
  });

  test("says what differs, and what to do", async () => {
    await anEmployee();
    expect(await live({ LicenseType: "Basic" })).toMatch(
      /license +│ Pro +│ Basic +│ no [\s\S]*do not agree: `seatkeeper employee resync` puts that right/,
    );
    expect(await live({ UserId: "U9" })).toMatch(
      /the linked account U1 does not exist \(2 calls\)\nAnother account has the address that HR says: U9\.\n.*do not agree/,
    );
  });

  test("does not advise a resync of somebody who was suspended by hand: that leaves her so", async () => {
    await anEmployee();
    expect(await live({ UserRegistrationStatus: "Suspended" })).toContain(
      "do not agree: somebody suspended the account in the directory, and a resync leaves it so.",
    );
  });

  test("says of somebody of whom no fact counts that no address was looked for", async () => {
    await table.employees.fold(hired({ effectiveAt: "2099-01-01T00:00:00.000Z" }), NOW);
    expect(await live({})).toContain("chime: no account is linked, and no address of hers counts yet (0 calls)");
  });

  test("an address that Chime cannot change is shown, and no disagreement", async () => {
    await anEmployee();
    const text = await live({ PrimaryEmail: "a.diaz@example.com" }, { reveal: true });
    expect(text).toMatch(/email +│ ana@example.com +│ a.diaz@example.com +│ no /);
    expect(text).toContain("Record and directory agree, but for what this directory cannot change.");
  });

  test("a directory that does not answer is one line", async () => {
    await anEmployee();
    const connect = () => chimeStage("http://127.0.0.1:1", ACCOUNT.accountId);
    await expect(employeeShow("E1", { ...STAGE, live: true }, connect)).rejects.toThrow(
      /^chime could not be asked: DirectoryUnavailable: GetUser failed with .*without --live the record is shown$/,
    );
  });
});
