import { afterEach, describe, expect, test, vi } from "vitest";
import { directoryProbe } from "../../../../cli/commands/directory/probe.ts";
import type { StageDirectory } from "../../../../cli/stage-directory.ts";
import type { ScimFile } from "../../../../domain/accounts/directory-file.ts";
import { PROFILES, type ProfileName } from "../../../../local/scim/profiles/table.ts";
import { ACCOUNT, emulatorForTest } from "../../../support/chime-emulator.ts";
import { scimForTest } from "../../../support/scim-emulator.ts";
import { chimeStage, scimStage } from "../../../support/stage-directory.ts";

const interruption = vi.hoisted(() => ({ after: Number.POSITIVE_INFINITY }));
vi.mock("../../../../cli/interruption.ts", () => ({
  catchInterruption: () => {},
  isInterrupted: () => {
    interruption.after -= 1;
    return interruption.after < 0;
  },
}));

const started: { close(): Promise<void> }[] = [];
afterEach(async () => {
  interruption.after = Number.POSITIVE_INFINITY;
  for (const each of started.splice(0)) await each.close();
});
const emulated = async (profile: ProfileName, options: Parameters<typeof scimForTest>[1] = {}) => {
  const emulator = await scimForTest(profile, options);
  started.push(emulator);
  return emulator;
};

const email = "probe@example.com";
const OPTIONS = { stage: "local", email, execute: true, json: true };
type Row = { readonly verdict: string; readonly says: string; readonly fix?: string };
const run = async (directory: StageDirectory) => {
  const { text, complete, problem } = await directoryProbe(OPTIONS, () => directory);
  const { findings, left, calls, accountId } = JSON.parse(text);
  const rows = (findings as readonly (Row & { readonly thing: string })[]).map(({ thing, ...row }) => [thing, row]);
  return { complete, problem, left, calls, accountId, rows: Object.fromEntries(rows) as Record<string, Row> };
};
const verdicts = (rows: Record<string, Row>) =>
  Object.fromEntries(Object.entries(rows).map(([thing, { verdict }]) => [thing, verdict]));

describe.each(Object.keys(PROFILES) as ProfileName[])("the file of %s", (name) => {
  test("holds, and the user is left deactivated", async () => {
    const emulator = await emulated(name);
    const { complete, left, calls, rows } = await run(scimStage(name, emulator));
    expect(new Set(Object.values(verdicts(rows)))).toEqual(new Set(["ok"]));
    expect({ complete, left }).toEqual({ complete: true, left: "deactivated" });
    expect(calls).toBe((await emulator.calls()).length);
    expect(await emulator.users()).toEqual([expect.objectContaining({ active: false })]);
  });
});

