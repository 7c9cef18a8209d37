import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { patchOf, scimForTest } from "../../support/scim-emulator.ts";

const userName = "ana.diaz@example.com";
const figma = await scimForTest("figma", { users: [{ id: "ana", userName, madeBy: "scim" }] });
afterAll(() => figma.close());
beforeEach(() => figma.reset());
const { call, send, find } = figma;

const hits = async () =>
  ((await find(`userName eq "${userName}"`)).body["Resources"] as readonly { id: string }[]).map(({ id }) => id);

describe("users", () => {
  test("are put in as they are, with the seat that a new one gets", async () => {
    const user = {
      id: "x",
      userName: "x",
      displayName: "X",
      active: false,
      roles: [{ type: "seatType", value: "Gold" }],
    };
    expect(await call("POST", "/users", user)).toMatchObject({ ...user, madeBy: "hand" });
    expect(await call("POST", "/users", { userName: "y" })).toMatchObject({
      roles: [{ type: "seatType", value: "View" }],
    });
    expect(await figma.users()).toMatchObject([{ id: "ana", madeBy: "scim" }, { id: "x" }, { userName: "y" }]);
  });

  test("may share a name, and are seen by Figma's SCIM if SCIM made them", async () => {
    await call("POST", "/users", { id: "ana-2", userName, madeBy: "scim" });
    await call("POST", "/users", { id: "ana-3", userName });
    expect(await hits()).toEqual(["ana", "ana-2"]);
  });

  test("are changed by hand, and null takes an attribute away", async () => {
    await call("PATCH", "/users/ana", { displayName: "Ana", title: "Lead" });
    const roles = [{ type: "seatType", value: "Full" }];
    expect(await call("PATCH", "/users/ana", { roles, title: null, active: false })).toEqual({
      schemas: expect.any(Array),
      id: "ana",
      userName,
      displayName: "Ana",
      active: false,
      roles,
      madeBy: "scim",
    });
    expect((await send("GET", "/Users/ana")).body).toMatchObject({ displayName: "Ana", roles, active: false });
  });

  test("are deleted by hand", async () => {
    await call("DELETE", "/users/ana");
    expect(await hits()).toEqual([]);
  });

  test.each([
    ["POST", "/users", { displayName: "X" }, "userName"],
    ["POST", "/users", { userName: "x", active: "yes" }, "active"],
    ["POST", "/users", { userName: "x", madeBy: "nobody" }, "madeBy"],
    ["POST", "/users", { userName: "x", id: "ana" }, "in use"],
    ["PATCH", "/users/ana", { id: "other" }, "id"],
    ["PATCH", "/users/nobody", {}, "There is none"],
    ["DELETE", "/users/nobody", undefined, "There is none"],
    ["POST", "/groups", { name: "G" }, "displayName"],
    ["DELETE", "/groups/nobody", undefined, "There is none"],
    ["PUT", "/token", { tokn: "x" }, "tokn"],
  ])("%s %s %j is refused, and says why", async (method, path, body, problem) => {
    const before = await figma.users();
    await expect(call(method, path, body)).rejects.toThrow(problem);
    expect(await figma.users()).toEqual(before);
  });
});

test("groups are put in, listed and deleted", async () => {
  const group = { id: "g", displayName: "G", members: [{ value: "ana" }] };
  await call("POST", "/groups", group);
  expect(await call("GET", "/groups")).toMatchObject([group]);
  expect((await send("GET", "/Users/ana")).body).toMatchObject({ groups: [{ value: "g" }] });
  await call("DELETE", "/groups/g");
  expect(await call("GET", "/groups")).toEqual([]);
});

test("seats are counted by license, those of inactive users not", async () => {
  await call("POST", "/users", { userName: "x", roles: [{ type: "seatType", value: "Full" }] });
  await call("POST", "/users", { userName: "y", active: false });
  expect(await call("GET", "/seats")).toEqual({ View: 1, Full: 1 });
});

test("the calls are logged without names and emails", async () => {
  await hits();
  await send("PATCH", "/Users/ana", patchOf({ op: "replace", path: "active", value: false }));
  await send("PATCH", "/Users/nobody", patchOf({ op: "remove", path: "title" }));
  expect(await figma.calls()).toEqual([
    { operation: "ListUsers", at: expect.any(String), response: 200, committed: true, userIds: [] },
    { operation: "PatchUser", at: expect.any(String), response: 200, committed: true, userIds: ["ana"] },
    { operation: "PatchUser", at: expect.any(String), response: 404, committed: false, userIds: [] },
  ]);
  await call("DELETE", "/calls");
  expect(await call("GET", "/calls")).toEqual({ counts: {}, calls: [] });
});

test("a reset brings back the users, the token, no faults and no calls", async () => {
  await call("DELETE", "/users/ana");
  await call("POST", "/groups", { displayName: "G" });
  await call("PUT", "/token", { token: "new" });
  await figma.setFaults({ faults: [{ effect: "drop" }], limits: [{ calls: 0, perSeconds: 1 }] });
  await figma.reset();
  expect(await figma.calls()).toEqual([]);
  expect(await hits()).toEqual(["ana"]);
  expect(await call("GET", "/groups")).toEqual([]);
});

test("the token is set", async () => {
  await call("PUT", "/token", { token: "new" });
  expect((await send("GET", "/Users")).status).toBe(401);
  expect((await send("GET", "/Users", undefined, { authorization: "Bearer new" })).status).toBe(200);
});
