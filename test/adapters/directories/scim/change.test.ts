import { describe, expect, test } from "vitest";
import { ANA, FULL } from "./scim-file.ts";
import { scimForTest } from "./scim-for-test.ts";
import { scimError } from "./scim-server.ts";

const scim = scimForTest();

describe("change", () => {
  test("a license is one call, which changes its element alone", async () => {
    const roles = [
      { type: "admin", value: "billing" },
      { type: "seatType", value: "View" },
    ];
    const id = scim.server.add({ userName: ANA.email, roles });
    await scim.open().change(id, { license: "full" });
    expect(scim.server.lines()).toEqual([`PATCH /Users/${id}`]);
    expect(scim.server.calls[0]?.body.Operations).toEqual([
      { op: "replace", path: 'roles[type eq "seatType"].value', value: "Full" },
    ]);
    expect(scim.server.users.get(id)?.["roles"]).toEqual([
      { type: "admin", value: "billing" },
      { type: "seatType", value: "Full" },
    ]);
  });

  test("with proof by a read it is two", async () => {
    const id = scim.server.add({ userName: ANA.email, roles: [{ type: "seatType", value: "View" }] });
    await scim.open({ proof: "get" }).change(id, { license: "full" });
    expect(scim.server.lines()).toEqual([`PATCH /Users/${id}`, `GET /Users/${id}`]);
  });

  test.each([
    ["refuses its path", scimError(400, "noTarget")],
    ["refuses its path in other words", scimError(400, "invalidPath")],
    ["does nothing", { body: { id: "u1", roles: [{ type: "admin", value: "billing" }] } }],
    ["does nothing, and says nothing", { status: 204, body: "" }],
    ["does nothing, and says nothing of it", { body: { id: "u1" } }],
  ])("an element that is not there yet is added, if the directory %s", async (_, reply) => {
    const id = scim.server.add({ userName: ANA.email, roles: [{ type: "admin", value: "billing" }] });
    scim.instead("PATCH", reply);
    await expect(scim.open().change(id, { license: "full" })).resolves.toBeUndefined();
    expect(scim.server.users.get(id)?.["roles"]).toEqual([
      { type: "admin", value: "billing" },
      { type: "seatType", value: "Full" },
    ]);
  });

  test("a license that was added beside a higher one is not applied, since a find shows that one", async () => {
    const id = scim.server.add({ userName: ANA.email, roles: [{ value: "Full" }] });
    const file = { update: "patch-pathless", carrier: { kind: "element", list: "roles" } } as const;
    scim.instead("PATCH", { body: { id, roles: [{ value: "Full" }, { value: "View" }] } }, 2);
    const failure = { code: "NotApplied", message: "PATCH of a user left another license than the one set" };
    await expect(scim.open(file).change(id, { license: "view" })).rejects.toMatchObject(failure);
    await expect(scim.open(file).change(id, { license: "full" })).resolves.toBeUndefined();
  });

  test("a license that the directory refuses is refused", async () => {
    const id = scim.server.add(FULL);
    scim.instead("PATCH", scimError(400, "invalidValue"));
    const failure = { code: "DirectoryRejected", message: "PATCH of a user returned HTTP 400 invalidValue" };
    await expect(scim.open().change(id, { license: "view" })).rejects.toMatchObject(failure);
  });

  test("patch-pathless sends values without a path, and keeps the other elements of a list", async () => {
    const roles = [{ type: "admin", value: "billing" }];
    const id = scim.server.add({ userName: ANA.email, roles });
    await scim.open({ update: "patch-pathless" }).change(id, { license: "full" });
    expect(scim.server.users.get(id)?.["roles"]).toEqual([...roles, { type: "seatType", value: "Full" }]);
    scim.server.calls.length = 0;
    await scim.open({ update: "patch-pathless", carrier: { kind: "element", list: "roles" } }).change(id, {
      license: "view",
    });
    expect(scim.server.calls.map(({ body }) => body.Operations)).toEqual([
      [{ op: "replace", value: { roles: [{ value: "View" }] } }],
    ]);
  });

  test("put-merge sends the changed member alone, with the schema that it is in", async () => {
    const urn = "urn:ietf:params:scim:schemas:extension:zoom:1.0:User";
    const id = scim.server.add({ userName: ANA.email });
    await scim.open({ update: "put-merge", carrier: { kind: "attribute", path: `${urn}:seat` } }).change(id, {
      license: "full",
    });
    expect(scim.server.lines()).toEqual([`PUT /Users/${id}`]);
    expect(scim.server.calls[0]?.body).toEqual({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", urn],
      [urn]: { seat: "Full" },
    });
  });

  describe("put-replace", () => {
    const file = { update: "put-replace" } as const;
    test("keeps what it does not know, drops meta, and writes only over what it read", async () => {
      const urn = "urn:vendor:User";
      const id = scim.server.add({ ...FULL, [urn]: { badge: 7 }, nickName: "An", meta: { version: 'W/"1"' } });
      await scim.open(file).change(id, { license: "view" });
      expect(scim.server.lines()).toEqual([`GET /Users/${id}`, `PUT /Users/${id}`]);
      expect(scim.server.calls[1]?.headers["if-match"]).toBe('W/"1"');
      expect(scim.server.calls[1]?.body).toMatchObject({ [urn]: { badge: 7 }, nickName: "An", userName: ANA.email });
      expect(scim.server.calls[1]?.body.meta).toBeUndefined();
    });

    test("reads again what somebody else changed in between, three times at most", async () => {
      const id = scim.server.add(FULL);
      scim.instead("PUT", scimError(412));
      await expect(scim.open(file).change(id, { license: "view" })).resolves.toBeUndefined();
      expect(scim.server.lines().map((line) => line.slice(0, 3))).toEqual(["GET", "PUT", "GET", "PUT"]);
      scim.instead("PUT", scimError(412), 9);
      await expect(scim.open(file).change(id, { license: "full" })).rejects.toMatchObject({
        code: "DirectoryUnavailable",
      });
    });

    test("writes nothing if the user has it already", async () => {
      const id = scim.server.add(FULL);
      await scim.open(file).change(id, { license: "full" });
      expect(scim.server.lines()).toEqual([`GET /Users/${id}`]);
    });
  });

  test("a 2xx without effect is not applied", async () => {
    const id = scim.server.add({ userName: ANA.email, roles: [{ type: "seatType", value: "View" }] });
    scim.instead("PATCH", () => ({ body: scim.server.users.get(id) }));
    const failure = { code: "NotApplied", message: "PATCH of a user left another license than the one set" };
    await expect(scim.open().change(id, { license: "full" })).rejects.toMatchObject(failure);
    expect(scim.server.calls).toHaveLength(1);
  });

  test.each([
    ["an empty answer", { status: 204, body: "" }],
    ["an answer without the license", { body: { id: "u1", userName: ANA.email } }],
  ])("%s proves nothing: the user is read", async (_, reply) => {
    const id = scim.server.add({ userName: ANA.email, roles: [{ type: "seatType", value: "View" }] });
    scim.instead("PATCH", reply);
    await expect(scim.open().change(id, { license: "full" })).rejects.toMatchObject({ code: "NotApplied" });
    expect(scim.server.lines()).toEqual([`PATCH /Users/${id}`, `GET /Users/${id}`]);
  });

  test("a 206 is not applied", async () => {
    const id = scim.server.add(FULL);
    scim.instead("PATCH", { status: 206, body: scim.server.users.get(id) });
    await expect(scim.open().change(id, { license: "full" })).rejects.toMatchObject({ code: "NotApplied" });
  });

  test("a license that neither the answer nor the user shows is not applied", async () => {
    const id = scim.server.add({ userName: ANA.email });
    scim.instead("PATCH", { body: { id, userName: ANA.email } });
    const file = { carrier: { kind: "attribute", path: "userType" } } as const;
    await expect(scim.open(file).change(id, { license: "full" })).rejects.toMatchObject({ code: "NotApplied" });
    expect(scim.server.lines()).toEqual([`PATCH /Users/${id}`, `GET /Users/${id}`]);
  });

  test("a license that comes back in other case is the same, if the file says so", async () => {
    const id = scim.server.add(FULL);
    scim.instead("PATCH", { body: { id, roles: [{ type: "seattype", value: "view" }] } }, 2);
    await scim.open().change(id, { license: "view" });
    await expect(scim.open({ compare: "exact" }).change(id, { license: "view" })).rejects.toMatchObject({
      code: "NotApplied",
    });
  });

  test.each([
    ["with single blanks", { displayName: "Ana Maria Lopez" }],
    ["nowhere", {}],
  ])("a name that the directory shows %s keeps no license from counting", async (_, shown) => {
    const id = scim.server.add(FULL);
    const user = { ...FULL, id, emails: [{ type: "work", value: ANA.email }], ...shown };
    scim.server.users.set(id, user);
    scim.instead("PATCH", { body: user });
    const profile = { email: ANA.email, displayName: "Ana  Maria Lopez" };
    await expect(scim.open().change(id, { license: "full", profile })).resolves.toBeUndefined();
  });

  test("an email that another user has may be free later: two who swap theirs wait for each other", async () => {
    const id = scim.server.add(FULL);
    scim.instead("PATCH", scimError(409, "uniqueness"));
    const failure = { code: "DirectoryUnavailable", message: "PATCH of a user returned HTTP 409 uniqueness" };
    const profile = { email: "bo@example.com" };
    await expect(scim.open().change(id, { license: "view", profile })).rejects.toMatchObject(failure);
    expect(scim.server.lines()).toEqual([`PATCH /Users/${id}`]);
  });

  test("a user who is gone is missing, and so is none whose answer is a page", async () => {
    await expect(scim.open().change("u9", { license: "full" })).rejects.toMatchObject({ code: "DirectoryUserMissing" });
    scim.instead("PATCH", { status: 404, body: "<html>" });
    await expect(scim.open().change("u9", { license: "full" })).rejects.toMatchObject({ code: "DirectoryMissing" });
  });

  test("email and name change in one call with the license", async () => {
    const id = scim.server.add({
      ...FULL,
      displayName: "Ana",
      emails: [{ type: "work", value: ANA.email, primary: true }],
    });
    const profile = { email: "ana.maria@example.com", displayName: "Ana Maria" };
    await scim.open().change(id, { license: "view", profile });
    expect(scim.server.calls).toHaveLength(1);
    expect(scim.server.users.get(id)).toMatchObject({
      userName: profile.email,
      displayName: profile.displayName,
      emails: [{ type: "work", value: profile.email, primary: true }],
    });
  });

  test("an email is proven wherever it comes back", async () => {
    const email = "ana.maria@example.com";
    const id = scim.server.add(FULL);
    scim.instead("PATCH", { body: { id, userName: email, emails: [{ value: "a@example.com" }, { value: email }] } });
    await scim.open().change(id, { profile: { email } });
    expect(scim.server.calls).toHaveLength(1);
  });

  test("an email that the directory did not take is not applied, and a name that HR does not say stays", async () => {
    const id = scim.server.add({ ...FULL, displayName: "Ana", emails: [{ type: "work", value: ANA.email }] });
    await scim.open().change(id, { profile: { email: "ana.maria@example.com" } });
    expect(scim.server.users.get(id)).toMatchObject({ displayName: "Ana" });
    scim.instead("PATCH", () => ({ body: scim.server.users.get(id) }));
    const failure = { code: "NotApplied", message: "PATCH of a user left another email than the one set" };
    await expect(scim.open().change(id, { profile: { email: ANA.email } })).rejects.toMatchObject(failure);
  });

  test("an update whose answer was lost is not sent again here", async () => {
    const id = scim.server.add(FULL);
    scim.instead("PATCH", { status: 502, body: "" });
    await expect(scim.open().change(id, { license: "view" })).rejects.toMatchObject({ code: "DirectoryUnavailable" });
    expect(scim.server.calls).toHaveLength(1);
  });

  test("the changes of many users go side by side", async () => {
    const ids = Array.from({ length: 50 }, (_, each) =>
      scim.server.add({ ...FULL, userName: `user${each}@example.com` }),
    );
    const directory = scim.open();
    let underWay = 0;
    scim.server.react(({ method }) => {
      if (method === "PATCH") underWay += 1;
      return undefined;
    });
    await Promise.all(ids.map((id) => directory.change(id, { license: "view" })));
    expect(underWay).toBe(50);
    expect(scim.server.calls).toHaveLength(50);
  });
});

test("nothing is sent when the time is up", async () => {
  const directory = scim.open({}, AbortSignal.abort());
  await expect(directory.find(ANA.email)).rejects.toMatchObject({ code: "DeadlineExceeded" });
  await expect(directory.create(ANA, "full")).rejects.toMatchObject({ code: "DeadlineExceeded" });
  await expect(directory.change("u1", { license: "full" })).rejects.toMatchObject({ code: "DeadlineExceeded" });
  expect(scim.server.calls).toHaveLength(0);
});
