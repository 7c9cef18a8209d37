import { beforeEach, describe, expect, test, vi } from "vitest";
import { scimDirectories } from "../../../../adapters/directories/scim/directory.ts";
import type { ScimAuth } from "../../../../domain/accounts/directory-file.ts";
import { ANA, FULL, NEVER } from "./scim-file.ts";
import { scimForTest } from "./scim-for-test.ts";
import type { Reply } from "./scim-server.ts";

const scim = scimForTest();

let now = new Date("2026-01-01T00:00:00Z");
beforeEach(() => {
  now = new Date("2026-01-01T00:00:00Z");
});
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};

/** A directory whose secret is this, and has been rotated to that. */
const withSecret = (text: string, rotated = text, auth?: ScimAuth) => {
  const secret = vi.fn(async () => text);
  const freshSecret = vi.fn(async () => rotated);
  const options = { ...scim.options(auth ? { auth } : {}), secret, freshSecret, now: () => now };
  return {
    secret,
    freshSecret,
    directory: scimDirectories(options)({ members: 1, remainingMs: 30_000, signal: NEVER }),
  };
};

describe("bearer", () => {
  test.each(["token-1", " token-1\n", '{"token": "token-1"}'])(
    "takes the token of %j, and reads it once",
    async (text) => {
      const { directory, secret } = withSecret(text);
      scim.server.add(FULL);
      await directory.find(ANA.email);
      await directory.find(ANA.email);
      expect(secret).toHaveBeenCalledOnce();
      expect(scim.server.calls).toHaveLength(2);
    },
  );

  test.each(["", "{}", '{"token": 7}', "to ken", "token\u0000", "tökén"])(
    "refuses %j without a call, and without repeating it",
    async (text) => {
      const message = 'the secret seatkeeper/test/figma has no token: expected it alone, or {"token": …}';
      const { directory } = withSecret(text);
      await expect(directory.find(ANA.email)).rejects.toMatchObject({ code: "DirectoryAccessDenied", message });
      expect(scim.server.calls).toHaveLength(0);
    },
  );

  test("reads the secret again after a 401, and sends the call once more, a creation, too", async () => {
    scim.server.acceptOnly("token-2");
    const { directory, freshSecret } = withSecret("token-1", "token-2");
    expect(await directory.create(ANA, "full")).toMatchObject({ license: "full" });
    await directory.find(ANA.email);
    expect(freshSecret).toHaveBeenCalledOnce();
    expect(scim.server.lines()).toEqual(["POST /Users", "POST /Users", "GET /Users"]);
  });

  test("a token that is wrong is denied; the secret is not read for each of a batch, and again after ten seconds", async () => {
    scim.server.acceptOnly("token-3");
    const { directory, freshSecret } = withSecret("token-1");
    const denied = { code: "DirectoryAccessDenied", message: "GET of users returned HTTP 401", retryable: true };
    await Promise.all([1, 2, 3].map(() => expect(directory.find(ANA.email)).rejects.toMatchObject(denied)));
    await expect(directory.find(ANA.email)).rejects.toMatchObject(denied);
    expect(freshSecret).toHaveBeenCalledOnce();
    later(11);
    await expect(directory.find(ANA.email)).rejects.toMatchObject(denied);
    expect(freshSecret).toHaveBeenCalledTimes(2);
  });

  test("a token without rights is denied, and the secret stays", async () => {
    scim.instead("GET", { status: 403, body: "" });
    const { directory, freshSecret } = withSecret("token-1");
    await expect(directory.find(ANA.email)).rejects.toMatchObject({ code: "DirectoryAccessDenied" });
    expect(freshSecret).not.toHaveBeenCalled();
  });

  test("a secret that cannot be read is named by its error, and read again at the next call", async () => {
    const { directory, secret, freshSecret } = withSecret("token-1");
    for (const read of [secret, freshSecret]) {
      read.mockRejectedValueOnce(Object.assign(new Error("token-1"), { name: "ResourceNotFoundException" }));
    }
    const message = "the directory's secret could not be read: ResourceNotFoundException";
    await expect(directory.find(ANA.email)).rejects.toMatchObject({ code: "DirectoryAccessDenied", message });
    expect(await directory.find(ANA.email)).toBeUndefined();
  });
});

