import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { nodeTimer } from "../../adapters/timer.ts";
import { awsDependencies } from "../../runtime/aws-dependencies.ts";
import { TITLED_POLICY } from "../support/titled-policy.ts";

// What the bundler puts in its place is the compiled policy of the stage.
vi.mock("seatkeeper:license-policy", async () => ({
  default: { stage: "prod", digest: "digest", policy: (await import("../support/titled-policy.ts")).TITLED_POLICY },
}));
const openDirectory = vi.hoisted(() => () => {});
vi.mock("seatkeeper:directory", () => ({ default: { name: "slack" } }));
vi.mock("seatkeeper:connect", () => ({
  connectDirectory: ({ name }: { readonly name: string }) => (name === "slack" ? openDirectory : undefined),
}));
beforeEach(() => {
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("STAGE", "prod");
  vi.stubEnv("LICENSE_POLICY_DIGEST", "digest");
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

test("a function runs on the stage's policy, the clock, Node's timers and real chance", () => {
  vi.useFakeTimers({ now: new Date("2026-06-01T12:00:00Z") });
  const { policy, now, timer, random } = awsDependencies();
  expect(policy).toBe(TITLED_POLICY);
  expect(now()).toEqual(new Date("2026-06-01T12:00:00Z"));
  vi.setSystemTime("2026-06-01T12:00:05Z");
  expect(now()).toEqual(new Date("2026-06-01T12:00:05Z"));
  expect(timer).toBe(nodeTimer);
  expect(new Set(Array.from({ length: 10 }, random)).size).toBe(10);
});

test("a function is connected to the stage's directory", () => {
  expect(awsDependencies().openDirectory).toBe(openDirectory);
});

test("a function with another stage's policy does not start", () => {
  vi.stubEnv("STAGE", "dev");
  expect(awsDependencies).toThrow("The bundle holds the license policy of prod");
});
