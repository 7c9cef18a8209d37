import { describe, expect, test } from "vitest";
import { FULL } from "./scim-file.ts";
import { scimForTest } from "./scim-for-test.ts";

const scim = scimForTest();

describe("deactivate and reactivate", () => {
  test.each(["patch", "patch-pathless", "put-merge", "put-replace"] as const)(
    "by %s, with a boolean",
    async (update) => {
      const id = scim.server.add(FULL);
      await scim.open({ update }).deactivate(id);
      expect(scim.server.users.get(id)?.["active"]).toBe(false);
      if (update === "put-merge") scim.server.users.set(id, { id, ...FULL, active: false });
      await scim.open({ update }).reactivate(id);
      expect(scim.server.users.get(id)?.["active"]).toBe(true);
    },
  );

  test("by PATCH where that can do nothing else", async () => {
    const id = scim.server.add(FULL);
    const file = { update: "put-merge", deactivateBy: "patch" } as const;
    await scim.open(file).deactivate(id);
    await scim.open(file).reactivate(id);
    expect(scim.server.lines()).toEqual([`PATCH /Users/${id}`, `PUT /Users/${id}`]);
    expect(scim.server.calls[0]?.body.Operations).toEqual([{ op: "replace", path: "active", value: false }]);
  });

  test("by DELETE, which may be repeated, and is proven", async () => {
    const id = scim.server.add(FULL);
    const file = { deactivateBy: "delete" } as const;
    scim.instead("DELETE", { status: 204, body: "" });
    await expect(scim.open(file).deactivate(id)).rejects.toMatchObject({ code: "NotApplied" });
    await expect(scim.open(file).deactivate(id)).resolves.toBeUndefined();
    await expect(scim.open(file).deactivate(id)).resolves.toBeUndefined();
    expect(scim.server.users.size).toBe(0);
  });

  test("who is dropped instead of deactivated is gone, as wanted", async () => {
    const id = scim.server.add(FULL);
    scim.instead("PATCH", () => {
      scim.server.users.delete(id);
      return { status: 204, body: "" };
    });
    await expect(scim.open().deactivate(id)).resolves.toBeUndefined();
    await expect(scim.open().reactivate(id)).rejects.toMatchObject({ code: "DirectoryUserMissing" });
  });

  test.each(["PATCH", "DELETE", "GET"])(
    "a 404 of %s that is not the directory's own says of nobody that she is gone",
    async (method) => {
      const id = scim.server.add(FULL);
      scim.server.react((received) => {
        if (received.method === method) return { status: 404, body: { message: "Not Found" } };
        return received.method === "GET" ? undefined : { status: 204, body: "" };
      });
      const file = { deactivateBy: method === "DELETE" ? "delete" : "update" } as const;
      await expect(scim.open(file).deactivate(id)).rejects.toMatchObject({ code: "DirectoryMissing" });
    },
  );

  test("a deactivation without effect is not applied", async () => {
    const id = scim.server.add(FULL);
    scim.instead("PATCH", { status: 204, body: "" });
    const failure = { code: "NotApplied", message: "PATCH of a user left the user active" };
    await expect(scim.open().deactivate(id)).rejects.toMatchObject(failure);
  });
});
