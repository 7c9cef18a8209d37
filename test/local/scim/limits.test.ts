import { describe, expect, onTestFinished, test } from "vitest";
import { rateLimits } from "../../../local/scim/limits.ts";
import type { OperationName } from "../../../local/scim/operation-names.ts";
import { PROFILES, type ProfileName } from "../../../local/scim/profiles/table.ts";
import { type RetryAfterForm, retryAfter } from "../../../local/scim/retry-after.ts";
import type { ScimError } from "../../../local/scim/scim-error.ts";
import { scimForTest } from "../../support/scim-emulator.ts";

const NOON = Date.parse("2026-11-20T12:00:00.000Z");
const MIDNIGHT = Date.parse("2026-11-21T00:00:00.000Z");

const limitsOf = (profile: ProfileName) => {
  const clock = { time: NOON };
  const limits = rateLimits(PROFILES[profile].limits, () => clock.time);
  /** How many of so many calls at once are taken, and what the last one is told. */
  const ask = (operation: OperationName, calls: number) => {
    const outcome = { taken: 0, waits: "" };
    for (let call = 0; call < calls; call += 1) {
      try {
        limits.requireToken(operation);
        outcome.taken += 1;
      } catch (error) {
        const { status, headers } = error as ScimError;
        outcome.waits = `${status} ${headers["retry-after"]}`;
      }
    }
    return outcome;
  };
  const wait = (ms: number): void => {
    clock.time += ms;
  };
  return { ask, wait };
};

test.each<[ProfileName, OperationName, calls: number, taken: number, waits: string]>([
  ["slack", "CreateUser", 25, 20, "429 1"],
  ["slack", "ReplaceUser", 25, 20, "429 1"],
  ["slack", "PatchUser", 25, 20, "429 1"],
  ["slack", "DeleteUser", 25, 20, "429 1"],
  ["slack", "ListUsers", 1_005, 1_000, "429 1"],
  ["zoom", "PatchUser", 65, 60, "429 1"],
  ["zoom", "GetUser", 85, 80, "429 1"],
  ["github", "CreateUser", 1_005, 1_000, "429 4"],
  ["github", "GetUser", 1_005, 1_005, ""],
  ["figma", "PatchUser", 1_005, 1_005, ""],
  ["scim", "PatchUser", 1_005, 1_005, ""],
])("%s, %s: of %d calls at once %d are taken", (profile, operation, calls, taken, waits) => {
  expect(limitsOf(profile).ask(operation, calls)).toEqual({ taken, waits });
});

test("Slack takes three writes a second once the burst is used up, of each verb apart", () => {
  const { ask, wait } = limitsOf("slack");
  ask("PatchUser", 25);
  wait(1_000);
  expect(ask("PatchUser", 5)).toEqual({ taken: 3, waits: "429 1" });
  expect(ask("ReplaceUser", 5)).toMatchObject({ taken: 5 });
});

test("Zoom's limit of a day ends at midnight UTC, and says so as an ISO 8601 date-time", () => {
  const { ask, wait } = limitsOf("zoom");
  for (let second = 0; second < 750; second += 1) {
    ask("GetUser", 80);
    wait(1_000);
  }
  expect(ask("GetUser", 1)).toEqual({ taken: 0, waits: "429 2026-11-21T00:00:00.000Z" });
  wait(MIDNIGHT - NOON - 750_000);
  expect(ask("GetUser", 1)).toMatchObject({ taken: 1 });
});

describe("other limits", () => {
  const users = [{ id: "ana", userName: "ana" }];
  const started = async () => {
    const emulator = await scimForTest("slack", { now: () => NOON, users });
    onTestFinished(emulator.close);
    const statuses = async (calls: number) => {
      const found: number[] = [];
      for (let call = 0; call < calls; call += 1) found.push((await emulator.send("DELETE", "/Users/ana")).status);
      return found;
    };
    return { ...emulator, statuses };
  };

  test("take the place of the profile's, until they are cleared", async () => {
    const { setFaults, call, statuses } = await started();
    await setFaults({ limits: [{ operations: ["DeleteUser"], calls: 2, perSeconds: 60 }] });
    expect(await statuses(3)).toEqual([204, 204, 429]);
    await call("DELETE", "/faults");
    expect((await statuses(21)).indexOf(429)).toBe(20);
  });

  test("may be none", async () => {
    const { setFaults, statuses } = await started();
    await setFaults({ limits: [] });
    expect(await statuses(25)).not.toContain(429);
  });

  test("may be of a day", async () => {
    const { setFaults, send } = await started();
    await setFaults({ limits: [{ calls: 0, perDay: true, retryAfter: "http-date" }] });
    const { status, headers } = await send("GET", "/Users");
    expect([status, headers.get("retry-after")]).toEqual([429, "Sat, 21 Nov 2026 00:00:00 GMT"]);
  });
});

test.each<[RetryAfterForm, string]>([
  ["seconds", "3"],
  ["http-date", "Fri, 20 Nov 2026 12:00:03 GMT"],
  ["iso-date-time", "2026-11-20T12:00:03.000Z"],
])("Retry-After as %s is %s", (form, value) => {
  expect(retryAfter(form, 2_001, NOON)).toBe(value);
});
