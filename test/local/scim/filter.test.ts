import { describe, expect, test } from "vitest";
import { matches, parseFilter } from "../../../local/scim/filter.ts";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const user = {
  id: "Ab",
  externalId: "E-1",
  userName: "Ana@Example.com",
  displayName: String.raw`O'Neil "the \ best"`,
  active: true,
  emails: [
    { value: "ana@example.com", type: "work" },
    { value: "ana@home.example", type: "home" },
  ],
  [ENTERPRISE]: { manager: { value: "m1" } },
};
const hits = (filter: string, exact = false) => matches(parseFilter(filter, [ENTERPRISE]), user, exact);

test.each<[filter: string, isHit: boolean]>([
  ['userName eq "Ana@Example.com"', true],
  ['USERNAME EQ "ana@example.COM"', true],
  ['userName eq "ana"', false],
  ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ana@example.com"', true],
  ['id eq "Ab"', true],
  ['id eq "ab"', false],
  ['externalId eq "e-1"', false],
  ["active eq true", true],
  ['active eq "true"', false],
  ['emails.value eq "ana@home.example"', true],
  ['emails[type eq "work"]', true],
  ['emails[type eq "work" and value eq "ana@example.com"]', true],
  ['emails[type eq "work" and value eq "ana@home.example"]', false],
  ['active eq true and emails.type eq "home"', true],
  ['active eq true and userName eq "bo" and id eq "Ab"', false],
  ['nobody eq "x"', false],
  ['__proto__ eq "x"', false],
  [`${ENTERPRISE}:manager.value eq "m1"`, true],
  [`displayName eq ${JSON.stringify(user.displayName)}`, true],
  [String.raw`displayName eq "O'Neil \"the \u005c best\""`, true],
  [String.raw`displayName eq "O'Neil \"the  best\""`, false],
])("%s: %s", (filter, isHit) => {
  expect(hits(filter)).toBe(isHit);
});

test("may tell small letters from capitals", () => {
  expect(hits('userName eq "Ana@Example.com"', true)).toBe(true);
  expect(hits('userName eq "ana@example.com"', true)).toBe(false);
});

describe("is refused", () => {
  test.each([
    "",
    "userName",
    "userName eq",
    "userName eq ana",
    "userName eq 'ana'",
    'userName eq "ana',
    String.raw`userName eq "an\a"`,
    'userName co "ana"',
    'userName eq "a" or userName eq "b"',
    'userName eq "a" and',
    'userName eq "a" "b"',
    'emails[type eq "work"',
    'not (userName eq "a")',
    'userName eq "a" ; active',
  ])("%j", (filter) => {
    expect(() => hits(filter)).toThrow(expect.objectContaining({ status: 400, scimType: "invalidFilter" }));
  });
});
