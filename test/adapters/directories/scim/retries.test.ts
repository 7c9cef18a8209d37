import { expect, test } from "vitest";
import { scimDirectories } from "../../../../adapters/directories/scim/directory.ts";
import { ANA, FULL, NEVER } from "./scim-file.ts";
import { scimForTest } from "./scim-for-test.ts";

const scim = scimForTest();

test("a find that is throttled, or has no response, is repeated", async () => {
  const id = scim.server.add(FULL);
  scim.instead("GET", { status: 429, body: "" });
  expect(await scim.open().find(ANA.email)).toMatchObject({ id });
  scim.instead("GET", { status: 503, body: "" }, 2);
  expect(await scim.open().find(ANA.email)).toMatchObject({ id });
  expect(scim.server.calls).toHaveLength(5);
});

test("a change that is throttled is repeated: it had no effect", async () => {
  const id = scim.server.add(FULL);
  scim.instead("PATCH", { status: 429, headers: { "Retry-After": "1" }, body: "" }, 2);
  await scim.open().change(id, { license: "view" });
  expect(scim.server.calls).toHaveLength(3);
});

test.each(["3600", new Date(Date.now() + 3_600_000).toISOString(), new Date(Date.now() + 3_600_000).toUTCString()])(
  "who is told to wait until %s sends nothing more, nor does anybody else, and says for how long",
  async (retryAfter) => {
    const directories = scimDirectories(scim.options());
    const directory = directories({ members: 2, remainingMs: 30_000, signal: NEVER });
    scim.instead("PATCH", { status: 429, headers: { "Retry-After": retryAfter }, body: "" }, 9);
    const throttled = (error: unknown) => error;
    const told = await directory.change("u1", { license: "view" }).catch(throttled);
    const others = await Promise.all([1, 2, 3].map(() => directory.find(ANA.email).catch(throttled)));
    for (const failure of [told, ...others]) {
      expect(failure).toMatchObject({ code: "DirectoryThrottled" });
      expect((failure as { retryAfterMs: number }).retryAfterMs / 1000).toBeCloseTo(3600, -2);
    }
    expect(scim.server.calls).toHaveLength(1);
  },
);

test("an outage that says how long it lasts holds everybody back, too", async () => {
  const directory = scim.open();
  scim.instead("GET", { status: 503, headers: { "Retry-After": "3600" }, body: "" }, 9);
  const failure = { code: "DirectoryUnavailable", retryAfterMs: expect.any(Number) };
  await expect(directory.find(ANA.email)).rejects.toMatchObject(failure);
  await expect(directory.find(ANA.email)).rejects.toMatchObject({ code: "DirectoryThrottled" });
  expect(scim.server.calls).toHaveLength(1);
});

test("the file's limits are a ceiling for all invocations together", async () => {
  const directories = scimDirectories(scim.options({ limits: { calls: 1, perSeconds: 60, burst: 5 } }));
  const invocation = { members: 10, remainingMs: 12_000, signal: NEVER };
  const find = () =>
    directories(invocation)
      .find(ANA.email)
      .catch(({ code }) => code);
  const results = await Promise.all(Array.from({ length: 10 }, find));
  const found = results.filter((each) => each === undefined).length;
  // The rate governor's pauses vary a little.
  expect(Math.abs(found - 5)).toBeLessThanOrEqual(1);
  expect(results.filter((each) => each === "DirectoryThrottled")).toHaveLength(10 - found);
  expect(scim.server.calls).toHaveLength(found);
});
