import { afterEach, describe, expect, test } from "vitest";
import type { Finding } from "../../../../adapters/directories/finding.ts";
import { directoryCheck } from "../../../../cli/commands/directory/check.ts";
import type { StageDirectory } from "../../../../cli/stage-directory.ts";
import { compileLicensePolicy } from "../../../../config/compile-license-policy.ts";
import { Failure } from "../../../../domain/failures.ts";
import type { AccountSettingsInput } from "../../../../local/chime/account-settings.ts";
import { PROFILES, type ProfileName } from "../../../../local/scim/profiles/table.ts";
import { ACCOUNT, emulatorForTest } from "../../../support/chime-emulator.ts";
import { scimForTest } from "../../../support/scim-emulator.ts";
import { chimeStage, scimStage } from "../../../support/stage-directory.ts";

const started: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each.close();
});
const emulated = async (profile: ProfileName, options: Parameters<typeof scimForTest>[1] = {}) => {
  const emulator = await scimForTest(profile, options);
  started.push(emulator);
  return emulator;
};

const SOMEBODY = { users: [{ userName: "ana@example.com", madeBy: "scim" as const }] };
const run = async (directory: StageDirectory) => {
  const { text, complete } = await directoryCheck({ stage: "local", json: true }, () => directory);
  const { findings } = JSON.parse(text) as { readonly findings: readonly Finding[] };
  return { complete, findings: Object.fromEntries(findings.map(({ thing, ...finding }) => [thing, finding])) };
};
const wrongWith = (says: string, fix = "") => ({
  verdict: "wrong",
  says: expect.stringContaining(says),
  fix: expect.stringContaining(fix),
});

test.each(Object.keys(PROFILES) as ProfileName[])("nothing is wrong with %s, and nothing is written", async (name) => {
  const emulator = await emulated(name);
  const { complete, findings } = await run(scimStage(name, emulator));
  expect(Object.values(findings).filter(({ verdict }) => verdict === "wrong")).toEqual([]);
  expect(complete).toBe(true);
  expect(Object.keys(findings)).toEqual([
    ...["policy", "secret", "token", "address", "rights", "filter"],
    ...["ServiceProviderConfig: patch", "ServiceProviderConfig: filter", "limits"],
  ]);
  const operations = (await emulator.calls()).map(({ operation }) => operation);
  expect(operations.filter((operation) => !/^(Get|List|IssueToken)/.test(operation))).toEqual([]);
});

test("a row has its fix below", async () => {
  const emulator = await emulated("figma");
  await emulator.setFaults({ faults: [{ effect: "fail", status: 401 }] });
  const { text, complete } = await directoryCheck({ stage: "local" }, () => scimStage("figma", emulator));
  expect(complete).toBe(false);
  expect(text).toMatch(
    /^wrong {6}rights +HTTP 401: the token is wrong, or has ended\.\n +Put a new one into the secret/m,
  );
});

describe("the address", () => {
  test.each([
    ["a page", { effect: "html" }, "the directory sent something else"],
    ["a page of a proxy", { effect: "html", status: 403 }, "HTTP 403, and no JSON"],
    ["nothing", { effect: "empty" }, "the directory sent nothing"],
    ["another host", { effect: "redirect" }, "was redirected"],
    ["10 MB", { effect: "huge" }, "BodyTooLarge"],
    ["404", { effect: "fail", status: 404 }, "there is no /Users"],
    ["503", { effect: "fail", status: 503 }, "the service is down"],
    ["429", { effect: "fail", status: 429 }, "limits calls"],
  ])("%s is wrong, and nothing else is known", async (_, fault, says) => {
    const emulator = await emulated("figma");
    await emulator.setFaults({ faults: [fault] });
    const { complete, findings } = await run(scimStage("figma", emulator));
    expect(complete).toBe(false);
    expect(findings["address"]).toMatchObject({ verdict: "wrong", says: expect.stringContaining(says) });
    for (const thing of ["rights", "filter", "ServiceProviderConfig"])
      expect(findings[thing]).toMatchObject({ verdict: "not known", says: expect.stringContaining("address") });
  });

  test("no such host", async () => {
    const nowhere = { endpoint: "", baseUrl: "https://nowhere.invalid/scim" };
    expect((await run(scimStage("figma", nowhere))).findings["address"]).toMatchObject(
      wrongWith("https://nowhere.invalid/scim: GET of users failed with", "config/directories/figma.yml"),
    );
  });

  test("JSON of another service", async () => {
    const emulator = await emulated("figma");
    const { findings } = await run(
      scimStage("figma", { ...emulator, baseUrl: `${emulator.endpoint}/_emulator/profile?` }),
    );
    expect(findings["address"]).toMatchObject(wrongWith("no list of users"));
  });
});

