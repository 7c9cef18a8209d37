import { afterEach, describe, expect, test } from "vitest";
import { scimDirectories } from "../../../../adapters/directories/scim/directory.ts";
import type { ScimFile } from "../../../../domain/accounts/directory-file.ts";
import type { HrEvent } from "../../../../domain/facts/hr-event.ts";
import type { LicensePolicy } from "../../../../domain/policy/license-policy.ts";
import { reconcileEmployee } from "../../../../domain/reconcile/reconcile-employee.ts";
import type { ProfileName } from "../../../../local/scim/profiles/table.ts";
import { hired, left, roleChanged } from "../../../support/hr-events.ts";
import { inMemoryDependencies } from "../../../support/in-memory-dependencies.ts";
import { scimForTest } from "../../../support/scim-emulator.ts";
import { emulated, groupsOf, scimFileOf } from "../subjects.ts";
import { NEVER } from "./scim-file.ts";

const close: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of close.splice(0)) await stop();
});

/** Who has a license as her title gets it. */
const titledPolicy = ({ licenses, leave: { license, deactivate }, can }: ScimFile): LicensePolicy => ({
  leave: { ...(license === undefined ? {} : { license }), suspend: deactivate },
  canRename: can.rename,
  rules: licenses.map(({ name }) => ({
    name: `titled ${name}`,
    when: [{ member: "title", condition: { op: "equals", value: name } }],
    license: name,
  })),
  default: { name: "everybody else", license: licenses[0]?.name ?? "" },
});

const saying = (title: string, displayName = "Ana Diaz") => ({
  displayName,
  role: { title, department: "Engineering", attributes: {} },
});

/** Ana's events, from the lowest license to the highest. */
const eventsOf = (lowest: string, highest: string) => ({
  hire: hired(saying(lowest)),
  "another license": roleChanged(saying(highest)),
  "the same license": roleChanged({ id: "same", publishedAt: "2026-03-03T00:00:00.000Z", ...saying(lowest) }),
  "another email and license": roleChanged({ ...saying(highest, "Ana Lopez"), email: "ana.lopez@example.com" }),
  leave: left(),
  "a re-hire": hired({ id: "hire-2", effectiveAt: "2026-05-01T00:00:00.000Z", ...saying(highest) }),
});
type Name = keyof ReturnType<typeof eventsOf>;

/** What one event costs after others, from the domain's decision to the emulator of the vendor. */
const callsOf = async (
  profile: ProfileName,
  before: readonly Name[],
  name: Name,
  file = scimFileOf(profile),
): Promise<string> => {
  const emulator = await scimForTest(profile, { groups: groupsOf(file) });
  close.push(emulator.close);
  const open = scimDirectories(emulated(file, emulator));
  const directory = open({ members: 1, remainingMs: 30_000, signal: NEVER });
  const dependencies = { ...inMemoryDependencies().dependencies, directory, policy: titledPolicy(file) };
  const events = eventsOf(file.licenses[0]?.name ?? "", file.licenses.at(-1)?.name ?? "");
  const reconcile = async (event: HrEvent) =>
    expect(await reconcileEmployee(dependencies, [event])).toMatchObject([{ outcome: {} }]);
  for (const each of before) await reconcile(events[each]);
  await emulator.call("DELETE", "/calls");
  await reconcile(events[name]);
  const operations = (await emulator.calls()).map(({ operation }) => operation);
  return operations.filter((each) => each !== "GetToken").join(", ");
};

/** The only license of Slack is the account itself. GitHub's other emails stay, so they are read before they are sent. */
const BUDGET: Readonly<Record<Name, readonly [before: readonly Name[], Readonly<Record<ProfileName, string>>]>> = {
  hire: [
    [],
    {
      figma: "ListUsers, CreateUser",
      slack: "ListUsers, CreateUser",
      zoom: "ListUsers, CreateUser, GetUser",
      github: "ListUsers, CreateUser",
      scim: "ListUsers, CreateUser",
    },
  ],
  "another license": [
    ["hire"],
    { figma: "PatchUser", slack: "", zoom: "ReplaceUser, GetUser", github: "PatchUser", scim: "PatchUser" },
  ],
  "the same license": [["hire"], { figma: "", slack: "", zoom: "", github: "", scim: "" }],
  "another email and license": [
    ["hire"],
    {
      figma: "PatchUser",
      slack: "PatchUser",
      zoom: "ReplaceUser, GetUser",
      github: "GetUser, PatchUser",
      scim: "PatchUser",
    },
  ],
  leave: [
    ["hire", "another license"],
    {
      figma: "PatchUser, PatchUser",
      slack: "PatchUser",
      zoom: "ReplaceUser, GetUser, PatchUser, GetUser",
      github: "PatchUser",
      scim: "PatchUser, PatchUser",
    },
  ],
  "a re-hire": [
    ["hire", "leave"],
    {
      figma: "PatchUser, PatchUser",
      slack: "PatchUser, PatchUser",
      zoom: "ReplaceUser, GetUser, ReplaceUser, GetUser",
      github: "PatchUser, GetUser, PatchUser",
      scim: "PatchUser, PatchUser",
    },
  ],
};

describe.each(Object.entries(BUDGET))("the calls of %s", (name, [before, budget]) => {
  test.each(Object.entries(budget))("%s: %s", async (profile, calls) => {
    expect(await callsOf(profile as ProfileName, before, name as Name)).toBe(calls);
  });
});

/** No user carries it: a hire is a change, too, and each change is one call a group and a look at the user. */
test.each<[Name, readonly Name[], string]>([
  ["hire", [], "ListUsers, CreateUser, PatchGroup, PatchGroup, GetUser"],
  ["another license", ["hire"], "PatchGroup, PatchGroup, GetUser"],
  ["the same license", ["hire"], ""],
])("the calls of %s where a license is a group", async (name, before, calls) => {
  const file: ScimFile = { ...scimFileOf("scim"), carrier: { kind: "group" } };
  expect(await callsOf("scim", before, name, file)).toBe(calls);
});
