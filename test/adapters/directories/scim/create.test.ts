import { describe, expect, test } from "vitest";
import { ANA, FULL, timeOut } from "./scim-file.ts";
import { scimForTest } from "./scim-for-test.ts";
import { type Reply, scimError } from "./scim-server.ts";

const scim = scimForTest();

describe("create", () => {
  test("a hire is a find and a creation, which has the license", async () => {
    const directory = scim.open();
    expect(await directory.find(ANA.email)).toBeUndefined();
    expect(await directory.create(ANA, "full")).toEqual({ id: "u1", license: "full", active: true });
    expect(scim.server.lines()).toEqual(["GET /Users", "POST /Users"]);
    expect(scim.server.calls[1]?.body).toEqual({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      userName: ANA.email,
      externalId: "E1",
      displayName: "Ana Lopez",
      emails: [{ type: "work", value: ANA.email, primary: true }],
      active: true,
      roles: [{ type: "seatType", value: "Full" }],
    });
  });

  test("sends each source of the file; who has no name is called as her address begins", async () => {
    const create = {
      userName: "emailLocalPart",
      "name.givenName": "givenName",
      "name.familyName": "familyName",
    } as const;
    const match = { by: "emails.value" };
    await scim.open({ create, match }).create({ ...ANA, displayName: "Ana Maria Lopez" }, "full");
    expect(scim.server.calls[0]?.body).toMatchObject({
      userName: "ana",
      name: { givenName: "Ana Maria", familyName: "Lopez" },
    });
    scim.server.reset();
    await scim.open({ create, match }).create({ employeeId: "E1", email: ANA.email }, "full");
    expect(scim.server.calls[0]?.body).toMatchObject({ name: { givenName: "ana", familyName: "ana" } });
  });

  test("leaves the license to the domain if a user does not carry it, or does not show it", async () => {
    const group = { carrier: { kind: "group" } } as const;
    expect(await scim.open(group).create(ANA, "full")).toEqual({ id: "u1", active: true });
    scim.server.reset();
    scim.instead("POST", () => {
      scim.server.add({ ...FULL, roles: [] });
      return { status: 201, body: { id: "u1", userName: ANA.email } };
    });
    expect(await scim.open().create(ANA, "full")).toEqual({ id: "u1" });
  });

  test("a proof that fails fails no creation", async () => {
    scim.instead("GET", { status: 404, body: "" });
    expect(await scim.open({ proof: "get" }).create(ANA, "full")).toEqual({ id: "u1", active: true });
    expect(scim.server.lines()).toEqual(["POST /Users", "GET /Users/u1"]);
  });

  test.each([
    ["without scimType", { status: 409, body: "" }],
    ["with scimType", scimError(409, "uniqueness")],
    ["as a 400", scimError(400, "uniqueness")],
  ])("a conflict %s is looked up, the inactive included, and its license is not believed", async (_, reply) => {
    const id = scim.server.add({ ...FULL, active: false });
    scim.instead("POST", reply);
    expect(await scim.open().create(ANA, "full")).toEqual({ id, active: false, found: true });
    expect(scim.server.lines()).toEqual(["POST /Users", "GET /Users"]);
  });

  test("a conflict about nobody is tried again", async () => {
    scim.instead("POST", scimError(409));
    const message = "POST of a user returned HTTP 409: she is there already, but is not found by email";
    const failure = { code: "DirectoryUnavailable", retryable: true, message };
    await expect(scim.open().create(ANA, "full")).rejects.toMatchObject(failure);
  });

  test.each<[string, Reply]>([
    ["a connection that breaks", { write: (response) => response.destroy() }],
    ["a time-out", { write: timeOut }],
    ["a 502", { status: 502, body: "" }],
    ["a page", { body: "<html>" }],
    ["no ID", { status: 201, body: { displayName: ANA.displayName } }],
    ["an empty body", { status: 201, body: "" }],
    ["a 206", { status: 206, body: {} }],
    ["an error with a 200", { ...scimError(500), status: 200 }],
  ])("after %s she is looked up, and the creation is not sent again", async (_, reply) => {
    scim.instead("POST", () => {
      scim.server.add(FULL);
      return reply;
    });
    await expect(scim.open().create(ANA, "full")).resolves.toEqual({ id: "u1", active: true, found: true });
    expect(scim.server.lines()).toEqual(["POST /Users", "GET /Users"]);
    scim.instead("POST", reply);
    const bo = { ...ANA, email: "bo@example.com" };
    await expect(scim.open().create(bo, "full")).rejects.toMatchObject({ retryable: true });
  });

  test("a throttled creation is not sent again", async () => {
    scim.instead("POST", { status: 429, body: "" });
    await expect(scim.open().create(ANA, "full")).rejects.toMatchObject({ code: "DirectoryThrottled" });
    expect(scim.server.calls).toHaveLength(1);
  });

  test("no seat left is what the file says it is, also with a conflict's status", async () => {
    const answers = [{ status: 409, contains: "Seat", means: "NoSeatLeft" }] as const;
    scim.instead("POST", scimError(409, undefined, "no seats for ana@example.com"));
    const failure = { code: "NoSeatLeft", message: "POST of a user returned HTTP 409" };
    await expect(scim.open({ answers }).create(ANA, "full")).rejects.toMatchObject(failure);
  });

  test("another user than the one asked for is nobody's", async () => {
    scim.instead("POST", { status: 201, body: { id: "u7", userName: "other@example.com" } });
    await expect(scim.open().create(ANA, "full")).rejects.toMatchObject({ code: "UserMismatch" });
  });
});
