import { describe, expect, test } from "vitest";
import { change, hire, many } from "./cases/events.ts";
import { judge } from "./cases/judge.ts";
import { checkHistory } from "./check-history.ts";
import { FAULTS, type FaultKind } from "./simulation/faults.ts";
import type { History } from "./simulation/history.ts";
import { handle, simulateInOrder } from "./simulation/in-order.ts";

/**
 * Everything that the two functions do. Only their calls have effects outside, so crashing at each call covers every
 * crash.
 */
const SCENARIOS: readonly [string, Pick<History, "events"> & Partial<History>][] = [
  ["a hire", { events: [hire()], steps: handle("hired") }],
  ["a hire with a license other than the default", { events: [hire({ title: "Pro" })], steps: handle("hired") }],
  [
    "a hire whose user already exists",
    { events: [hire({ title: "Pro" })], users: ["e1@example.com"], steps: handle("hired") },
  ],
  [
    "a hire whose email belongs to another employee",
    {
      events: [hire(), hire({ id: "other", employeeId: "E2" })],
      steps: [...handle("hired", 1), ...handle("hired", 1)],
    },
  ],
  ["a body that is not an event", { events: [hire({ poison: true })], steps: handle("hired") }],
  ["a role change", { events: [hire(), change()], steps: [...handle("hired"), ...handle("changed")] }],
  ["a role change before its hire", { events: [change(), hire()], steps: [...handle("changed"), ...handle("hired")] }],
  [
    "a role change whose user already exists",
    { events: [change()], users: ["e1@example.com"], steps: handle("changed") },
  ],
  [
    "an older role change after a newer one",
    {
      events: [hire(), change({ id: "newer", effectiveDay: 3, title: "Plus" }), change()],
      steps: [...handle("hired"), ...handle("changed", 1), ...handle("changed", 1)],
    },
  ],
  [
    "two role changes of one employee in a batch",
    {
      events: [hire(), change(), change({ id: "newer", effectiveDay: 3, title: "Plus" })],
      steps: [...handle("hired"), ...handle("changed")],
    },
  ],
  ["three hires in a batch", { events: many(3, hire, { title: "Pro" }), steps: handle("hired") }],
  [
    "a duplicate hire",
    { events: [hire()], steps: [...handle("hired"), { do: "duplicate", event: 0 }, ...handle("hired")] },
  ],
  [
    "a hire whose email was corrected",
    {
      events: [hire(), hire({ id: "corrected", email: "corrected@example.com", effectiveDay: 3 })],
      steps: [...handle("hired", 1), ...handle("hired", 1)],
    },
  ],
  [
    "a replay",
    {
      events: [change(), hire()],
      steps: [
        { do: "wait", seconds: 1 },
        ...Array.from({ length: 3 }, () => [...handle("changed"), { do: "wait" as const, seconds: 1000 }]).flat(),
        ...handle("hired"),
        { do: "replay", queue: "changed" },
        { do: "run", calls: 100 },
        ...handle("changed"),
      ],
    },
  ],
];

/** Faults with different errors for the caller. */
const WITH_ERRORS: readonly FaultKind[] = ["refuse", "lose", "late"];

describe.each(SCENARIOS)("%s", (_, { events, ...rest }) => {
  test("converges with any fault at any call", async () => {
    const { callsUntilCalm } = judge(await simulateInOrder(events, rest));
    expect(callsUntilCalm).toBeGreaterThan(0);
    const violations: string[] = [];
    for (let call = 1; call <= callsUntilCalm; call += 1) {
      for (const kind of FAULTS) {
        for (const code of WITH_ERRORS.includes(kind) ? [0, 1, 2] : [0]) {
          const trace = await simulateInOrder(events, { ...rest, faults: [{ call, kind, code }] });
          violations.push(...checkHistory(trace).map((violation) => `${kind} at call ${call}: ${violation}`));
        }
      }
    }
    expect(violations).toEqual([]);
  });
});
