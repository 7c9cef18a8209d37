import { expect, test } from "vitest";
import { compileDirectoryFile } from "../../config/compile-directory-file.ts";
import { lineProblemOf } from "./problem-of.ts";

const STAGE = { name: "prod", variables: { TENANT: "1234" } };
const compile = (text: string, stage: typeof STAGE | undefined = STAGE) =>
  compileDirectoryFile(text, { name: "x", stage });
/** Each member has a line of its own, in this order. */
const MEMBERS = {
  protocol: "scim",
  baseUrl: "https://example.com/scim/v2",
  auth: { bearer: { secret: "seatkeeper/x" } },
  headers: {},
  match: { by: "userName" },
  create: { userName: "email", emails: "work" },
  update: "patch",
  licenses: { low: "Low", high: "High" },
  carrier: { attribute: "userType" },
  leave: { license: "low" },
  irreversible: false,
  limits: { perMinute: 180, burst: 20 },
  answers: [],
};
const lineOf = (member: keyof typeof MEMBERS): number => Object.keys(MEMBERS).indexOf(member) + 1;
/** JSON is YAML. */
const file = (change: object = {}): string =>
  Object.entries({ ...MEMBERS, ...change })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join("\n");
/** A variable as a file has it. */
const variable = (name: string): string => `\${${name}}`;

test("compiles a SCIM file, with what it leaves out", () => {
  expect(compile(file({ irreversible: undefined, limits: undefined, headers: undefined, answers: undefined }))).toEqual(
    {
      name: "x",
      protocol: "scim",
      licenses: [
        { name: "low", value: "Low" },
        { name: "high", value: "High" },
      ],
      leave: { license: "low", deactivate: false },
      can: { create: true, rename: false, deactivate: true },
      baseUrl: "https://example.com/scim/v2",
      auth: { scheme: "bearer", secret: "seatkeeper/x" },
      headers: {},
      match: { by: "userName" },
      create: { userName: "email", emails: "work" },
      update: "patch",
      deactivateBy: "update",
      carrier: { kind: "attribute", path: "userType" },
      compare: "ignore-case",
      proof: "response",
      listShowsLicense: true,
      answers: [],
    },
  );
});

test("compiles all that a SCIM file may say", () => {
  const oauth2 = { secret: "s", tokenUrl: "https://example.com/token", grant: "account_credentials", scope: "scim" };
  const all = {
    auth: { oauth2 },
    headers: { "User-Agent": "seatkeeper" },
    match: { by: "emails.value" },
    create: {
      userName: "emailLocalPart",
      "name.givenName": "givenName",
      "urn:a:b:1.0:User:x": "employeeId",
      emails: "work",
    },
    rename: true,
    update: "put-replace",
    carrier: { list: "roles", where: { type: "seat" } },
    compare: "exact",
    proof: "get",
    lists: { license: false },
    leave: { license: "low", delete: true },
    irreversible: true,
    limits: { perHour: 1000 },
    answers: [{ status: 403, contains: "seat", scimType: "tooMany", means: "NoSeatLeft" }],
  };
  expect(compile(file(all))).toMatchObject({
    auth: { scheme: "oauth2", ...oauth2 },
    headers: all.headers,
    match: all.match,
    create: all.create,
    can: { create: true, rename: true, deactivate: true },
    update: "put-replace",
    carrier: { kind: "element", list: "roles", where: { type: "seat" } },
    compare: "exact",
    proof: "get",
    listShowsLicense: false,
    leave: { license: "low", deactivate: true },
    deactivateBy: "delete",
    irreversible: true,
    limits: { calls: 1000, perSeconds: 3600, burst: 1 },
    answers: all.answers,
  });
});

test.each([
  [{ licenses: { low: "8f2c", high: "9a1b" }, carrier: "group" }, { carrier: { kind: "group" } }],
  [
    { licenses: ["member"], carrier: "active", leave: { active: false } },
    { carrier: { kind: "active" }, licenses: [{ name: "member", value: "member" }], leave: { deactivate: true } },
  ],
  [{ carrier: { list: "entitlements" } }, { carrier: { kind: "element", list: "entitlements" } }],
  [{ deactivateBy: "patch" }, { deactivateBy: "patch" }],
  [{ limits: { perSecond: 5, burst: 5 } }, { limits: { calls: 5, perSeconds: 1, burst: 5 } }],
  [{ limits: { perMinute: 60 } }, { limits: { calls: 60, perSeconds: 60, burst: 1 } }],
  [{ baseUrl: "http://127.0.0.1:8080/scim/" }, { baseUrl: "http://127.0.0.1:8080/scim" }],
  [{ baseUrl: "http://[::1]:8080" }, { baseUrl: "http://[::1]:8080" }],
  [
    { leave: { active: false }, irreversible: true },
    { leave: { deactivate: true }, deactivateBy: "update", irreversible: true },
  ],
])("compiles %j", (change, expected) => {
  expect(compile(file(change))).toMatchObject(expected);
});

