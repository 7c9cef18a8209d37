import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { LOCAL_CLIENT } from "../../../local/scim/tokens.ts";
import { scimForTest } from "../../support/scim-emulator.ts";

let time = Date.parse("2026-11-20T12:00:00.000Z");
const zoom = await scimForTest("zoom", { now: () => time });
const scim = await scimForTest("scim");
const figma = await scimForTest("figma");
afterAll(() => Promise.all([zoom, scim, figma].map(({ close }) => close())));
beforeEach(() => Promise.all([zoom.reset(), scim.reset()]));

const { clientId, clientSecret, accountId } = LOCAL_CLIENT;
const basic = (secret = clientSecret) => ({ authorization: `Basic ${btoa(`${clientId}:${secret}`)}` });
const ask = async ({ endpoint }: typeof zoom, query: object, init: RequestInit = {}) => {
  const path = `/oauth/token?${new URLSearchParams({ ...query })}`;
  const response = await fetch(`${endpoint}${path}`, { method: "POST", ...init });
  return { status: response.status, body: (await response.json()) as { access_token: string } };
};
const account = { grant_type: "account_credentials", account_id: accountId };
const statusWith = async ({ send }: typeof zoom, token: string) =>
  (await send("GET", "/Users", undefined, { authorization: `Bearer ${token}` })).status;

test("a token of account credentials is good for an hour", async () => {
  const { status, body } = await ask(zoom, account, { headers: basic() });
  expect([status, body]).toEqual([200, { access_token: expect.any(String), token_type: "bearer", expires_in: 3_600 }]);
  time += 3_599_000;
  expect(await statusWith(zoom, body.access_token)).toBe(200);
  time += 1_000;
  expect(await statusWith(zoom, body.access_token)).toBe(401);
});

test("a form and client credentials are good, too", async () => {
  const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
  const { body } = await ask(scim, {}, { body: new URLSearchParams(form) });
  expect(await statusWith(scim, body.access_token)).toBe(200);
});

describe("is refused", () => {
  test.each([
    [{ ...account, grant_type: "client_credentials" }, basic(), 400, "unsupported_grant_type"],
    [account, basic("wrong"), 401, "invalid_client"],
    [account, {}, 401, "invalid_client"],
    [{ ...account, account_id: "other" }, basic(), 400, "invalid_request"],
  ])("%j with %j", async (query, headers, status, error) => {
    expect(await ask(zoom, query, { headers })).toEqual({ status, body: { error } });
  });

  test("by a vendor that has no token endpoint", async () => {
    expect(await ask(figma, account, { headers: basic() })).toMatchObject({ status: 401 });
  });
});

test("other credentials end every token at once", async () => {
  const { body } = await ask(zoom, account, { headers: basic() });
  await zoom.call("PUT", "/token", { token: "new", clientSecret: "new-secret" });
  expect(await Promise.all([body.access_token, "local-token", "new"].map((token) => statusWith(zoom, token)))).toEqual([
    401, 401, 200,
  ]);
  expect((await ask(zoom, account, { headers: basic() })).status).toBe(401);
  expect((await ask(zoom, account, { headers: basic("new-secret") })).status).toBe(200);
});

test("the token endpoint has faults and calls, too", async () => {
  await zoom.setFaults({ faults: [{ operations: ["GetToken"], effect: "fail", status: 503 }] });
  expect((await ask(zoom, account, { headers: basic() })).status).toBe(503);
  expect(await zoom.calls()).toMatchObject([{ operation: "GetToken", response: 503 }]);
});
