import { describe, expect, test } from "vitest";
import { scimListing } from "../../../../adapters/directories/scim/directory.ts";
import type { ScimFile } from "../../../../domain/accounts/directory-file.ts";
import { FULL } from "./scim-file.ts";
import { scimForTest } from "./scim-for-test.ts";
import { list } from "./scim-server.ts";

const scim = scimForTest();

describe("list", () => {
  const listed = async (file: Partial<ScimFile> = {}) => {
    const accounts = [];
    for await (const account of scimListing(scim.options(file)).list()) accounts.push(account);
    return accounts;
  };

  test("shows everybody, page by page", async () => {
    for (let each = 1; each <= 250; each += 1) scim.server.add({ ...FULL, userName: `user${each}@example.com` });
    const accounts = await listed();
    expect(accounts).toHaveLength(250);
    expect(accounts[249]).toEqual({ id: "u250", license: "full", active: true, email: "user250@example.com" });
    expect(scim.server.calls.map(({ query }) => query.get("startIndex"))).toEqual([null, "101", "201"]);
    expect((await listed({ listShowsLicense: false }))[0]).not.toHaveProperty("license");
  });

  test("goes on after pages that are smaller than asked for", async () => {
    for (let each = 1; each <= 7; each += 1) scim.server.add({ userName: `user${each}@example.com` });
    scim.server.react(({ query }) => {
      query.set("count", "3");
      return list([...scim.server.users.values()], query);
    });
    expect(await listed()).toHaveLength(7);
  });

  test("ends if the list loops, or shrinks, while it is read", async () => {
    const page = [{ id: "u1" }, { id: "u2" }];
    scim.server.react(() => ({ body: { totalResults: 1_000, Resources: page } }));
    expect(await listed()).toHaveLength(2);
    expect(scim.server.calls).toHaveLength(2);
    let number = 0;
    scim.server.react(() => ({ body: { totalResults: 1_000, Resources: number++ === 0 ? page : [] } }));
    expect(await listed()).toHaveLength(2);
  });
});