test("compiles a Chime file", () => {
  const text = "protocol: chime\nlicenses: [Basic, Pro]\nleave: { license: Basic, active: false }\n";
  expect(compile(text)).toEqual({
    name: "x",
    protocol: "chime",
    accountType: "EnterpriseLWA",
    newUsers: "create",
    licenses: [
      { name: "Basic", value: "Basic" },
      { name: "Pro", value: "Pro" },
    ],
    leave: { license: "Basic", deactivate: true },
    can: { create: true, rename: false, deactivate: true },
  });
});

test("variables come from the stage, in every text; its name is one of them", () => {
  const change = {
    baseUrl: `https://example.com/${variable("TENANT")}/scim`,
    auth: { bearer: { secret: `seatkeeper/${variable("stage")}/x` } },
    headers: { "X-Tenant": `${variable("TENANT")}-${variable("stage")}` },
    licenses: { low: `${variable("TENANT")}-low`, high: `${variable("TENANT")}-high` },
    carrier: "group",
  };
  expect(compile(file(change))).toMatchObject({
    baseUrl: "https://example.com/1234/scim",
    auth: { secret: "seatkeeper/prod/x" },
    headers: { "X-Tenant": "1234-prod" },
    licenses: [{ value: "1234-low" }, { value: "1234-high" }],
  });
});

test("a variable that the stage does not give is named, with the nearest that it does", () => {
  expect(() => compile(file({ baseUrl: `https://example.com/${variable("TENNANT")}` }))).toThrow(
    "config/directories/x.yml:2:1: the stage prod has no variable TENNANT: expected one of TENANT, stage; did you mean " +
      "TENANT?, or add it to variables (config/stages.yml)",
  );
});

test("a variable that is not closed is named", () => {
  expect(() => compile(file({ baseUrl: `https://example.com/${variable("TENANT/scim").slice(0, -1)}` }))).toThrow(
    "x.yml:2:1: the stage prod has no variable TENANT/scim: expected one of TENANT, stage",
  );
});

test("without a stage a variable stands for any text", () => {
  expect(compileDirectoryFile(file({ baseUrl: `https://${variable("ANY_HOST")}/scim` }), { name: "x" })).toMatchObject({
    baseUrl: "https://any-host/scim",
  });
});