describe("OAuth", () => {
  const CLIENT = '{"clientId": "id", "clientSecret": "s:cret", "accountId": "acc"}';
  const auth = (grant: "client_credentials" | "account_credentials"): ScimAuth => {
    const tokenUrl = `${scim.server.origin}/oauth/token`;
    return { scheme: "oauth2", secret: "seatkeeper/test/zoom", tokenUrl, grant, scope: "scim:users" };
  };
  /** The token endpoint gives out tokens that hold for an hour; those that came before are refused then. */
  const giveOut = (token: string) => {
    scim.server.acceptOnly(token);
    scim.server.react(({ path }) =>
      path.startsWith("/oauth") ? { body: { access_token: token, expires_in: 3600 } } : undefined,
    );
  };
  const tokenCalls = () => scim.server.calls.filter(({ path }) => path.startsWith("/oauth"));

  test("client_credentials are sent in the body, the client in the header", async () => {
    giveOut("oauth-1");
    await withSecret(CLIENT, CLIENT, auth("client_credentials")).directory.find(ANA.email);
    expect(tokenCalls()).toHaveLength(1);
    expect(tokenCalls()[0]).toMatchObject({ method: "POST", text: "grant_type=client_credentials&scope=scim%3Ausers" });
    const basic = Buffer.from("id:s%3Acret").toString("base64");
    expect(tokenCalls()[0]?.headers.authorization).toBe(`Basic ${basic}`);
  });

  test("account_credentials are sent in the address, with the account", async () => {
    giveOut("oauth-1");
    await withSecret(CLIENT, CLIENT, auth("account_credentials")).directory.find(ANA.email);
    expect(Object.fromEntries(tokenCalls()[0]?.query ?? [])).toEqual({
      grant_type: "account_credentials",
      scope: "scim:users",
      account_id: "acc",
    });
  });

  test("a token is shared, and renewed a minute before it ends", async () => {
    giveOut("oauth-1");
    const { directory } = withSecret(CLIENT, CLIENT, auth("client_credentials"));
    await Promise.all([1, 2, 3].map(() => directory.find(ANA.email)));
    later(3500);
    await directory.find(ANA.email);
    expect(tokenCalls()).toHaveLength(1);
    giveOut("oauth-2");
    later(41);
    await directory.find(ANA.email);
    expect(tokenCalls()).toHaveLength(2);
    expect(scim.server.calls.at(-1)?.headers.authorization).toBe("Bearer oauth-2");
    expect(scim.server.lines().filter((line) => line === "GET /Users")).toHaveLength(5);
  });

  test("a token that ends early is renewed after the 401, once", async () => {
    giveOut("oauth-1");
    const { directory } = withSecret(CLIENT, CLIENT, auth("client_credentials"));
    await directory.find(ANA.email);
    giveOut("oauth-2");
    expect(await directory.find(ANA.email)).toBeUndefined();
    expect(tokenCalls()).toHaveLength(2);
  });

  test("credentials that are refused are read again, once", async () => {
    const rotated = '{"clientId": "id", "clientSecret": "new"}';
    const welcome = `Basic ${Buffer.from("id:new").toString("base64")}`;
    scim.server.acceptOnly("oauth-1");
    scim.server.react(({ path, headers }) => {
      if (!path.startsWith("/oauth")) return undefined;
      return headers.authorization === welcome ? { body: { access_token: "oauth-1" } } : { status: 400, body: {} };
    });
    await withSecret(CLIENT, rotated, auth("client_credentials")).directory.find(ANA.email);
    expect(tokenCalls()).toHaveLength(2);
    const wrong = withSecret(CLIENT, CLIENT, auth("client_credentials"));
    const message = "POST for an access token returned HTTP 400";
    await expect(wrong.directory.find(ANA.email)).rejects.toMatchObject({ code: "DirectoryAccessDenied", message });
    expect(tokenCalls()).toHaveLength(4);
  });

  test.each<[string, Reply, string]>([
    ["a 503", { status: 503, body: "" }, "DirectoryUnavailable"],
    ["a 429", { status: 429, body: "" }, "DirectoryThrottled"],
    ["no token", { body: { error: "ana@example.com" } }, "DirectoryUnavailable"],
    ["a page", { body: "<html>" }, "DirectoryUnavailable"],
    ["a token that is none", { body: { access_token: "a\nb" } }, "DirectoryAccessDenied"],
  ])("%s of the token endpoint leaves no account looked up", async (_, reply, code) => {
    scim.server.react(() => reply);
    const { directory } = withSecret(CLIENT, CLIENT, auth("client_credentials"));
    await expect(directory.find(ANA.email)).rejects.toMatchObject({ code, message: expect.not.stringContaining("@") });
    expect(scim.server.calls.length).toBe(tokenCalls().length);
  });

  test("a secret without credentials says what it expects", async () => {
    const { directory } = withSecret("token-1", "token-1", auth("client_credentials"));
    const message = 'the secret seatkeeper/test/zoom has no credentials: expected {"clientId": …, "clientSecret": …}';
    await expect(directory.find(ANA.email)).rejects.toMatchObject({ message: expect.stringContaining(message) });
  });
});
