import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { startScimEmulator } from "../../../local/scim/emulator.ts";
import { type Json, patchOf, scimForTest } from "../../support/scim-emulator.ts";

const users = Array.from({ length: 105 }, (_, index) => ({
  id: `u${index}`,
  userName: `user.${index}@example.com`,
  displayName: index % 2 === 0 ? "Even" : "Odd",
}));
const group = { id: "g", displayName: "G", members: [{ value: "u0" }] };
const scim = await scimForTest("scim", { users, groups: [group] });
afterAll(() => scim.close());
beforeEach(() => scim.reset());
const { send, find } = scim;

const resourcesOf = ({ body }: { body: Json }) => body["Resources"] as readonly Json[];
const rename = (headers?: Record<string, string>) =>
  send("PATCH", "/Users/u0", patchOf({ op: "replace", path: "displayName", value: "New" }), headers);

test("listens on 127.0.0.1 alone", () => {
  expect(scim).toMatchObject({ endpoint: `http://127.0.0.1:${scim.port}`, baseUrl: `${scim.endpoint}/scim/v2` });
});

test.each(["/_emulator/users", "/scim/v2/Users"])("refuses a page of another site: %s", async (path) => {
  const response = await fetch(`${scim.endpoint}${path}`, { headers: { origin: "https://evil.example" } });
  expect(response.status).toBe(403);
  expect(await response.json()).toEqual({ message: expect.stringContaining("foreign Origin") });
});

describe("etags", () => {
  test("change with the resource", async () => {
    const before = await send("GET", "/Users/u0");
    expect(before.headers.get("etag")).toBe('W/"1"');
    expect(before.body["meta"]).toMatchObject({ version: 'W/"1"', location: `${scim.baseUrl}/Users/u0` });
    expect((await rename()).headers.get("etag")).toBe('W/"2"');
  });

  test.each([
    ['W/"1"', 200],
    ['"1"', 200],
    ['W/"7", W/"1"', 200],
    ["*", 200],
    ['W/"2"', 412],
    ["1", 412],
  ])("If-Match %s: %d", async (tag, status) => {
    expect((await rename({ "if-match": tag })).status).toBe(status);
    const isApplied = (await send("GET", "/Users/u0")).body["displayName"] === "New";
    expect(isApplied).toBe(status === 200);
  });

  test.each(["PUT", "DELETE"])("If-Match counts for %s, too", async (method) => {
    const body = method === "PUT" ? { userName: "user.0@example.com" } : undefined;
    expect((await send(method, "/Users/u0", body, { "if-match": 'W/"2"' })).status).toBe(412);
  });

  test("If-Match counts for groups, too", async () => {
    const patch = patchOf({ op: "remove", path: "members" });
    expect((await send("PATCH", "/Groups/g", patch, { "if-match": 'W/"2"' })).status).toBe(412);
  });
});

describe("groups", () => {
  const members = async () => (await send("GET", "/Groups/g")).body["members"];

  test.each<[operation: Json, expected: readonly string[]]>([
    [{ op: "add", path: "members", value: [{ value: "u1" }] }, ["u0", "u1"]],
    [{ op: "add", value: { members: [{ value: "u1" }] } }, ["u0", "u1"]],
    [{ op: "add", path: "members", value: [{ value: "u0" }] }, ["u0"]],
    [{ op: "replace", path: "members", value: [{ value: "u2" }] }, ["u2"]],
    [{ op: "remove", path: 'members[value eq "u0"]' }, []],
    [{ op: "remove", path: 'members[value eq "u1"]' }, ["u0"]],
    [{ op: "remove", path: "members" }, []],
  ])("%j: %j", async (operation, expected) => {
    expect((await send("PATCH", "/Groups/g", patchOf(operation))).status).toBe(204);
    expect(await members()).toEqual(expected.map((value) => ({ value })));
  });

  test("take users alone", async () => {
    const patch = patchOf({ op: "add", path: "members", value: [{ value: "nobody" }] });
    expect(await send("PATCH", "/Groups/g", patch)).toMatchObject({ status: 400, body: { scimType: "invalidValue" } });
    expect(await members()).toEqual(group.members);
  });

  test("lose a user that is deleted", async () => {
    await send("DELETE", "/Users/u0");
    expect(await members()).toEqual([]);
  });

  test("are found by name and by member", async () => {
    const idsOf = async (filter: string) =>
      resourcesOf(await send("GET", `/Groups?filter=${encodeURIComponent(filter)}`)).map(({ id }) => id);
    expect(await idsOf('displayName eq "g"')).toEqual(["g"]);
    expect(await idsOf('id eq "g" and members.value eq "u0"')).toEqual(["g"]);
    expect(await idsOf('members.value eq "u1"')).toEqual([]);
  });

  test("are shown without members, if asked to", async () => {
    expect((await send("GET", "/Groups/g?excludedAttributes=members")).body).not.toHaveProperty("members");
  });
});

