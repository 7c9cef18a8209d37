import { describe, expect, test } from "vitest";
import { cancel, change, hire, leave, many } from "./cases/events.ts";
import { violationsOfEachFault } from "./each-fault.ts";
import type { History, Step } from "./simulation/history.ts";
import { handle, wakeAfter, wakeUp } from "./simulation/in-order.ts";

const byHand = (act: "delete" | "remake"): Step => ({ do: "byHand", act, user: 0, license: "Basic" });

/**
 * Everything that the functions do. Only their calls have effects outside, so crashing at each call covers every crash.
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
  ["a leave", { events: [hire({ title: "Pro" }), leave()], steps: [...handle("hired"), ...handle("left")] }],
  ["a leave of somebody unknown", { events: [leave()], steps: handle("left") }],
  [
    "a re-hire under the same ID",
    {
      events: [hire(), leave(), hire({ id: "again", effectiveDay: 6, title: "Pro" })],
      steps: [...handle("hired", 1), ...handle("left"), ...handle("hired", 1)],
    },
  ],
  [
    "a re-hire under another ID after the leave",
    {
      events: [hire(), leave(), hire({ id: "again", employeeId: "E2", effectiveDay: 6, title: "Pro" })],
      steps: [...handle("hired", 1), ...handle("left"), { do: "wait", seconds: 130 }, ...handle("hired", 1)],
    },
  ],
  [
    "an address in use that becomes free",
    {
      events: [hire(), hire({ id: "other", employeeId: "E2", title: "Pro" }), leave()],
      steps: [...handle("hired"), ...handle("left"), { do: "wait", seconds: 240 }, ...wakeUp],
    },
  ],
  [
    "a future change that comes due",
    {
      events: [hire(), change({ effectiveDay: 11 })],
      steps: [...handle("hired"), ...handle("changed"), { do: "wait", seconds: 86_340 }, ...wakeUp],
    },
  ],
  [
    "a future hire of another person, whose day another event brings about",
    {
      events: [
        hire(),
        hire({ id: "other", effectiveDay: 11, email: "bo@example.com", name: "Bo Li" }),
        change({ publishedDay: 11.01 }),
      ],
      steps: [
        ...handle("hired"),
        { do: "wait", seconds: 87_400 },
        ...handle("changed"),
        ...wakeAfter(300),
        ...handle("changed"),
        ...wakeUp,
      ],
    },
  ],
  [
    "a leave while a creation is in doubt",
    {
      events: [hire({ title: "Pro" }), leave()],
      steps: [
        { do: "deliver", queue: "hired", from: 0, size: 1 },
        { do: "run", calls: 6 },
        { do: "crash", worker: 0 },
        ...handle("left"),
        ...wakeAfter(300),
        ...handle("left"),
      ],
    },
  ],
  [
    "a future leave that comes due",
    {
      events: [hire({ title: "Pro" }), leave({ effectiveDay: 11 })],
      steps: [...handle("hired"), ...handle("left"), { do: "wait", seconds: 86_340 }, ...wakeUp],
    },
  ],
  [
    "a cancellation",
    {
      events: [hire(), change({ effectiveDay: 11 }), cancel("change")],
      steps: [...handle("hired"), ...handle("changed", 1), ...handle("changed")],
    },
  ],
  [
    "a change whose hire comes while it waits",
    {
      events: [change({ effectiveDay: 10.001 }), hire({ publishedDay: 10.002 })],
      steps: [...handle("changed"), { do: "wait", seconds: 90 }, ...wakeUp, { do: "wait", seconds: 100 }, ...wakeUp],
    },
  ],
  [
    "a user who was deleted by hand",
    {
      events: [hire(), change()],
      steps: [...handle("hired"), { do: "wait", seconds: 600 }, byHand("delete"), ...handle("changed"), ...wakeUp],
    },
  ],
  [
    "a user who was deleted and made again by hand",
    {
      events: [hire(), change()],
      steps: [...handle("hired"), { do: "wait", seconds: 600 }, byHand("remake"), ...handle("changed"), ...wakeUp],
    },
  ],
  [
    "a replay",
    {
      events: [change({ effectiveDay: 10.001 }), hire({ publishedDay: 10.02 })],
      steps: [
        ...handle("changed"),
        ...[90, 300, 300].flatMap((seconds) => [{ do: "wait" as const, seconds }, ...wakeUp]),
        { do: "wait", seconds: 1200 },
        ...handle("hired"),
        { do: "replay", queue: "changed" },
        { do: "run", calls: 100 },
        ...handle("changed"),
      ],
    },
  ],
];

describe.each(SCENARIOS)("%s", (_, { events, ...rest }) => {
  test("converges with any fault at any call", async () => {
    expect(await violationsOfEachFault(events, rest)).toEqual([]);
  });
});
