import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../local/scim/json-object.ts";
import { operationsOf, patched } from "../../../local/scim/patch.ts";
import { patchOf } from "../../support/scim-emulator.ts";

const EXTENSION = "urn:ietf:params:scim:schemas:extension:zoom:1.0:User";
const user = {
  userName: "ana",
  active: true,
  name: { givenName: "Ana", familyName: "Diaz" },
  roles: [
    { type: "seatType", value: "View" },
    { type: "other", value: "x" },
  ],
};
const apply = (...operations: readonly JsonObject[]): JsonObject =>
  patched(user, operationsOf(patchOf(...operations)), [EXTENSION]);

test.each<[operation: JsonObject, changed: JsonObject]>([
  [{ op: "replace", path: "active", value: false }, { active: false }],
  [{ op: "replace", path: "ACTIVE", value: false }, { active: false }],
  [
    { op: "replace", value: { active: false, userName: "bo" } },
    { active: false, userName: "bo" },
  ],
  [{ op: "add", path: "displayName", value: "Ana" }, { displayName: "Ana" }],
  [{ op: "replace", path: "name.givenName", value: "A" }, { name: { givenName: "A", familyName: "Diaz" } }],
  [{ op: "replace", path: "name", value: { givenName: "A" } }, { name: { givenName: "A", familyName: "Diaz" } }],
  [{ op: "replace", value: { "name.givenName": "A" } }, { name: { givenName: "A", familyName: "Diaz" } }],
  [{ op: "replace", path: `${EXTENSION}:plan`, value: "x" }, { [EXTENSION]: { plan: "x" } }],
  [{ op: "replace", value: { [EXTENSION]: { plan: "x" } } }, { [EXTENSION]: { plan: "x" } }],
  [{ op: "replace", path: "roles", value: [{ value: "y" }] }, { roles: [{ value: "y" }] }],
  [{ op: "add", path: "roles", value: [{ value: "y" }] }, { roles: [...user.roles, { value: "y" }] }],
  [{ op: "add", path: "roles", value: { value: "y" } }, { roles: [...user.roles, { value: "y" }] }],
  [{ op: "add", path: "roles", value: [user.roles[1]] }, {}],
  [
    { op: "replace", path: 'roles[type eq "seatType"].value', value: "Full" },
    { roles: [{ type: "seatType", value: "Full" }, user.roles[1]] },
  ],
  [
    { op: "replace", path: 'roles[type eq "seatType"]', value: { value: "Full" } },
    { roles: [{ type: "seatType", value: "Full" }, user.roles[1]] },
  ],
  [
    { op: "add", path: 'roles[type eq "new"].value', value: "Full" },
    { roles: [...user.roles, { type: "new", value: "Full" }] },
  ],
  [{ op: "remove", path: 'roles[type eq "other"]' }, { roles: [user.roles[0]] }],
  [{ op: "remove", path: 'roles[type eq "nobody"]' }, {}],
  [{ op: "remove", path: 'roles[type eq "other"].value' }, { roles: [user.roles[0], { type: "other" }] }],
])("%j", (operation, changed) => {
  expect(apply(operation)).toEqual({ ...user, ...changed });
});

test.each(["roles", "name"])("removes %s, and null and an empty list do, too", (path) => {
  const { [path as "roles"]: _, ...rest } = user;
  expect(apply({ op: "remove", path })).toEqual(rest);
  expect(apply({ op: "replace", path, value: null })).toEqual(rest);
  expect(apply({ op: "replace", path, value: [] })).toEqual(rest);
});

test("operations apply in their order", () => {
  const path = "displayName";
  expect(apply({ op: "add", path, value: "A" }, { op: "replace", path, value: "B" })).toMatchObject({
    displayName: "B",
  });
});

test("never reaches a prototype", () => {
  apply(
    { op: "replace", path: "__proto__.polluted", value: true },
    { op: "add", path: "constructor.prototype.polluted", value: true },
  );
  expect({}).not.toHaveProperty("polluted");
});

describe("is refused", () => {
  test.each<[operation: JsonObject, scimType: string]>([
    [{ op: "Replace", path: "active", value: false }, "invalidSyntax"],
    [{ op: "move", path: "active" }, "invalidSyntax"],
    [{ path: "active", value: false }, "invalidSyntax"],
    [{ op: "remove" }, "noTarget"],
    [{ op: "replace", path: 'roles[type eq "nobody"].value', value: "x" }, "noTarget"],
    [{ op: "replace", value: "x" }, "invalidValue"],
    [{ op: "replace", path: "id", value: "x" }, "mutability"],
    [{ op: "replace", path: 'roles[type eq "x"].', value: "x" }, "invalidPath"],
    [{ op: "replace", path: "roles[type", value: "x" }, "invalidPath"],
    [{ op: "replace", path: "roles[type sw true]", value: "x" }, "invalidFilter"],
  ])("%j", (operation, scimType) => {
    expect(() => apply(operation)).toThrow(expect.objectContaining({ status: 400, scimType }));
  });

  test.each([undefined, [], {}, { Operations: [{ op: "remove", path: "x" }] }, patchOf()])("%j", (body) => {
    expect(() => operationsOf(body)).toThrow(expect.objectContaining({ status: 400, scimType: "invalidSyntax" }));
  });
});
