import { describe, expect, test } from "vitest";
import { change, hire, leave } from "./cases/events.ts";
import { violationsOfEachFault } from "./each-fault.ts";
import { SCIM_SERVERS } from "./histories.ts";
import type { History } from "./simulation/history.ts";
import { handle, wakeUp } from "./simulation/in-order.ts";

/** The domain does the same with each directory; these make each call that there is to a SCIM server. */
const SCENARIOS: readonly [string, Pick<History, "events"> & Partial<History>][] = [
  [
    "a hire, a change and a leave",
    {
      events: [hire({ title: "Plus" }), change(), leave()],
      steps: [...handle("hired"), ...handle("changed"), ...handle("left")],
    },
  ],
  [
    "a hire whose user already exists, and a corrected email",
    {
      events: [hire({ title: "Pro" }), change({ email: "corrected@example.com" })],
      users: ["e1@example.com"],
      steps: [...handle("hired"), ...handle("changed")],
    },
  ],
  [
    "a re-hire under the same ID",
    {
      events: [hire(), leave(), hire({ id: "again", effectiveDay: 6, title: "Pro" })],
      steps: [...handle("hired", 1), ...handle("left"), ...handle("hired", 1)],
    },
  ],
  [
    "a user who was deleted by hand",
    {
      events: [hire(), change()],
      steps: [
        ...handle("hired"),
        { do: "wait", seconds: 600 },
        { do: "byHand", act: "delete", user: 0, license: "Basic" },
        ...handle("changed"),
        ...wakeUp,
      ],
    },
  ],
];

describe.each(SCIM_SERVERS)("the SCIM server %s", (directory) => {
  test.each(SCENARIOS)("%s converges with any fault at any call", async (_, { events, ...rest }) => {
    expect(await violationsOfEachFault(events, { ...rest, directory })).toEqual([]);
  });
});
