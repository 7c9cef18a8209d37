import { describe, expect, test } from "vitest";
import type { Json } from "../../../../adapters/directories/scim/json.ts";
import { ANA } from "./scim-file.ts";
import { scimForTest } from "./scim-for-test.ts";
import { type Operation, type Reply, scimError } from "./scim-server.ts";

const scim = scimForTest();

describe("group", () => {
  const licenses = [
    { name: "user", value: "g1" },
    { name: "admin", value: "g2" },
  ];
  const file = { carrier: { kind: "group" }, licenses } as const;
  type Members = ReadonlyMap<string, Set<string>>;
  const last = (path: string) => path.split("/").at(-1) ?? "";

  const patchGroup = (group: Set<string>, { op, path = "", value }: Operation): Reply => {
    const [, removed = ""] = /^members\[value eq "(.*)"\]$/.exec(path) ?? [];
    if (op === "remove") group.delete(removed);
    else for (const each of value as readonly { readonly value: string }[]) group.add(each.value);
    return { status: 204, body: "" };
  };
  const findGroup = (members: Members, filter: string): Reply => {
    const [, id = "", user = ""] = /^id eq "(.*)" and members eq "(.*)"$/.exec(filter) ?? [];
    return { body: { totalResults: 1, Resources: members.get(id)?.has(user) ? [{ id }] : [] } };
  };
  const showUser = (members: Members, user: Json | undefined): Reply | undefined => {
    if (user === undefined) return undefined;
    const groups = [...members].filter(([, users]) => users.has(String(user["id"]))).map(([value]) => ({ value }));
    return { body: { ...user, groups } };
  };

  /** Groups with these members, shown with a user or only when asked for. */
  const serveGroups = (members: Members, showsGroups = true) =>
    scim.server.react(({ path, query, body }) => {
      const [operation] = body.Operations ?? [];
      const group = members.get(last(path));
      if (operation) return group === undefined ? scimError(404) : patchGroup(group, operation);
      if (path.endsWith("/Groups")) return findGroup(members, query.get("filter") ?? "");
      return showsGroups ? showUser(members, scim.server.users.get(last(path))) : undefined;
    });

  test.each([true, false])(
    "a license moves a user from group to group, and is proven (groups shown: %s)",
    async (shown) => {
      const id = scim.server.add({ userName: ANA.email });
      const members = new Map([
        ["g1", new Set([id, "u9"])],
        ["g2", new Set<string>()],
      ]);
      serveGroups(members, shown);
      await scim.open(file).change(id, { license: "admin" });
      expect(members).toEqual(
        new Map([
          ["g1", new Set(["u9"])],
          ["g2", new Set([id])],
        ]),
      );
      expect(scim.server.lines().slice(0, 2)).toEqual(["PATCH /Groups/g2", "PATCH /Groups/g1"]);
    },
  );

  test.each<[string, Reply]>([
    ["is refused", scimError(400, "invalidFilter")],
    ["is ignored", { body: { totalResults: 2, Resources: [{ id: "g1" }, { id: "g2" }] } }],
  ])("where a filter for members %s, the group itself is read", async (_, reply) => {
    const id = scim.server.add({ userName: ANA.email });
    const group = { id: "g2", members: [{ value: "u9" }, { value: id }] };
    scim.server.react(({ method, path }) => {
      if (method === "PATCH") return { status: 204, body: "" };
      if (path.endsWith("/Groups")) return reply;
      return path.endsWith("/g2") ? { body: group } : undefined;
    });
    await expect(scim.open(file).change(id, { license: "admin" })).resolves.toBeUndefined();
    expect(scim.server.lines().slice(-2)).toEqual(["GET /Groups", "GET /Groups/g2"]);
    group.members.pop();
    await expect(scim.open(file).change(id, { license: "admin" })).rejects.toMatchObject({ code: "NotApplied" });
  });

  test("a group that is not there, and a user who is not, are told apart", async () => {
    const id = scim.server.add({ userName: ANA.email });
    serveGroups(new Map([["g1", new Set<string>()]]));
    await expect(scim.open(file).change(id, { license: "admin" })).rejects.toMatchObject({ code: "DirectoryMissing" });
    await expect(scim.open(file).change("u9", { license: "admin" })).rejects.toMatchObject({
      code: "DirectoryUserMissing",
    });
  });

  test("a member whom a 400 refuses is missing, or else refused", async () => {
    const id = scim.server.add({ userName: ANA.email });
    scim.instead("PATCH", scimError(400, "invalidValue"), 2);
    const change = (user: string) => scim.open(file).change(user, { license: "admin" });
    await expect(change("u9")).rejects.toMatchObject({ code: "DirectoryUserMissing" });
    await expect(change(id)).rejects.toMatchObject({ code: "DirectoryRejected" });
  });

  test("a membership without effect is not applied", async () => {
    const id = scim.server.add({ userName: ANA.email, groups: [] });
    scim.instead("PATCH", { status: 204, body: "" }, 9);
    await expect(scim.open(file).change(id, { license: "admin" })).rejects.toMatchObject({ code: "NotApplied" });
    scim.server.users.set(id, { id, userName: ANA.email, groups: [{ value: "g1" }, { value: "g2" }] });
    await expect(scim.open(file).change(id, { license: "admin" })).rejects.toMatchObject({ code: "NotApplied" });
  });
});