describe("secret and token", () => {
  test("a secret that cannot be read", async () => {
    const emulator = await emulated("figma");
    const secret = async () => {
      throw new Failure("DirectoryAccessDenied", "the secret s cannot be read: ResourceNotFoundException");
    };
    const { complete, findings } = await run(scimStage("figma", emulator, {}, { secret }));
    expect(complete).toBe(false);
    expect(findings["secret"]).toMatchObject(wrongWith("ResourceNotFound", "secretsmanager:GetSecretValue"));
    expect(findings["token"]).toMatchObject({ verdict: "not known" });
    expect(await emulator.calls()).toEqual([]);
  });

  test("a secret without a token", async () => {
    const emulator = await emulated("figma");
    const secret = async () => '{"tokn":"x"}';
    const { findings } = await run(scimStage("figma", emulator, {}, { secret, freshSecret: secret }));
    expect(findings["token"]).toMatchObject(wrongWith("has no token", "Put the token into"));
  });

  test("a client that Zoom refuses", async () => {
    const emulator = await emulated("zoom");
    await emulator.call("PUT", "/token", { clientSecret: "another" });
    const { findings } = await run(scimStage("zoom", emulator));
    expect(findings["token"]).toMatchObject(wrongWith("HTTP 401", "tokenUrl"));
    expect(findings["address"]).toMatchObject({ verdict: "not known" });
  });

  test("a token that is refused, and one without rights, are told apart", async () => {
    const emulator = await emulated("figma");
    await emulator.call("PUT", "/token", { token: "another" });
    const refused = (await run(scimStage("figma", emulator))).findings;
    expect(refused["address"]).toMatchObject({ verdict: "ok" });
    expect(refused["rights"]).toMatchObject(wrongWith("HTTP 401", "seatkeeper/local/figma"));
    await emulator.reset();
    await emulator.setFaults({ faults: [{ effect: "fail", status: 403 }] });
    const poor = (await run(scimStage("figma", emulator))).findings;
    expect(poor["rights"]).toMatchObject(wrongWith("HTTP 403", "scope"));
    expect(poor["filter"]).toMatchObject({ verdict: "not known" });
  });
});

describe("the filter", () => {
  test("is ok only if somebody is there whom it leaves out", async () => {
    const empty = await emulated("figma");
    expect((await run(scimStage("figma", empty))).findings["filter"]).toMatchObject({ verdict: "not known" });
    const peopled = await emulated("figma", SOMEBODY);
    expect((await run(scimStage("figma", peopled))).findings["filter"]).toMatchObject({ verdict: "ok" });
  });

  test("is wrong if it is ignored", async () => {
    const emulator = await emulated("figma", SOMEBODY);
    await emulator.setFaults({ faults: [{ effect: "filter-ignored" }] });
    const { complete, findings } = await run(scimStage("figma", emulator));
    expect(complete).toBe(false);
    expect(findings["filter"]).toMatchObject(wrongWith("is ignored", "Correct match.by"));
  });

  test("is wrong if it is refused", async () => {
    const emulator = await emulated("figma", SOMEBODY);
    const { findings } = await run(scimStage("figma", emulator, { match: { by: "emails.value" } }));
    expect(findings["filter"]).toMatchObject(wrongWith("emails.value is refused with HTTP 400"));
  });
});

describe("ServiceProviderConfig", () => {
  const answering = (config: object) => {
    const fetch = async (url: URL, init: RequestInit) =>
      url.pathname.endsWith("/ServiceProviderConfig")
        ? new Response(JSON.stringify(config), { headers: { "content-type": "application/scim+json" } })
        : globalThis.fetch(url, init);
    return { fetch } as const;
  };
  const NOTHING = { patch: { supported: false }, filter: { supported: "false" } };

  test("denies what the file needs", async () => {
    const emulator = await emulated("figma", SOMEBODY);
    const { complete, findings } = await run(scimStage("figma", emulator, {}, answering(NOTHING)));
    expect(complete).toBe(false);
    expect(findings["ServiceProviderConfig: patch"]).toMatchObject(
      wrongWith("no PATCH, for update: patch", "put-merge"),
    );
    expect(findings["ServiceProviderConfig: filter"]).toMatchObject(wrongWith("does not filter"));
  });

  test.each([
    [{ update: "put-merge", deactivateBy: "patch" } as const, "wrong"],
    [{ update: "put-merge", deactivateBy: "update", carrier: { kind: "group" } } as const, "wrong"],
    [{ update: "put-replace" } as const, "ok"],
  ])("PATCH is needed by %o: %s", async (changes, verdict) => {
    const emulator = await emulated("scim");
    const { findings } = await run(scimStage("scim", emulator, changes, answering(NOTHING)));
    expect(findings["ServiceProviderConfig: patch"]).toMatchObject({ verdict });
  });

  test("says nothing", async () => {
    const emulator = await emulated("scim");
    const { findings } = await run(scimStage("scim", emulator, {}, answering({})));
    for (const thing of ["patch", "filter"])
      expect(findings[`ServiceProviderConfig: ${thing}`]).toMatchObject({ verdict: "not known" });
    await emulator.setFaults({ faults: [{ effect: "fail", status: 404, operations: ["GetServiceProviderConfig"] }] });
    const missing = (await run(scimStage("scim", emulator))).findings;
    expect(missing["ServiceProviderConfig: patch"]).toMatchObject({ says: "The service does not say (HTTP 404)." });
  });
});

