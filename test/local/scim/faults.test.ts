import { connect } from "node:net";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { patchOf, scimForTest } from "../../support/scim-emulator.ts";

const NOW = Date.parse("2026-11-20T12:00:00.000Z");
const ana = {
  id: "ana",
  userName: "Ana@Example.com",
  displayName: "Ana Diaz",
  roles: [{ type: "seatType", value: "View", primary: true }],
};
const users = [ana, { id: "bo", userName: "bo@example.com" }, { id: "cy", userName: "cy@example.com" }];
const scim = await scimForTest("scim", { users, groups: [{ id: "g", displayName: "G" }], now: () => NOW });
afterAll(() => scim.close());
beforeEach(() => scim.reset());
const { send, find, calls } = scim;

const fault = (effect: string, more: object = {}) => scim.setFaults({ faults: [{ effect, ...more }] });
const rename = () => send("PATCH", "/Users/ana", patchOf({ op: "replace", path: "displayName", value: "New" }));
const nameOfAna = async () => (await scim.users()).find(({ id }) => id === "ana")?.["displayName"];
const idsOf = ({ body }: { body: { [member: string]: unknown } }) =>
  (body["Resources"] as readonly { id: string }[]).map(({ id }) => id);

describe("in place of a response", () => {
  test.each<[effect: string, more: object, expected: object]>([
    ["fail", {}, { status: 500, body: { status: "500", detail: "An injected fault" } }],
    ["fail", { status: 409 }, { status: 409, body: expect.not.objectContaining({ scimType: expect.anything() }) }],
    ["fail", { status: 403, detail: "No seat left" }, { status: 403, body: { detail: "No seat left" } }],
    ["fail", { status: 400, scimType: "invalidFilter" }, { status: 400, body: { scimType: "invalidFilter" } }],
    ["html", {}, { status: 200, text: expect.stringContaining("<!doctype html>") }],
    ["html", { status: 502 }, { status: 502 }],
    ["empty", {}, { status: 200, text: "" }],
    ["not-json", {}, { status: 200, text: '{"schemas":[' }],
    ["error-body", {}, { status: 200, body: { status: "500" } }],
    ["redirect", {}, { status: 307, text: "" }],
  ])("%s %j", async (effect, more, expected) => {
    await fault(effect, more);
    expect(await rename()).toMatchObject(expected);
    expect(await nameOfAna()).toBe("Ana Diaz");
    await fault(effect, { ...more, commit: true });
    expect(await rename()).toMatchObject(expected);
    expect(await nameOfAna()).toBe("New");
    expect((await calls()).map(({ committed }) => committed)).toEqual([false, true]);
  });

  test.each([
    ["seconds", "90"],
    ["http-date", "Fri, 20 Nov 2026 12:01:30 GMT"],
    ["iso-date-time", "2026-11-20T12:01:30.000Z"],
  ])("a 429 with Retry-After as %s: %s", async (form, value) => {
    await fault("fail", { status: 429, retryAfter: { form, seconds: 90 } });
    expect((await rename()).headers.get("retry-after")).toBe(value);
  });

  test.each([
    [undefined, "https://another-host.invalid/"],
    ["http://127.0.0.1:1/", "http://127.0.0.1:1/"],
  ])("a redirect to %s leads to %s", async (location, leads) => {
    await fault("redirect", { location });
    expect((await rename()).headers.get("location")).toBe(leads);
  });

  test("10 MB", async () => {
    await fault("huge");
    expect((await send("GET", "/Users")).text.length).toBeGreaterThan(10 * 1024 * 1024);
  });

  test.each([true, false])("no response, and with commit %s it has or lacks its effect accordingly", async (commit) => {
    await fault("drop", { times: 1, commit });
    await expect(rename()).rejects.toThrow("fetch failed");
    expect(await nameOfAna()).toBe(commit ? "New" : "Ana Diaz");
    expect(await calls()).toMatchObject([{ operation: "PatchUser", response: "dropped", committed: commit }]);
  });

  test("a hung call, until the client gives up", async () => {
    await fault("hang");
    const socket = connect(scim.port, "127.0.0.1");
    socket.write("GET /scim/v2/Users HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer local-token\r\n\r\n");
    await expect.poll(calls).toMatchObject([{ operation: "ListUsers", response: "hung" }]);
    expect(socket.bytesRead).toBe(0);
    socket.destroy();
  });

  test("a drip of blanks that does not end", async () => {
    await fault("drip");
    const response = await fetch(`${scim.baseUrl}/Users`, { headers: { authorization: "Bearer local-token" } });
    const reader = response.body?.getReader();
    const seen = [await reader?.read(), await reader?.read(), await reader?.read()];
    await reader?.cancel();
    expect(seen.map((part) => new TextDecoder().decode(part?.value)).join("")).toMatch(/^ {3,}$/);
    expect(seen.at(-1)?.done).toBe(false);
  });
});

