import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { ProfileName } from "../../../local/scim/profiles/table.ts";
import { type Json, patchOf, scimForTest } from "../../support/scim-emulator.ts";

const EXTENSION = "urn:ietf:params:scim:schemas:extension:zoom:1.0:User";
const EMAIL = "ana.diaz@example.com";
const ana = {
  id: "ana",
  userName: EMAIL,
  externalId: "E-1",
  displayName: "Ana",
  emails: [{ value: EMAIL, type: "work", primary: true }],
  madeBy: "scim",
} as const;
const group = { id: "g", displayName: "Designers" };
const seeds = { users: [ana, { id: "other", userName: "other@example.com" }], groups: [group] };

const emulators = {
  figma: await scimForTest("figma", seeds),
  slack: await scimForTest("slack", {
    ...seeds,
    users: [
      { ...ana, userName: "ana" },
      { id: "o", userName: "other" },
    ],
  }),
  zoom: await scimForTest("zoom", seeds),
  github: await scimForTest("github", seeds),
  scim: await scimForTest("scim", seeds),
};
afterAll(() => Promise.all(Object.values(emulators).map(({ close }) => close())));
beforeEach(() => Promise.all(Object.values(emulators).map(({ reset }) => reset())));

type Emulator = (typeof emulators)["figma"];
type Row = readonly [
  profile: ProfileName,
  quirk: string,
  ask: (emulator: Emulator) => Promise<unknown>,
  expected: unknown,
];

const role = (value: string) => [{ type: "seatType", value }];
const newUser = { userName: "bo@example.com" };
const idsOf = ({ body }: { body: Json }) => (body["Resources"] as readonly Json[]).map(({ id }) => id);
const shown = (emulator: Emulator) => async () => (await emulator.send("GET", "/Users/ana")).body;
const patched = async (emulator: Emulator, ...operations: readonly Json[]) => {
  const { status } = await emulator.send("PATCH", "/Users/ana", patchOf(...operations));
  return { status, user: await shown(emulator)() };
};
const put = async (emulator: Emulator, body: Json) => {
  const { status } = await emulator.send("PUT", "/Users/ana", body);
  return { status, user: await shown(emulator)() };
};
const refusal = (status: number, scimType: string) => ({ status, body: { scimType } });

const full = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
  externalId: "E-2",
  userName: "bo@example.com",
  active: true,
  displayName: "Bo",
  emails: [{ value: "bo@example.com", type: "work", primary: true }],
};

const FIGMA: readonly Row[] = [
  [
    "figma",
    "a new user has a View seat",
    ({ send }) => send("POST", "/Users", newUser),
    { status: 201, body: { roles: role("View") } },
  ],
  [
    "figma",
    "a seat is the element of roles whose type is seatType",
    (figma) => patched(figma, { op: "replace", path: 'roles[type eq "seatType"].value', value: "Full" }),
    { status: 200, user: { roles: role("Full") } },
  ],
  [
    "figma",
    "a seat that Figma does not have is refused",
    ({ send }) => send("POST", "/Users", { ...newUser, roles: role("Pro") }),
    refusal(400, "invalidValue"),
  ],
  [
    "figma",
    "finds by userName, which is the email",
    async ({ find }) => idsOf(await find(`userName eq "${EMAIL}"`)),
    ["ana"],
  ],
  ["figma", "does not find by externalId", ({ find }) => find('externalId eq "E-1"'), refusal(400, "invalidFilter")],
  ["figma", "lists no user that SCIM did not make", async ({ send }) => idsOf(await send("GET", "/Users")), ["ana"]],
  [
    "figma",
    "finds no user that SCIM did not make",
    async ({ find }) => idsOf(await find('userName eq "other@example.com"')),
    [],
  ],
  ["figma", "gets no user that SCIM did not make", ({ send }) => send("GET", "/Users/other"), { status: 404 }],
  [
    "figma",
    "makes no second user beside one that SCIM did not make",
    ({ send }) => send("POST", "/Users", { userName: "other@example.com" }),
    refusal(409, "uniqueness"),
  ],
  [
    "figma",
    "makes a user without the seat, if asked to",
    async ({ send, setFaults }) => {
      await setFaults({ faults: [{ operations: ["CreateUser"], effect: "seat-not-applied" }] });
      return send("POST", "/Users", { ...newUser, displayName: "Bo", roles: role("Full") });
    },
    { status: 201, body: { displayName: "Bo", roles: role("View") } },
  ],
];

