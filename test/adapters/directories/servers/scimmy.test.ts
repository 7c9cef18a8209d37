import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { patchOf } from "../../../support/scim-emulator.ts";
import { scimFileOf, serverSubject } from "../subjects.ts";
import { startScimmy } from "./scimmy.ts";

let server: Awaited<ReturnType<typeof startScimmy>>;
beforeAll(async () => {
  server = await startScimmy();
});
afterAll(() => server.close());

const send = async (method: string, path: string, body?: object, token = server.token) => {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/scim+json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? {} : JSON.parse(text) };
};
const seat = (value: string) => [{ type: "seatType", value }];
const user = (userName: string) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
  userName,
  externalId: userName,
  active: true,
  emails: [{ value: userName, type: "work", primary: true }],
  roles: seat("View"),
});

describe("SCIMMY", () => {
  test("takes the seat of Figma, and changes it in place", async () => {
    const { status, body } = await send("POST", "/Users", user("ana@example.com"));
    expect([status, body.roles]).toEqual([201, seat("View")]);
    const patch = patchOf({ op: "replace", path: 'roles[type eq "seatType"].value', value: "Full" });
    expect((await send("PATCH", `/Users/${body.id}`, patch)).body.roles).toEqual(seat("Full"));
    expect((await send("GET", `/Users/${body.id}`)).body).toMatchObject({ active: true, roles: seat("Full") });
  });

  test("finds by userName, whose case counts", async () => {
    await send("POST", "/Users", user("bo@example.com"));
    const total = async (name: string) =>
      (await send("GET", `/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`)).body.totalResults;
    expect([await total("bo@example.com"), await total("BO@example.com")]).toEqual([1, 0]);
  });

  test("refuses a second user of the same name, a wrong token, and a user that is not there", async () => {
    await send("POST", "/Users", user("cy@example.com"));
    expect(await send("POST", "/Users", user("cy@example.com"))).toMatchObject({
      status: 409,
      body: { scimType: "uniqueness" },
    });
    expect((await send("GET", "/Users", undefined, "wrong")).status).toBe(401);
    expect((await send("GET", "/Users/nobody")).status).toBe(404);
  });

  test("has groups, and deletes", async () => {
    const { body } = await send("POST", "/Users", user("di@example.com"));
    const group = await send("POST", "/Groups", {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
      displayName: "G",
    });
    const patch = patchOf({ op: "add", path: "members", value: [{ value: body.id }] });
    await send("PATCH", `/Groups/${group.body.id}`, patch);
    expect((await send("GET", `/Groups/${group.body.id}`)).body).toMatchObject({ members: [{ value: body.id }] });
    expect((await send("DELETE", `/Users/${body.id}`)).status).toBe(204);
    expect((await send("GET", `/Users/${body.id}`)).status).toBe(404);
  });

  test("adds to a list what a PATCH without a path replaces: the higher role stays, and that is no success", async () => {
    const { id } = (await send("POST", "/Users", { ...user("fi@example.com"), roles: [{ value: "user" }] })).body;
    const value = { roles: [{ value: "guest_collaborator" }] };
    const { body } = await send("PATCH", `/Users/${id}`, patchOf({ op: "replace", value }));
    expect(body.roles).toEqual([{ value: "user" }, ...value.roles]);
    const { directory } = await serverSubject(async () => server, scimFileOf("github"), []);
    const failure = { code: "NotApplied", retryable: true };
    await expect(directory.change(id, { license: "guest_collaborator" })).rejects.toMatchObject(failure);
  });

  test("keeps each server's users apart", async () => {
    const other = await startScimmy();
    const { body } = await send("POST", "/Users", user("ed@example.com"));
    expect((await send("GET", `/Users/${body.id}`)).status).toBe(200);
    const response = await fetch(`${other.url}/Users/${body.id}`, {
      headers: { authorization: `Bearer ${other.token}` },
    });
    await other.close();
    expect(response.status).toBe(404);
  });
});
