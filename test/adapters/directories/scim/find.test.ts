import { describe, expect, test } from "vitest";
import type { ScimFile } from "../../../../domain/accounts/directory-file.ts";
import { ANA, FULL } from "./scim-file.ts";
import { scimForTest } from "./scim-for-test.ts";
import { list } from "./scim-server.ts";

const scim = scimForTest();

describe("find", () => {
  test("returns the user with her license, after one call", async () => {
    scim.server.add({ userName: "other@example.com" });
    const id = scim.server.add(FULL);
    expect(await scim.open().find(ANA.email)).toEqual({ id, license: "full", active: true });
    expect(scim.server.lines()).toEqual(["GET /Users"]);
    expect(scim.server.calls[0]?.query.get("filter")).toBe('userName eq "ana@example.com"');
  });

  test("returns nobody if there is nobody, also if the list is left out", async () => {
    expect(await scim.open().find(ANA.email)).toBeUndefined();
    scim.instead("GET", { body: { totalResults: 0 } });
    expect(await scim.open().find(ANA.email)).toBeUndefined();
  });

  test.each([`o'neil@example.com`, String.raw`"a\\b"@example.com`])("escapes %s in the filter", async (email) => {
    const id = scim.server.add({ userName: email });
    await expect(scim.open().find(email)).resolves.toMatchObject({ id });
    expect(scim.server.calls[0]?.query.get("filter")).toBe(`userName eq ${JSON.stringify(email)}`);
  });

  test("compares every hit of a server that ignores the filter, on every page", async () => {
    for (let each = 0; each < 150; each += 1) scim.server.add({ userName: `user${each}@example.com` });
    const id = scim.server.add({ userName: "ANA@example.com" });
    scim.server.react(({ path, query }) => {
      query.delete("filter");
      return path.endsWith("/Users") ? list([...scim.server.users.values()], query) : undefined;
    });
    expect(await scim.open().find(ANA.email)).toMatchObject({ id });
    expect(await scim.open().find("nobody@example.com")).toBeUndefined();
    expect(scim.server.calls).toHaveLength(4);
  });

  test("reads no whole company if the filter is ignored", async () => {
    for (let each = 0; each < 2_000; each += 1) scim.server.add({ userName: `user${each}@example.com` });
    scim.server.react(({ query }) => {
      query.delete("filter");
      return list([...scim.server.users.values()], query);
    });
    const message = "GET of users ignores the filter on userName: correct match.by";
    await expect(scim.open().find(ANA.email)).rejects.toMatchObject({ code: "DirectoryUnavailable", message });
    expect(scim.server.calls.length).toBeLessThan(12);
  });

  test("two users with the email are ambiguous, one user twice is not", async () => {
    const id = scim.server.add(FULL);
    const twice = { body: { totalResults: 2, Resources: [scim.server.users.get(id), scim.server.users.get(id)] } };
    scim.instead("GET", twice);
    expect(await scim.open().find(ANA.email)).toMatchObject({ id });
    scim.server.reset();
    scim.server.add(FULL);
    scim.server.add(FULL);
    await expect(scim.open().find(ANA.email)).rejects.toMatchObject({ code: "AmbiguousUser" });
  });

  test("matches any of the emails if the file says so", async () => {
    const id = scim.server.add({ userName: "ana", emails: [{ value: "a@example.com" }, { value: ANA.email }] });
    expect(await scim.open({ match: { by: "emails.value" } }).find(ANA.email)).toMatchObject({ id });
  });

  test("finds who is inactive, whether that is a boolean or text", async () => {
    scim.server.add({ ...FULL, active: "False" });
    expect(await scim.open().find(ANA.email)).toMatchObject({ active: false });
  });

  test("reads the one user where a list shows no license", async () => {
    const id = scim.server.add({ userName: ANA.email, userType: "Licensed" });
    const file = { listShowsLicense: false, carrier: { kind: "attribute", path: "userType" } as const };
    const licenses = [{ name: "licensed", value: "Licensed" }];
    expect(await scim.open({ ...file, licenses }).find(ANA.email)).toMatchObject({ license: "licensed" });
    expect(scim.server.lines()).toEqual(["GET /Users", `GET /Users/${id}`]);
  });

  test("does not believe a hit without an ID", async () => {
    scim.instead("GET", { body: { totalResults: 1, Resources: [{ userName: ANA.email }] } });
    await expect(scim.open().find(ANA.email)).rejects.toMatchObject({ code: "DirectoryUnavailable" });
  });
});

describe("license", () => {
  const read = async (user: object, file: Partial<ScimFile>) => {
    scim.server.reset();
    scim.server.add({ userName: ANA.email, ...user });
    return (await scim.open(file).find(ANA.email))?.license;
  };
  const URN = "urn:ietf:params:scim:schemas:extension:zoom:1.0:User";

  test("is read from each carrier", async () => {
    expect(await read({ userType: "Full" }, { carrier: { kind: "attribute", path: "userType" } })).toBe("full");
    const extension = { carrier: { kind: "attribute", path: `${URN}:seat` } } as const;
    expect(await read({ [URN]: { seat: "View" } }, extension)).toBe("view");
    expect(await read({ roles: [{ type: "seattype", value: "FULL" }] }, {})).toBe("full");
    expect(await read({ roles: [{ value: "Full" }] }, { carrier: { kind: "element", list: "roles" } })).toBe("full");
    expect(await read({ groups: [{ value: "View" }] }, { carrier: { kind: "group" } })).toBe("view");
    expect(await read({}, { carrier: { kind: "active" }, licenses: [{ name: "member", value: "" }] })).toBe("member");
  });

  test("is unknown if it is none of the file's, or written otherwise where that counts", async () => {
    expect(await read({ roles: [{ type: "seatType", value: "Owner" }] }, {})).toBeUndefined();
    expect(await read({ roles: [{ type: "seatType", value: "full" }] }, { compare: "exact" })).toBeUndefined();
  });
});
