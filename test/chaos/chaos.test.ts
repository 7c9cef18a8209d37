import { expect, test } from "vitest";
import { PACKAGE_DIR } from "../support/package-once.ts";
import { runChaos } from "./run-chaos.ts";

test("40 employees converge after eight seconds of kills, drops, hangs and throttling", async () => {
  const options = { packageDir: PACKAGE_DIR, seed: 7, employees: 40, seconds: 8, log: () => {} };
  const { violations, users } = await runChaos(options);
  expect(violations).toEqual([]);
  // Who left before her hire came, and was not hired again, has none.
  expect(users).toBeGreaterThan(20);
});