describe("on what is done", () => {
  const all = ["ana", "bo", "cy"];
  const byName = () => find('userName eq "bo@example.com"');

  test.each<[effect: string, ask: () => Promise<unknown>, expected: unknown]>([
    ["filter-ignored", async () => idsOf(await byName()), all],
    ["filter-unsupported", async () => idsOf(await byName()), []],
    ["two-hits", async () => idsOf(await byName()), ["bo", expect.any(String)]],
    ["same-page", async () => idsOf(await send("GET", "/Users?startIndex=3&count=2")), ["ana", "bo"]],
    ["empty-page", async () => idsOf(await send("GET", "/Users?startIndex=3&count=2")), []],
    ["empty-page", async () => idsOf(await send("GET", "/Users?count=2")), ["ana", "bo"]],
  ])("%s", async (effect, ask, expected) => {
    await fault(effect);
    expect(await ask()).toEqual(expected);
  });

  test.each([
    [false, "Ana Diaz"],
    [true, "New"],
  ])("a change without effect, whose response with claims %s shows %s", async (claims, displayName) => {
    await fault("without-effect", { claims });
    expect(await rename()).toMatchObject({ status: 200, body: { displayName } });
    expect(await nameOfAna()).toBe("Ana Diaz");
    expect(await calls()).toMatchObject([{ response: 200, committed: false }]);
  });

  test.each([
    ["POST", "/Users", { userName: "new@example.com" }, 201],
    ["PUT", "/Users/ana", { userName: "new@example.com" }, 200],
    ["DELETE", "/Users/ana", undefined, 204],
    ["PATCH", "/Groups/g", patchOf({ op: "add", path: "members", value: [{ value: "ana" }] }), 204],
  ])("%s %s without effect", async (method, path, body, status) => {
    const before = [await scim.users(), await scim.call("GET", "/groups")];
    await fault("without-effect");
    expect(await send(method, path, body)).toMatchObject({ status });
    expect([await scim.users(), await scim.call("GET", "/groups")]).toEqual(before);
  });

  test("all but the seat is applied", async () => {
    await fault("seat-not-applied");
    const value = { displayName: "New", roles: [{ type: "seatType", value: "Full" }] };
    expect((await send("PATCH", "/Users/ana", patchOf({ op: "replace", value }))).body).toMatchObject({
      displayName: "New",
      roles: ana.roles,
    });
  });
});

describe("on how a response looks", () => {
  const get = async () => (await send("GET", "/Users/ana")).body;

  test("a 206", async () => {
    await fault("partial");
    expect(await rename()).toMatchObject({ status: 206, body: { displayName: "New" } });
  });

  test("a 201 without an ID, and without a location that has it", async () => {
    await fault("without-id");
    const { status, body, headers } = await send("POST", "/Users", { userName: "new@example.com" });
    expect([status, body, headers.get("location")]).toEqual([
      201,
      { schemas: expect.any(Array), active: true, userName: "new@example.com" },
      null,
    ]);
    expect(await scim.users()).toHaveLength(4);
  });

  test("values in small letters, but IDs, dates and URNs as they are", async () => {
    const { meta, schemas } = await get();
    await fault("lower-case");
    const roles = [{ type: "seattype", value: "view", primary: true }];
    expect(await get()).toMatchObject({ displayName: "ana diaz", userName: "ana@example.com", roles, meta, schemas });
    expect((await send("GET", "/Users")).body).toMatchObject({ Resources: [{ roles }, {}, {}] });
  });

  test("booleans as text", async () => {
    await fault("text-booleans");
    expect(await get()).toMatchObject({ active: "True", roles: [{ primary: "True" }] });
  });

  test("a conflict without scimType", async () => {
    const conflict = () => send("POST", "/Users", { userName: ana.userName });
    expect((await conflict()).body).toHaveProperty("scimType", "uniqueness");
    await fault("no-scim-type");
    expect(await conflict()).toMatchObject({ status: 409, body: { detail: "The userName is in use" } });
    expect((await conflict()).body).not.toHaveProperty("scimType");
  });
});

test("filters may tell small letters from capitals", async () => {
  expect(idsOf(await find('userName eq "ana@example.com"'))).toEqual(["ana"]);
  await scim.setFaults({ filterCase: "exact" });
  expect(idsOf(await find('userName eq "ana@example.com"'))).toEqual([]);
});

test("a new user is in lists only after the lag, but can be read", async () => {
  await scim.setFaults({ findLagMs: 60_000 });
  const { body } = await send("POST", "/Users", { userName: "new@example.com" });
  expect(idsOf(await find('userName eq "new@example.com"'))).toEqual([]);
  expect((await send("GET", `/Users/${body["id"]}`)).status).toBe(200);
});

test("a fault hits the operations, the number and the share of calls that it says", async () => {
  await fault("fail", { operations: ["PatchUser"], times: 1 });
  expect((await send("GET", "/Users/ana")).status).toBe(200);
  expect([(await rename()).status, (await rename()).status]).toEqual([500, 200]);
  await fault("fail", { rate: 0 });
  expect((await rename()).status).toBe(200);
});

test.each([
  [{ latencyMs: -1 }, "latencyMs"],
  [{ faults: [{ effekt: "drop" }] }, "effekt"],
  [{ faults: [{ effect: "explode" }] }, "faults.0.effect"],
  [{ faults: [{ effect: "html", scimType: "x" }] }, "faults.0.effect"],
  [{ faults: [{ effect: "html", location: "http://127.0.0.1/" }] }, "faults.0.effect"],
  [{ faults: [{ effect: "html", status: 204 }] }, "faults.0.status"],
  [{ faults: [{ effect: "fail", status: 200 }] }, "faults.0.status"],
  [{ faults: [{ effect: "fail", operations: ["BulkUsers"] }] }, "faults.0.operations.0"],
  [{ limits: [{ calls: 1 }] }, "limits.0"],
  [[], "body"],
])("rejects %j and names %s", async (settings, named) => {
  await expect(scim.setFaults(settings)).rejects.toThrow(named);
});