test("each group of the file is looked for", async () => {
  const emulator = await emulated("scim", { groups: [{ id: "g1", displayName: "Seats" }] });
  const licenses = [
    { name: "standard", value: "g1" },
    { name: "full", value: "g2" },
  ];
  const { complete, findings } = await run(scimStage("scim", emulator, { carrier: { kind: "group" }, licenses }));
  expect(complete).toBe(false);
  expect(findings["group of standard"]).toEqual({ verdict: "ok", says: "g1 is there: Seats." });
  expect(findings["group of full"]).toMatchObject(wrongWith("There is no group g2", "IDs, not names"));
});

test("what the service sends does nothing to a terminal", async () => {
  const emulator = await emulated("scim", { groups: [{ id: "g1", displayName: "x\u001b[2J\r\nok  all" }] });
  const changes = { carrier: { kind: "group" }, licenses: [{ name: "full", value: "g1" }] } as const;
  const { text } = await directoryCheck({ stage: "local" }, () => scimStage("scim", emulator, changes));
  expect(text).toContain("g1 is there: x\\u001b[2J\\u000d\\u000aok  all.");
});

test("a policy whose licenses the file does not list is wrong", async () => {
  const emulator = await emulated("figma");
  const policy = () => {
    compileLicensePolicy("rules: []\ndefault: { name: rest, license: gold }", {
      fileName: "config/license-policy.yml",
      licenses: ["view"],
    });
    throw new Error("it was taken");
  };
  const { findings } = await run({ ...scimStage("figma", emulator), policy } as StageDirectory);
  expect(findings["policy"]).toMatchObject(wrongWith("license-policy.yml", "docs/license-policy.md"));
});

describe("Chime", () => {
  const chime = async (account: AccountSettingsInput) => {
    const emulator = await emulatorForTest(account);
    started.push(emulator);
    return emulator;
  };
  const WHOLE = { ...ACCOUNT, supportedLicenses: ["Basic", "Plus", "Pro", "ProTrial"] } as const;

  test("an account that fits", async () => {
    const { endpoint } = await chime(WHOLE);
    const { complete, findings } = await run(chimeStage(endpoint, ACCOUNT.accountId));
    expect(complete).toBe(true);
    for (const thing of ["policy", "account", "type", "licenses", "leave"])
      expect(findings[thing]).toMatchObject({ verdict: "ok" });
    expect(findings["default license"]?.says).toContain("Basic");
  });

  test("one of another type, without a license of the policy", async () => {
    const { endpoint } = await chime({ ...ACCOUNT, accountType: "Team" });
    const { complete, findings } = await run(chimeStage(endpoint, ACCOUNT.accountId));
    expect(complete).toBe(false);
    expect(findings["type"]).toMatchObject(wrongWith("of the type Team", "chimeAccountType: Team"));
    expect(findings["licenses"]).toMatchObject(wrongWith("does not support Plus"));
    expect(findings["leave"]).toMatchObject(wrongWith("cannot be taken back", "suspend: false"));
  });

  test("none with this ID, and one that the operator may not read", async () => {
    const emulator = await chime(WHOLE);
    const missing = await run(chimeStage(emulator.endpoint, "another"));
    expect(missing.findings["account"]).toMatchObject(wrongWith("no Chime account", "chimeAccountId"));
    await emulator.setFaults({ faults: [{ effect: "fail", status: 403 }] });
    const denied = await run(chimeStage(emulator.endpoint, ACCOUNT.accountId));
    expect(denied.findings["account"]).toMatchObject(wrongWith("ForbiddenException", "chime:GetAccount"));
  });
});