describe("a list", () => {
  test.each([
    ["", 1, 100, "u0"],
    ["?count=2", 1, 2, "u0"],
    ["?startIndex=3&count=2", 3, 2, "u2"],
    ["?startIndex=101", 101, 5, "u100"],
    ["?startIndex=106", 106, 0, undefined],
    ["?startIndex=0", 1, 100, "u0"],
    ["?startIndex=-1&count=-1", 1, 0, undefined],
    ["?count=1000", 1, 100, "u0"],
  ])("%s starts at %d with %d users", async (query, startIndex, itemsPerPage, first) => {
    const response = await send("GET", `/Users${query}`);
    expect(response.body).toMatchObject({ totalResults: 105, startIndex, itemsPerPage });
    expect(resourcesOf(response)).toHaveLength(itemsPerPage);
    expect(resourcesOf(response)[0]?.["id"]).toBe(first);
  });

  test.each(["startIndex=x", "count=1.5"])("is refused for %s", async (query) => {
    expect(await send("GET", `/Users?${query}`)).toMatchObject({ status: 400, body: { scimType: "invalidValue" } });
  });

  test("of what a filter finds has its own total, and pages", async () => {
    const filter = encodeURIComponent('displayName eq "odd" and active eq true');
    const { body } = await send("GET", `/Users?filter=${filter}&startIndex=52&count=10`);
    expect(body).toMatchObject({ totalResults: 52, itemsPerPage: 1, Resources: [{ id: "u103" }] });
  });

  test("shows the attributes that are asked for", async () => {
    const query = "attributes=username&count=1";
    expect(resourcesOf(await send("GET", `/Users?${query}`))[0]).toEqual({
      schemas: expect.any(Array),
      id: "u0",
      userName: "user.0@example.com",
    });
  });
});

test("a user is found by name after its name has changed, and no more under the old one", async () => {
  await send("PATCH", "/Users/u0", patchOf({ op: "replace", path: "userName", value: "new@example.com" }));
  const found = async (name: string) => resourcesOf(await find(`userName eq "${name}"`)).map(({ id }) => id);
  expect(await found("NEW@example.com")).toEqual(["u0"]);
  expect(await found("user.0@example.com")).toEqual([]);
  expect((await send("POST", "/Users", { userName: "user.0@example.com" })).status).toBe(201);
});

test("a user is not renamed to another's name", async () => {
  const patch = patchOf({ op: "replace", path: "userName", value: "USER.1@example.com" });
  expect(await send("PATCH", "/Users/u0", patch)).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
});

test("the server sets ID, meta and groups itself, and keeps nothing without a value", async () => {
  const asked = { userName: "new@example.com", id: "mine", meta: {}, groups: [{ value: "g" }], title: null, roles: [] };
  const { body } = await send("POST", "/Users", asked);
  expect(body).toEqual({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
    id: expect.not.stringMatching(/^mine$/),
    userName: "new@example.com",
    active: true,
    meta: expect.objectContaining({ resourceType: "User" }),
  });
});

describe("a request", () => {
  const plain = (body: string, type: string) =>
    fetch(`${scim.baseUrl}/Users`, {
      method: "POST",
      headers: { authorization: "Bearer local-token", "content-type": type },
      body,
    });

  test.each([
    ['{"userName": "new@example.com"}', "application/json; charset=utf-8", 201],
    ['{"userName": "new@example.com"}', "Application/SCIM+JSON", 201],
    ['{"userName": "new@example.com"}', "text/plain", 415],
    ["{", "application/json", 400],
    ["[]", "application/json", 400],
    ["{}", "application/json", 400],
    ['{"userName": " "}', "application/json", 400],
    ['{"userName": "new@example.com", "active": "true"}', "application/json", 400],
    ['{"userName": "new@example.com", "emails": "new@example.com"}', "application/json", 400],
  ])("with the body %s of type %s is a %d", async (body, type, status) => {
    const response = await plain(body, type);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/scim+json");
  });

  test.each([
    ["GET", "/Bulk"],
    ["POST", "/Groups"],
    ["GET", "/Users/u0/x"],
    ["GET", "/../v2"],
  ])("%s %s is none of the emulator's: 404", async (method, path) => {
    expect(await send(method, path)).toMatchObject({ status: 404, body: { detail: expect.stringContaining(method) } });
    expect(await scim.calls()).toMatchObject([{ operation: "UnknownOperation", response: 404, committed: false }]);
  });

  test.each(["/Users/nobody", "/Users/%", "/Groups/nobody"])("for %s is a 404", async (path) => {
    expect(await send("GET", path)).toMatchObject({ status: 404, body: { status: "404" } });
  });
});

test.each([
  ["/ResourceTypes", ["User", "Group"]],
  ["/Schemas", ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:core:2.0:Group"]],
])("%s lists %j", async (path, ids) => {
  expect(resourcesOf(await send("GET", path)).map(({ id }) => id)).toEqual(ids);
});

test("refuses bad users at the start", async () => {
  const users = [{ userName: " " }];
  await expect(startScimEmulator({ profile: "scim", port: 0, users })).rejects.toThrow("userName");
});

test("does not wait for a hung call when it closes", async () => {
  const other = await scimForTest("scim");
  await other.setFaults({ faults: [{ effect: "hang" }] });
  const hung = other.send("GET", "/Users").catch(({ cause }) => cause.code);
  await expect.poll(other.calls).toHaveLength(1);
  await other.close();
  expect(await hung).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
});