test.each<[string, object, keyof typeof MEMBERS, string]>([
  ["another protocol", { protocol: "ldap" }, "protocol", "protocol: expected protocol: scim or chime"],
  [
    "an unknown verb",
    { update: "pach" },
    "update",
    "update: expected one of patch, patch-pathless, put-merge, put-replace; did you mean patch?",
  ],
  [
    "a carrier of two kinds",
    { carrier: { attribute: "a", list: "b" } },
    "carrier",
    "carrier: found two: expected one of",
  ],
  [
    "a carrier of no kind",
    { carrier: {} },
    "carrier",
    "carrier: found none: expected one of attribute, list, group or",
  ],
  [
    "an unknown carrier",
    { carrier: "groups" },
    "carrier",
    "carrier: expected group, active, { attribute: … } or { list:",
  ],
  [
    "an unknown member of the carrier",
    { carrier: { atribute: "a" } },
    "carrier",
    "unknown member carrier.atribute: expected one of attribute, list, where; did you mean attribute?",
  ],
  ["where without a list", { carrier: { attribute: "a", where: { type: "x" } } }, "carrier", "carrier.where: it picks"],
  ["a path that is none", { carrier: { attribute: "a[b]" } }, "carrier", "carrier.attribute: expected the path of"],
  [
    "carrier active with two licenses",
    { carrier: "active", leave: { active: false } },
    "licenses",
    "carrier: active holds one",
  ],
  [
    "a leaver who keeps the active account",
    { carrier: "active", licenses: ["low"] },
    "leave",
    "leave.license: with carrier: active the account is the license: expected active: false alone",
  ],
  ["groups without IDs", { carrier: "group", licenses: ["low"] }, "licenses", "carrier: group needs the group of each"],
  ["an empty list of licenses", { licenses: [] }, "licenses", "licenses: expected at least one"],
  ["no licenses", { licenses: {} }, "licenses", "licenses: expected at least one"],
  ["licenses that are no list", { licenses: "low" }, "licenses", "licenses: expected a list of names, or names and"],
  [
    "a value that is no text",
    { licenses: { low: 1 } },
    "licenses",
    'licenses.low: expected a text: put it in quotes, "1"',
  ],
  ["none as a license", { licenses: { low: "Low", None: "None" } }, "licenses", "licenses.None: none is always there"],
  ["a license without a name", { licenses: ["low", "3 stars"] }, "licenses", "licenses.1: expected a name of letters"],
  [
    "a license twice, by name",
    { licenses: { low: "Low", LOW: "x" } },
    "licenses",
    "the license LOW is listed twice (low)",
  ],
  ["a license twice, by signs", { licenses: ["low", "lo-w"] }, "licenses", "the license lo-w is listed twice (low)"],
  [
    "a license twice, by value",
    { licenses: { low: "L", high: "l" } },
    "licenses",
    "the licenses low and high have the same",
  ],
  [
    "a leave with an unknown license",
    { leave: { license: "hihg" } },
    "leave",
    "leave: there is no license hihg: expected one of low, high",
  ],
  ["a leave that does nothing", { leave: { active: true } }, "leave", "leave does nothing: expected a license"],
  [
    "a leave that deletes",
    { leave: { delete: true } },
    "leave",
    "leave.delete: a deleted user does not come back: expected irreversible: true",
  ],
  [
    "a leave that deletes and keeps",
    { leave: { delete: true, active: true }, irreversible: true },
    "leave",
    "leave.active: a deleted",
  ],
  ["irreversible without a reason", { irreversible: true }, "irreversible", "irreversible: leave neither deletes nor"],
  [
    "an http address",
    { baseUrl: "http://example.com/scim" },
    "baseUrl",
    "baseUrl: http:// is not safe: expected https://",
  ],
  [
    "an http address that only looks local",
    { baseUrl: "http://127.0.0.1.example.com" },
    "baseUrl",
    "baseUrl: http:// is not",
  ],
  ["no address", { baseUrl: "example.com" }, "baseUrl", "baseUrl: expected an address such as https://"],
  ["an address with a password", { baseUrl: "https://a:b@example.com" }, "baseUrl", "baseUrl: expected no user and no"],
  ["an address with a query", { baseUrl: "https://example.com/?a=b" }, "baseUrl", "baseUrl: expected no ? and no #"],
  [
    "an http address for tokens",
    { auth: { oauth2: { secret: "s", tokenUrl: "http://example.com", grant: "client_credentials" } } },
    "auth",
    "auth.oauth2.tokenUrl: http:// is not safe",
  ],
  [
    "an ARN for a secret",
    { auth: { bearer: { secret: "arn:aws:x" } } },
    "auth",
    "auth.bearer.secret: expected the name of",
  ],
  [
    "two ways to sign in",
    {
      auth: {
        bearer: { secret: "s" },
        oauth2: { secret: "s", tokenUrl: "https://a.example", grant: "client_credentials" },
      },
    },
    "auth",
    "auth: expected exactly one of bearer, oauth2",
  ],
  ["no way to sign in", { auth: {} }, "auth", "auth: expected exactly one of bearer, oauth2: how Seatkeeper signs in"],
  [
    "a secret in a header",
    { headers: { Authorization: "Bearer x" } },
    "headers",
    "headers.Authorization: Seatkeeper sets",
  ],
  ["a header that is none", { headers: { "A b": "x" } }, "headers", "headers.A b: expected a header's name"],
  [
    "a header with a line break",
    { headers: { A: "x\ny" } },
    "headers",
    "headers.A: expected a header's name and a text",
  ],
  [
    "a create without userName",
    { create: { emails: "work" } },
    "create",
    "create needs userName: expected email, emailLocalPart",
  ],
  ["a userName that names no one", { create: { userName: "displayName" } }, "create", "create needs userName"],
  [
    "an unknown source",
    { create: { userName: "mail" } },
    "create",
    "create.userName: expected one of email, emailLocalPart",
  ],
  [
    "emails that are no list",
    { create: { userName: "email", emails: "email" } },
    "create",
    "create.emails: email does not fit",
  ],
  [
    "a create that sets active",
    { create: { userName: "email", active: "work" } },
    "create",
    "create.active: Seatkeeper or",
  ],
  [
    "users that are not found",
    { create: { userName: "emailLocalPart" } },
    "match",
    "match.by: a user made with userName: emailLocalPart is not found by it",
  ],
  [
    "users without emails",
    { match: { by: "email" }, create: { userName: "email" } },
    "match",
    "match.by: a user made without emails is not",
  ],
  [
    "another filter",
    { match: { by: "username" } },
    "match",
    "match.by: expected one of userName, email, emails.value; did you mean userName?",
  ],
  [
    "two rates",
    { limits: { perHour: 5, perMinute: 1 } },
    "limits",
    "limits: expected exactly one of perSecond, perMinute, perHour",
  ],
  ["no rate", { limits: { burst: 5 } }, "limits", "limits: expected exactly one of perSecond"],
  [
    "a burst above the rate",
    { limits: { perSecond: 5, burst: 6 } },
    "limits",
    "limits.burst: 6 is above the rate: expected at most 5",
  ],
  ["a rate of nothing", { limits: { perSecond: 0 } }, "limits", "limits.perSecond: expected at least 1"],
  ["half a call", { limits: { perSecond: 0.5 } }, "limits", "limits.perSecond: expected a whole number"],
  [
    "an unknown failure",
    { answers: [{ status: 403, means: "NoSeatsLeft" }] },
    "answers",
    "answers.0.means: expected one of NoSeatLeft, NotApplied",
  ],
  [
    "a failure of an event",
    { answers: [{ status: 403, means: "InvalidEvent" }] },
    "answers",
    "answers.0.means: expected one of",
  ],
  [
    "a status that is none",
    { answers: [{ status: 99, means: "NoSeatLeft" }] },
    "answers",
    "answers.0.status: expected at least 300",
  ],
  [
    "a 2xx, which is proven instead",
    { answers: [{ status: 200, contains: "seat", means: "NoSeatLeft" }] },
    "answers",
    "answers.0.status: expected at least 300",
  ],
])("refuses %s, with its line", (_, change, member, message) => {
  expect(lineProblemOf(() => compile(file(change)))).toContain(
    `config/directories/x.yml:${lineOf(member)}: ${message}`,
  );
});

