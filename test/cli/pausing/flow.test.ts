import { expect, test } from "vitest";
import { flowLine, flowOf } from "../../../cli/pausing/flow.ts";

const mappingsIn = (...states: readonly string[]) =>
  states.map((state, index) => ({
    id: `m${index}`,
    functionName: `f${index}`,
    queue: `q${index}`,
    state,
    changedAt: `2026-06-01T10:0${index}:00.000Z`,
  }));
const NOW = new Date("2026-06-01T12:02:00Z");
const RESUME = "`seatkeeper resume --stage dev`";

test.each([
  [["Enabled", "Enabled"], "running", undefined],
  [["Enabled", "Updating"], "running", undefined],
  [["Enabled", "Enabling"], "resuming", "RESUMING: f0 is Enabled, f1 is Enabling"],
  [["Disabled", "Disabling"], "pausing", "PAUSING: f0 is Disabled, f1 is Disabling"],
  [["Disabled", "Enabled"], "half paused", `HALF PAUSED: f0 is Disabled, f1 is Enabled; ${RESUME} starts them all`],
  [["Disabling", "Enabling"], "half paused", `HALF PAUSED: f0 is Disabling, f1 is Enabling; ${RESUME} starts them all`],
  [
    ["Disabled", "Disabled"],
    "paused",
    `PAUSED since 2026-06-01T10:01:00.000Z (2h): the queues keep what arrives; ${RESUME} starts it again`,
  ],
])("%j is %s", (states, state, line) => {
  const flow = flowOf(mappingsIn(...states));
  expect(flow.state).toBe(state);
  expect(flowLine(flow, "dev", NOW)).toBe(line);
});

test("a paused stage is paused since its last mapping was", () => {
  expect(flowOf(mappingsIn("Disabled", "Disabled")).since).toBe("2026-06-01T10:01:00.000Z");
  expect(flowOf(mappingsIn("Disabled", "Enabled")).since).toBeUndefined();
});