describe("a claim that does not hold", () => {
  const GOLD = { name: "gold", value: "Gold" };
  const VIEW = { name: "view", value: "View" };
  const MATCHES = ["match", "match in capitals"];

  test.each<[string, ProfileName, Partial<ScimFile>, readonly string[]]>([
    ["what finds her", "scim", { match: { by: "emails.value" }, create: { userName: "email" } }, MATCHES],
    ["PATCH at Zoom", "zoom", { update: "patch" }, ["license licensed", "reactivate"]],
    ["what lists show at Zoom", "zoom", { listShowsLicense: true }, ["lists: { license: true }"]],
    ["a license's value", "figma", { licenses: [VIEW, GOLD] }, ["license gold"]],
  ])("%s", async (_, name, changes, wrongs) => {
    const emulator = await emulated(name);
    const { rows, left, complete } = await run(scimStage(name, emulator, changes));
    const found = Object.entries(rows).filter(([, { verdict }]) => verdict === "wrong");
    expect(found.map(([thing]) => thing)).toEqual(wrongs);
    expect({ left, complete }).toEqual({ left: "deactivated", complete: false });
  });

  test("an answer that claims what is not so: proof: get is needed, and does", async () => {
    const emulator = await emulated("figma");
    const fault = { effect: "without-effect", claims: true, operations: ["PatchUser"], times: 3 };
    await emulator.setFaults({ faults: [fault] });
    const believed = await run(scimStage("figma", emulator));
    expect(believed.rows["proof: response"]).toMatchObject({ verdict: "wrong", fix: "Set proof: get." });
    expect(believed.rows["license dev"]).toMatchObject({
      verdict: "wrong",
      says: "It was set, and then she had view.",
    });
    await emulator.reset();
    await emulator.setFaults({ faults: [fault] });
    const read = await run(scimStage("figma", emulator, { proof: "get" }));
    expect(read.rows["license dev"]).toMatchObject({ verdict: "wrong", says: expect.stringContaining("NotApplied") });
    expect(read.rows["proof: get"]).toMatchObject({ verdict: "not known" });
  });

  test("capitals that are not told from small letters, in licenses and addresses", async () => {
    const emulator = await emulated("figma");
    await emulator.setFaults({ faults: [{ effect: "lower-case" }], filterCase: "exact" });
    const { rows } = await run(scimStage("figma", emulator));
    expect(rows["compare: ignore-case"]).toMatchObject({ verdict: "ok", says: "Collab comes back as collab." });
    expect(rows["match"]).toMatchObject({ verdict: "ok" });
    expect(rows["match in capitals"]).toMatchObject({ verdict: "wrong", fix: expect.stringContaining("HR has to") });
  });

  test("a filter that is ignored", async () => {
    const emulator = await emulated("figma", { users: [{ userName: "ana@example.com", madeBy: "scim" }] });
    await emulator.setFaults({ faults: [{ effect: "filter-ignored" }] });
    const { rows } = await run(scimStage("figma", emulator));
    expect(rows["filter"]).toMatchObject({ verdict: "wrong", fix: "Correct match.by." });
    expect((await emulator.users()).find(({ userName }) => userName === "ana@example.com")).toMatchObject({
      active: true,
    });
  });

  test("a deactivation without effect leaves her active, and says so", async () => {
    const emulator = await emulated("slack");
    await emulator.setFaults({ faults: [{ effect: "without-effect", operations: ["PatchUser"] }] });
    const stage = scimStage("slack", emulator);
    const { text, complete } = await directoryProbe({ ...OPTIONS, json: false }, () => stage);
    expect(complete).toBe(false);
    expect(text).toMatch(/^wrong +deactivate +NotApplied/m);
    expect(text).toMatch(/^The user \S+ \(probe@example\.com\) is active, or may be: deactivate or delete her/m);
  });
});

test("no seat is free: that says nothing of the file", async () => {
  const emulator = await emulated("figma");
  const fault = { effect: "fail", status: 403, detail: "no seat", operations: ["PatchUser"], times: 1 };
  await emulator.setFaults({ faults: [fault] });
  const { rows, complete } = await run(scimStage("figma", emulator));
  expect(rows["license collab"]).toMatchObject({ verdict: "not known", fix: "Free a seat, and probe again." });
  expect(complete).toBe(true);
});

test("a deletion is the last step, and no one is brought back", async () => {
  const emulator = await emulated("scim");
  const deletes = { deactivateBy: "delete", irreversible: true } as const;
  const { rows, left, complete } = await run(scimStage("scim", emulator, deletes));
  expect({ left, complete, verdict: rows["deactivate"]?.verdict }).toEqual({
    left: "deleted",
    complete: true,
    verdict: "ok",
  });
  expect(rows).not.toHaveProperty("reactivate");
  expect(await emulator.users()).toEqual([]);
});

test("where active: false deletes her, and the file says so, no one is brought back", async () => {
  const emulator = await emulated("scim");
  const { rows, left } = await run(scimStage("scim", emulator, { irreversible: true }));
  expect(left).toBe("deleted");
  expect(rows).not.toHaveProperty("reactivate");
});

test("a license that is a group's is joined and found", async () => {
  const emulator = await emulated("scim", { groups: ["g1", "g2"].map((id) => ({ id, displayName: id })) });
  const licenses = [
    { name: "standard", value: "g1" },
    { name: "full", value: "g2" },
  ];
  const { rows, complete } = await run(scimStage("scim", emulator, { carrier: { kind: "group" }, licenses }));
  expect(rows["license full"]).toMatchObject({ verdict: "ok" });
  expect(rows["create"]?.says).toContain("without proof of a license");
  expect(complete).toBe(true);
});

