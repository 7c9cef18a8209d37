import { expect, test } from "vitest";
import { Failure } from "../../../domain/failures.ts";
import { hired, left, NOW, roleChanged } from "../../support/hr-events.ts";
import { type InMemory, inMemoryDependencies } from "../../support/in-memory-dependencies.ts";
import { DAY, deliver, HOUR, handle, licenseOf, MINUTE, titled, wait, wakeDue } from "./passes.ts";

const EMAIL = hired().fact.email;
const inMinutes = (minutes: number): string => new Date(NOW.getTime() + minutes * MINUTE).toISOString();

/** A directory that invites, and shows nobody who has not accepted. */
const inviting = (): InMemory => {
  const memory = inMemoryDependencies();
  const create = async () => {
    memory.calls.push("invite");
    throw new Failure("InvitationPending", "invited");
  };
  const directory = { ...memory.dependencies.directory, create };
  return { ...memory, dependencies: { ...memory.dependencies, directory } };
};
const invitationsOf = ({ calls }: InMemory): number => calls.filter((call) => call === "invite").length;

const afterInvitation = async (): Promise<InMemory> => {
  const memory = inviting();
  await deliver(memory, hired(titled("Pro")));
  return memory;
};

test("whoever was invited is waited for, and gets the license once she accepts", async () => {
  const memory = inviting();
  expect(await deliver(memory, hired(titled("Pro")))).toEqual({
    outcome: "waiting",
    because: "InvitationPending",
    until: inMinutes(5),
    licenseChanged: false,
    steps: ["find the account by email", "create the account", "wait until the invitation is accepted"],
  });
  memory.addAccount(EMAIL);
  wait(memory, 5 * MINUTE);
  expect(await wakeDue(memory)).toEqual(["updated"]);
  expect([licenseOf(memory), invitationsOf(memory)]).toEqual(["Pro", 1]);
  expect(memory.records.get("E1")).not.toHaveProperty("waiting");
});

test("she is looked for more and more seldom, and not invited again within a week", async () => {
  const memory = await afterInvitation();
  const until = () => memory.records.get("E1")?.waiting?.until;
  for (const [waited, next] of [
    [5, 10],
    [10, 20],
    [40, 80],
    [90, 150],
    [7 * 24 * 60 - 20, 7 * 24 * 60],
  ] as const) {
    memory.clock.now = new Date(inMinutes(waited));
    await wakeDue(memory);
    expect(until()).toBe(inMinutes(next));
  }
  expect(invitationsOf(memory)).toBe(1);
});

test("she is invited again after a week, and waited for as at first", async () => {
  const memory = await afterInvitation();
  wait(memory, 7 * DAY);
  await wakeDue(memory);
  expect(invitationsOf(memory)).toBe(2);
  expect(memory.records.get("E1")?.waiting).toEqual({
    because: "InvitationPending",
    since: inMinutes(7 * 24 * 60),
    until: inMinutes(7 * 24 * 60 + 5),
  });
});

test("neither an event in between nor a repeated hire invites her again", async () => {
  const memory = await afterInvitation();
  wait(memory, 2 * HOUR);
  expect(await deliver(memory, roleChanged(titled("Plus")))).toMatchObject({ because: "InvitationPending" });
  const again = hired({ id: "hire-2", effectiveAt: "2026-04-01T00:00:00.000Z", ...titled("Plus") });
  expect(await deliver(memory, again)).toMatchObject({ because: "InvitationPending" });
  memory.addAccount(EMAIL);
  wait(memory, HOUR);
  await wakeDue(memory);
  expect([licenseOf(memory), invitationsOf(memory)]).toEqual(["Plus", 1]);
});

test("a wait for the directory in between does not invite her again", async () => {
  const memory = await afterInvitation();
  const record = memory.records.get("E1");
  const waiting = { because: "DirectoryThrottled", since: inMinutes(0), until: inMinutes(1) } as const;
  if (record !== undefined) memory.records.set("E1", { ...record, waiting });
  wait(memory, MINUTE);
  await wakeDue(memory);
  expect(memory.records.get("E1")?.waiting).toMatchObject({ because: "InvitationPending", since: inMinutes(0) });
  expect(invitationsOf(memory)).toBe(1);
});

test("a pass whose record does not keep the invitation sends no other one", async () => {
  const memory = inviting();
  const { employees, directory } = memory.dependencies;
  const create = async () => {
    if (memory.calls.includes("invite")) throw new Error("invited twice");
    return directory.create({ employeeId: "E1", email: EMAIL }, "Pro");
  };
  const dependencies = {
    ...memory.dependencies,
    directory: { ...directory, create },
    employees: { ...employees, markInvited: async () => {} },
  };
  await expect(handle(dependencies, hired())).rejects.toMatchObject({ code: "InvitationPending", retryable: true });
});

test("an email that HR corrects is invited, too, and whichever shows is hers", async () => {
  const memory = await afterInvitation();
  wait(memory, HOUR);
  const corrected = { email: "ana.d@example.com", effectiveAt: "2026-04-01T00:00:00.000Z", ...titled("Pro") };
  await deliver(memory, roleChanged(corrected));
  await wakeDue(memory);
  expect(invitationsOf(memory)).toBe(2);
  memory.addAccount(EMAIL);
  wait(memory, HOUR);
  await wakeDue(memory);
  expect(licenseOf(memory)).toBe("Pro");
});

test("a leaver who accepts after all does not keep the account", async () => {
  const memory = await afterInvitation();
  expect(await deliver(memory, left())).toMatchObject({ because: "InvitationPending" });
  memory.addAccount(EMAIL, "Pro");
  wait(memory, HOUR);
  expect(await wakeDue(memory)).toEqual(["released"]);
  expect(memory.accounts.get("U1")).toMatchObject({ license: "Basic", active: false });
});

test("a leaver who has not accepted within a week is done with", async () => {
  const memory = await afterInvitation();
  await deliver(memory, left());
  wait(memory, 7 * DAY);
  await wakeDue(memory);
  expect(memory.records.get("E1")).not.toHaveProperty("waiting");
  expect(invitationsOf(memory)).toBe(1);
});

test("whoever is taken out of the directory by hand is invited again at once", async () => {
  const memory = await afterInvitation();
  memory.addAccount(EMAIL);
  wait(memory, 10 * MINUTE);
  await wakeDue(memory);
  memory.accounts.clear();
  wait(memory, HOUR);
  const change = roleChanged({ effectiveAt: "2026-04-01T00:00:00.000Z", ...titled("Plus") });
  await deliver(memory, change);
  await wakeDue(memory);
  expect(invitationsOf(memory)).toBe(2);
});