const SLACK: readonly Row[] = [
  [
    "slack",
    "takes a userName of 20 characters",
    ({ send }) => send("POST", "/Users", { userName: "x".repeat(20) }),
    { status: 201 },
  ],
  [
    "slack",
    "refuses a userName of 21",
    ({ send }) => send("POST", "/Users", { userName: "x".repeat(21) }),
    refusal(400, "invalidValue"),
  ],
  [
    "slack",
    "refuses a displayName with @",
    (slack) => slack.send("PATCH", "/Users/ana", patchOf({ op: "replace", path: "displayName", value: "Ana@work" })),
    refusal(400, "invalidValue"),
  ],
  ["slack", "finds by email", async ({ find }) => idsOf(await find(`email eq "${EMAIL}"`)), ["ana"]],
  ["slack", "finds by userName", async ({ find }) => idsOf(await find('userName eq "ana"')), ["ana"]],
  ["slack", "finds by nothing else", ({ find }) => find(`emails.value eq "${EMAIL}"`), refusal(400, "invalidFilter")],
  [
    "slack",
    "DELETE deactivates",
    async (slack) => ({ status: (await slack.send("DELETE", "/Users/ana")).status, user: await shown(slack)() }),
    { status: 204, user: { active: false } },
  ],
  [
    "slack",
    "an active member is a seat",
    async ({ send, call }) => {
      await send("PATCH", "/Users/ana", patchOf({ op: "replace", value: { active: false } }));
      return call("GET", "/seats");
    },
    { member: 1 },
  ],
];

const ZOOM: readonly Row[] = [
  [
    "zoom",
    "PUT merges",
    (zoom) => put(zoom, { userName: EMAIL, userType: "Licensed" }),
    { status: 200, user: { userType: "Licensed", externalId: "E-1", displayName: "Ana" } },
  ],
  [
    "zoom",
    "PATCH has no effect on anything but active",
    (zoom) =>
      patched(
        zoom,
        { op: "replace", path: "userType", value: "Licensed" },
        { op: "replace", value: { displayName: "X" } },
      ),
    { status: 200, user: { userType: "Basic", displayName: "Ana", active: true } },
  ],
  [
    "zoom",
    "PATCH deactivates",
    (zoom) => patched(zoom, { op: "replace", value: { active: false, userType: "Licensed" } }),
    { status: 200, user: { active: false, userType: "Basic" } },
  ],
  [
    "zoom",
    "PATCH does not reactivate, PUT does",
    async (zoom) => {
      await patched(zoom, { op: "replace", path: "active", value: false });
      const { user } = await patched(zoom, { op: "replace", path: "active", value: true });
      return [user["active"], (await put(zoom, { userName: EMAIL, active: true })).user["active"]];
    },
    [false, true],
  ],
  [
    "zoom",
    "lists show neither userType nor the extension, the GET of one user both",
    async (zoom) => {
      const user = (await put(zoom, { [EXTENSION]: { division: "x" } })).user;
      const { Resources } = (await zoom.find(`userName eq "${EMAIL}"`)).body as { Resources: readonly Json[] };
      return [user, Resources.map((each) => ["userType", EXTENSION, "userName"].map((name) => each[name]))];
    },
    [{ userType: "Basic", [EXTENSION]: { division: "x" } }, [[undefined, undefined, EMAIL]]],
  ],
  [
    "zoom",
    "says that it supports PATCH all the same",
    ({ send }) => send("GET", "/ServiceProviderConfig"),
    { status: 200, body: { patch: { supported: true } } },
  ],
];

const GITHUB: readonly Row[] = [
  [
    "github",
    "refuses a request without User-Agent",
    ({ send }) => send("GET", "/Users", undefined, { "user-agent": " " }),
    { status: 403 },
  ],
  ...Object.keys(full).map(
    (name): Row => [
      "github",
      `a new user needs ${name}`,
      ({ send }) => send("POST", "/Users", { ...full, [name]: undefined }),
      { status: 400, body: { scimType: "invalidValue", detail: `${name} is required` } },
    ],
  ),
  [
    "github",
    "a new user has the role user",
    ({ send }) => send("POST", "/Users", full),
    { status: 201, body: { roles: [{ value: "user" }] } },
  ],
  [
    "github",
    "PATCH of a path with a filter has no effect",
    (github) => patched(github, { op: "replace", path: 'roles[value eq "user"].value', value: "guest_collaborator" }),
    { status: 200, user: { roles: [{ value: "user" }] } },
  ],
  [
    "github",
    "PATCH without a path works",
    (github) => patched(github, { op: "replace", value: { roles: [{ value: "guest_collaborator" }] } }),
    { status: 200, user: { roles: [{ value: "guest_collaborator" }] } },
  ],
  [
    "github",
    "PUT deletes what is left out",
    async (github) => {
      await patched(github, { op: "replace", value: { roles: [{ value: "billing_manager" }] } });
      return put(github, { userName: EMAIL, displayName: "Ana" });
    },
    { status: 200, user: expect.not.objectContaining({ externalId: "E-1", roles: [{ value: "billing_manager" }] }) },
  ],
  ["github", "finds by externalId", async ({ find }) => idsOf(await find('externalId eq "E-1"')), ["ana"]],
  [
    "github",
    "takes one filter only",
    ({ find }) => find('id eq "ana" and displayName eq "Ana"'),
    refusal(400, "invalidFilter"),
  ],
];

