import { describe, expect, test } from "vitest";
import { scimDirectories } from "../../../../adapters/directories/scim/directory.ts";
import { ANA, FULL, NEVER, scimFile, timeOut } from "./scim-file.ts";
import { scimForTest } from "./scim-for-test.ts";
import { type Reply, scimError } from "./scim-server.ts";

const scim = scimForTest();
const opening = { members: 1, remainingMs: 30_000, signal: NEVER };

type Response = Parameters<NonNullable<Reply["write"]>>[0];

/** Says in the end, to whoever still listens, that nobody was found. */
const endLate = (response: Response) => {
  setTimeout(() => response.end('{"totalResults": 0}'), 500);
};

test("a request has the token, the file's headers over ours, and the base URL's path", async () => {
  const headers = { "user-agent": "Acme", accept: "application/json", authorization: "Bearer other" };
  await expect(scim.open({ headers }).create(ANA, "full")).resolves.toMatchObject({ id: "u1" });
  expect(scim.server.calls[0]).toMatchObject({
    path: "/scim/v2/Users",
    headers: { ...headers, authorization: "Bearer token-1" },
  });
  expect(scim.server.calls[0]?.headers["content-type"]).toBe("application/scim+json");
  await scim.open().find(ANA.email);
  expect(scim.server.calls.at(-1)?.headers).toMatchObject({ accept: "application/scim+json, application/json" });
  expect(scim.server.calls.at(-1)?.headers["user-agent"]).toBe("seatkeeper");
});

test("an ID is one step of the path, whatever is in it", async () => {
  scim.server.react(() => ({ body: { id: "a/../b?", roles: FULL.roles } }));
  await scim.open().change("a/../b?", { license: "full" });
  expect(scim.server.calls[0]?.path).toBe("/scim/v2/Users/a%2F..%2Fb%3F");
});

test.each([
  ["http://figma.example/scim/v2", "baseUrl: expected an https address, found http://; http is for loopback"],
  ["ftp://127.0.0.1/scim", "baseUrl: expected an https address, found ftp://; http is for loopback"],
  ["http://localhost.example/scim", "baseUrl: expected an https address, found http://; http is for loopback"],
  ["figma", "baseUrl: expected an https address"],
  [
    "https://ana:secret@figma.example/scim",
    "baseUrl: expected no user name and no password in the address; both belong in the secret",
  ],
])("no token is sent to %s", (baseUrl, message) => {
  expect(() => scimDirectories({ ...scim.options(), baseUrl })).toThrow(message);
});

test("an address for tokens is https, too", () => {
  const auth = { scheme: "oauth2", secret: "s", tokenUrl: "http://zoom.example", grant: "client_credentials" } as const;
  expect(() => scimDirectories(scim.options({ auth }))).toThrow("auth.tokenUrl: expected an https address");
});

describe("redirects", () => {
  const to = (location: string): Reply => ({ status: 307, headers: { location }, body: "" });

  test("one on the same origin is followed, once", async () => {
    const id = scim.server.add(FULL);
    scim.server.react(({ path }) =>
      path.includes("/scim/v2/") ? to(path.replace("/scim/v2", "/new")) : { body: scim.server.users.get(id) },
    );
    await scim.open().change(id, { license: "full" });
    expect(scim.server.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `PATCH /scim/v2/Users/${id}`,
      `PATCH /new/Users/${id}`,
    ]);
    scim.server.react(({ path }) => to(`${path}/again`));
    await expect(scim.open().change(id, { license: "full" })).rejects.toMatchObject({ code: "DirectoryUnavailable" });
    expect(scim.server.calls).toHaveLength(4);
  });

  test("one to another host is not followed, not even by a find", async () => {
    const hosts: string[] = [];
    const fetch = async (url: URL) => {
      hosts.push(url.host);
      return new Response(null, { status: 302, headers: { location: "https://evil.example/scim/v2/Users" } });
    };
    const directory = scimDirectories({ ...scim.options(), baseUrl: "https://figma.example/scim", fetch })(opening);
    await expect(directory.find(ANA.email)).rejects.toMatchObject({
      code: "DirectoryUnavailable",
      message: "GET of users was redirected: expected no other host, and no second redirect",
    });
    expect(new Set(hosts)).toEqual(new Set(["figma.example"]));
  });
});

describe("an answer that is none", () => {
  const megabytes = "x".repeat(1024 * 1024);

  test.each<[string, Reply, string]>([
    [
      "a page",
      { body: "<html>ana@example.com</html>" },
      "GET of users: expected a JSON object, the directory sent something else",
    ],
    ["an empty body", { body: "" }, "GET of users: expected a JSON object, the directory sent nothing"],
    ["a list of anything", { body: [] }, "GET of users: expected a JSON object, the directory sent something else"],
    ["an object without a list", { body: {} }, "GET of users returned no list"],
    ["a 206", { status: 206, body: { totalResults: 0 } }, "GET of users returned HTTP 206, which is not all of it"],
    ["an error with a 200", { ...scimError(503), status: 200 }, "GET of users returned HTTP 503"],
    [
      "Slack's error with a 200",
      { body: { Errors: { description: "no", code: 503 } } },
      "GET of users returned HTTP 503",
    ],
    ["10 MB", { body: megabytes.repeat(10) }, "GET of users failed with BodyTooLarge"],
    ["a body that drips", { write: (response) => drip(response) }, "GET of users failed with a time-out"],
    ["headers that do not come", { write: (response) => stall(response) }, "GET of users failed with a time-out"],
    ["a body that breaks off", { write: (response) => breakOff(response) }, "GET of users failed with UND_ERR_SOCKET"],
  ])("%s is tried three times, then later", async (_, reply, message) => {
    scim.instead("GET", reply, 9);
    const failure = { code: "DirectoryUnavailable", retryable: true, message };
    await expect(scim.open().find(ANA.email)).rejects.toMatchObject(failure);
    expect(scim.server.calls).toHaveLength(message.endsWith("no list") ? 1 : 3);
  });

  const breakOff = (response: Response) => {
    response.write("{");
    setTimeout(() => response.destroy(), 10);
  };
  const drip = (response: Response) => {
    response.write(" ");
    setTimeout(timeOut, 10);
    endLate(response);
  };
  const stall = (response: Response) => {
    timeOut();
    endLate(response);
  };
});

test("a call under way ends with its batch", async () => {
  const controller = new AbortController();
  scim.server.react(() => {
    controller.abort();
    return { write: endLate };
  });
  await expect(scim.open({}, controller.signal).find(ANA.email)).rejects.toMatchObject({ code: "DeadlineExceeded" });
});

test("who cannot be reached is unavailable", async () => {
  const directory = scimDirectories({ ...scim.options(), baseUrl: "http://127.0.0.1:1/scim", file: scimFile() })(
    opening,
  );
  const failure = { code: "DirectoryUnavailable", message: expect.stringMatching(/^GET of users failed with \w+$/) };
  await expect(directory.find(ANA.email)).rejects.toMatchObject(failure);
});