test.each([
  "protocol: chime\nlicenses: [Gold]\nleave: { active: false }",
  "protocol: chime\nlicenses: { low: Basic }\nleave: { active: false }",
])("Chime's licenses are Chime's: refuses %j", (text) => {
  expect(() => compile(text)).toThrow(/^config\/directories\/x\.yml:2:\d+: .*Chime/);
});

test("an unknown member is named, with the nearest that there is", () => {
  expect(() => compile(`${file()}\nlisences: [a]\n`)).toThrow(
    /^config\/directories\/x\.yml:14:1: unknown member lisences: expected one of .*; did you mean licenses\?$/,
  );
});

test("what is missing is named, with what was expected", () => {
  expect(() => compile("protocol: scim\n")).toThrow(
    "config/directories/x.yml:1:1: baseUrl: is missing: expected a text",
  );
});

test("a member without a value is refused", () => {
  expect(() => compile(file({ match: null }))).toThrow("config/directories/x.yml:5:1: match: expected members");
});

test("a column is that of the member, in JSON, too", () => {
  expect(() => compile(file({ carrier: { attribute: "a[b]" } }))).toThrow("x.yml:9:11: carrier.attribute: expected");
  expect(() => compile(file({ answers: [{ status: 403, means: "NoSeat" }] }))).toThrow("x.yml:13:25: answers.0.means:");
});

test.each([
  ["", "is empty"],
  ["- a\n", "is a list"],
  ["scim\n", "is a text"],
])("a file that has no members is refused: %j", (text, found) => {
  expect(() => compile(text)).toThrow(`config/directories/x.yml:1:1: the file ${found}: expected protocol, licenses`);
});

test("all problems are reported, each with its line", () => {
  const text = file({ update: "pot", proof: "hope", baseUrl: `https://${variable("X")}` });
  expect(() => compile(text)).toThrow(/x\.yml:2:1: [^\n]*\n[^\n]*x\.yml:7:1: [^\n]*\n[^\n]*x\.yml:14:1: [^\n]*$/);
});

test("a problem is on the line of its member, not on that of its value", () => {
  const text = file()
    .replace(/^carrier: .*$/m, "carrier:\n  attribute: a\n  list: b")
    .replace(/^answers: .*$/m, "");
  expect(() => compile(text)).toThrow(`config/directories/x.yml:${lineOf("carrier")}:1: carrier: found two`);
});