describe("nobody else is touched", () => {
  test("who has the address", async () => {
    const emulator = await emulated("figma", { users: [{ id: "u1", userName: email, madeBy: "scim" }] });
    await expect(run(scimStage("figma", emulator))).rejects.toThrow("Nothing was done: u1 has this address");
    expect((await emulator.calls()).map(({ operation }) => operation)).toEqual(["ListUsers"]);
  });

  test("if it cannot be known who has it", async () => {
    const emulator = await emulated("figma");
    const stage = scimStage("figma", emulator, { match: { by: "externalId" } });
    await expect(run(stage)).rejects.toThrow("Nothing was done: GET of users returned HTTP 400 invalidFilter.");
  });

  test("without --execute", async () => {
    const emulator = await emulated("figma");
    const stage = scimStage("figma", emulator);
    const { text } = await directoryProbe({ stage: "local", email }, () => stage);
    expect(text).toMatch(/^Nobody has the address\. Nothing was done: --execute creates a user/);
    expect(await emulator.users()).toEqual([]);
  });

  test("on prod without its name", async () => {
    const connect = vi.fn();
    await expect(directoryProbe({ stage: "prod", email, execute: true }, connect)).rejects.toThrow("give --yes");
    expect(connect).not.toHaveBeenCalled();
  });

  test.each([
    ["was not answered, though she is there", { effect: "drop", commit: true }, "in doubt", 1],
    ["was not answered", { effect: "drop" }, "in doubt", 0],
    ["was refused", { effect: "fail", status: 403 }, "not made", 0],
  ])("if the creation %s", async (_, fault, left, count) => {
    const emulator = await emulated("figma");
    await emulator.setFaults({ faults: [{ ...fault, operations: ["CreateUser"] }] });
    const result = await run(scimStage("figma", emulator));
    expect(result).toMatchObject({ left, complete: false });
    expect(Object.keys(result.rows)).toEqual(["create"]);
    expect(await emulator.users()).toHaveLength(count);
  });
});

test("a user whom the service had before, and returns as if made, is left alone", async () => {
  const emulator = await emulated("figma");
  const fetch = async (url: URL, init: RequestInit) => {
    const response = await globalThis.fetch(url, init);
    return init.method === "POST" ? new Response(response.body, { status: 200, headers: response.headers }) : response;
  };
  const { rows, left } = await run(scimStage("figma", emulator, {}, { fetch }));
  expect(rows).toEqual({ create: expect.objectContaining({ verdict: "not known" }) });
  expect(left).toBe("in doubt");
});

test("a user who was made with another address is left for a person to look at", async () => {
  const emulator = await emulated("figma");
  const { rows, left } = await run(scimStage("figma", emulator, { create: { userName: "employeeId" } }));
  expect(rows["create"]).toMatchObject({ verdict: "wrong", says: expect.stringContaining("UserMismatch") });
  expect(left).toBe("in doubt");
});

test("Ctrl-C ends with the deactivation", async () => {
  const emulator = await emulated("figma");
  interruption.after = 2;
  const { rows, left, complete, problem } = await run(scimStage("figma", emulator));
  expect(Object.keys(rows)).toEqual(expect.arrayContaining(["create", "match", "match in capitals", "deactivate"]));
  expect(rows).not.toHaveProperty("license full");
  expect({ left, complete, problem }).toMatchObject({ left: "deactivated", complete: false });
  expect(problem).toContain("Interrupted");
});

describe("Chime", () => {
  const account = { ...ACCOUNT, supportedLicenses: ["Basic", "Plus", "Pro", "ProTrial"] } as const;

  test("an account that can do it all, with each call counted", async () => {
    const emulator = await emulatorForTest(account);
    started.push(emulator);
    const { rows, left, complete, calls } = await run(chimeStage(emulator.endpoint, account.accountId));
    expect(new Set(Object.values(verdicts(rows)))).toEqual(new Set(["ok"]));
    expect({ left, complete }).toEqual({ left: "deactivated", complete: true });
    expect(calls).toBe((await emulator.calls()).length);
  });

  test("one that takes no suspension back leaves her active", async () => {
    const emulator = await emulatorForTest({ ...account, accountType: "EnterpriseOIDC" });
    started.push(emulator);
    const can = { create: true, rename: false, deactivate: false };
    const { rows, left, complete } = await run(chimeStage(emulator.endpoint, account.accountId, { can }));
    expect(rows["leave"]).toMatchObject({ verdict: "not known" });
    expect({ left, complete }).toEqual({ left: "active", complete: true });
  });

  test("one that invites is refused", async () => {
    const stage = chimeStage("http://127.0.0.1:1", account.accountId, { newUsers: "invite" });
    await expect(run(stage)).rejects.toThrow("of the type Team only invites");
  });
});