const SCIM: readonly Row[] = [
  [
    "scim",
    "takes any role",
    ({ send }) => send("POST", "/Users", { ...newUser, roles: role("Pro") }),
    { status: 201, body: { roles: role("Pro") } },
  ],
  [
    "scim",
    "gives a new user no role",
    ({ send }) => send("POST", "/Users", newUser),
    { body: expect.not.objectContaining({ roles: [] }) },
  ],
  [
    "scim",
    "sees users that SCIM did not make",
    async ({ send }) => idsOf(await send("GET", "/Users")),
    ["ana", "other"],
  ],
  [
    "scim",
    "PUT deletes what is left out",
    (scim) => put(scim, { userName: EMAIL }),
    { status: 200, user: expect.not.objectContaining({ externalId: "E-1" }) },
  ],
  [
    "scim",
    "DELETE deletes",
    async ({ send }) => [(await send("DELETE", "/Users/ana")).status, (await send("GET", "/Users/ana")).status],
    [204, 404],
  ],
];

test.each([...FIGMA, ...SLACK, ...ZOOM, ...GITHUB, ...SCIM])("%s: %s", async (profile, _, ask, expected) => {
  const outcome = await ask(emulators[profile]);
  if (Array.isArray(expected)) expect(outcome).toMatchObject(expected);
  else expect(outcome).toMatchObject(expected as object);
});

describe.each(Object.entries(emulators))("every profile: %s", (profile, { baseUrl, send }) => {
  test.each([undefined, "Bearer wrong", "Basic bG9jYWwtdG9rZW4=", "local-token"])(
    "refuses the token %s",
    async (token) => {
      const response = await fetch(`${baseUrl}/Users`, { headers: { ...(token && { authorization: token }) } });
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect(await response.json()).toMatchObject({ status: "401" });
    },
  );

  test("gets, lists, makes, changes and deletes users", async () => {
    const userName = profile === "slack" ? "bo" : "bo@example.com";
    const { status, body, headers } = await send("POST", "/Users", { ...full, displayName: "Bo", userName });
    const path = `/Users/${body["id"]}`;
    expect([status, headers.get("location")]).toEqual([201, `${baseUrl}${path}`]);
    expect((await send("GET", path)).body).toEqual(body);
    expect((await send("PUT", path, { ...full, userName })).status).toBe(200);
    expect((await send("PATCH", path, patchOf({ op: "replace", value: { active: false } }))).body).toMatchObject({
      active: false,
    });
    expect((await send("DELETE", path)).status).toBe(204);
  });

  test("refuses a second user of the same name, in any case", async () => {
    const userName = profile === "slack" ? "ANA" : EMAIL.toUpperCase();
    expect(await send("POST", "/Users", { ...full, userName })).toMatchObject(refusal(409, "uniqueness"));
  });

  test("has groups", async () => {
    const patch = await send("PATCH", "/Groups/g", patchOf({ op: "add", path: "members", value: [{ value: "ana" }] }));
    expect(patch.status).toBe(profile === "scim" ? 204 : 200);
    expect((await send("GET", "/Groups/g")).body).toMatchObject({ ...group, members: [{ value: "ana" }] });
    expect(idsOf(await send("GET", "/Groups"))).toEqual(["g"]);
    expect((await send("GET", "/Users/ana")).body).toMatchObject({ groups: [{ value: "g", display: "Designers" }] });
  });

  test("describes itself", async () => {
    const { status, body } = await send("GET", "/ServiceProviderConfig");
    expect([status, body["etag"]]).toEqual([200, { supported: profile === "scim" }]);
  });
});
