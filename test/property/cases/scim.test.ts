import { describe, expect, test } from "vitest";
import { SCIM_SERVERS } from "../histories.ts";
import type { Fault } from "../simulation/faults.ts";
import type { History, SentEvent, Step } from "../simulation/history.ts";
import { handle, simulateInOrder } from "../simulation/in-order.ts";
import type { DistortionKind } from "../simulation/scim-distortions.ts";
import { change, hire, leave } from "./events.ts";
import { judge } from "./judge.ts";

const life: readonly Step[] = [...handle("hired"), ...handle("changed"), ...handle("left")];

describe.each(SCIM_SERVERS)("with the SCIM server %s", (directory) => {
  const run = async (events: readonly SentEvent[], rest: Partial<History>) =>
    judge(await simulateInOrder(events, { directory, ...rest }));
  const first = (kind: DistortionKind, code = 0): readonly Fault[] => [{ kind, code, nth: 1 }];

  test("a hire, a change and a leave end as with Chime", async () => {
    const hired = await run([hire(), change()], { steps: [...handle("hired"), ...handle("changed")] });
    expect([hired.users, hired.deadLetters]).toEqual([["e1@example.com Pro"], []]);
    const left = await run([hire(), change(), leave()], { steps: life });
    expect([left.users, left.deadLetters]).toEqual([["e1@example.com Basic suspended"], []]);
  });

  test.each([1, 2, 3, 4, 5])("if write %d does nothing, and says 2xx all the same, it is done again", async (nth) => {
    for (const code of [0, 1]) {
      const { users, deadLetters } = await run([hire({ title: "Plus" }), change()], {
        steps: [...handle("hired"), ...handle("changed")],
        faults: [{ kind: "ineffective", code, nth }],
      });
      expect([users, deadLetters]).toEqual([["e1@example.com Pro"], []]);
    }
  });

  test("if the filter is ignored, a hire gets no account of another's", async () => {
    const events = [hire({ id: "other", employeeId: "E2", email: "e2@example.com" })];
    const { users, ids } = await run(events, {
      users: ["e1@example.com"],
      steps: handle("hired"),
      faults: first("unfiltered"),
    });
    expect(users[1]).toBe("e2@example.com Basic");
    expect(ids).toHaveLength(2);
  });

  test("of two hits none is picked: the event is dead-lettered, and a replay hires", async () => {
    const { users, deadLettered, deadLetters } = await run([hire()], {
      steps: handle("hired"),
      faults: first("two-hits"),
    });
    expect([users, deadLettered, deadLetters]).toEqual([["e1@example.com Basic"], 1, []]);
  });

  test("a 409 without scimType, of a user who is not there, only delays a hire", async () => {
    const { users, deadLettered, times } = await run([hire()], { steps: handle("hired"), faults: first("conflict") });
    expect([users, deadLettered, times("POST user")]).toEqual([["e1@example.com Basic"], 0, 2]);
  });

  test("a creation whose answer has no ID is looked up, and not sent again", async () => {
    const { users, deadLettered, times } = await run([hire({ title: "Pro" })], {
      steps: handle("hired"),
      // The first is the find's.
      faults: [{ kind: "no-id", code: 0, nth: 2 }],
    });
    expect([users, deadLettered, times("POST user")]).toEqual([["e1@example.com Pro"], 0, 1]);
  });

  test("answers in another case are read as they are meant: no call is made twice", async () => {
    const plain = await run([hire(), change(), leave()], { steps: life });
    const faults = Array.from({ length: 20 }, (_, index) => ({
      kind: "changed-case" as const,
      code: 0,
      nth: index + 1,
    }));
    const { users, operationsUntilCalm } = await run([hire(), change(), leave()], { steps: life, faults });
    expect(users.map((user) => user.toLowerCase())).toEqual(plain.users.map((user) => user.toLowerCase()));
    expect(operationsUntilCalm).toEqual(plain.operationsUntilCalm);
  });
});

describe("in a directory that can change email and name", () => {
  const run = async (events: readonly SentEvent[], rest: Partial<History>) =>
    judge(await simulateInOrder(events, { directory: "whole", ...rest }));

  test("a corrected email goes to the account", async () => {
    const corrected = change({ email: "corrected@example.com", title: "Basic" });
    const { users } = await run([hire(), corrected], { steps: [...handle("hired"), ...handle("changed")] });
    expect(users).toEqual(["corrected@example.com Basic"]);
  });

  test("an email that another user has is refused, and done by a replay once it is free", async () => {
    const events = [
      hire(),
      hire({ id: "other", employeeId: "E2", email: "e2@example.com" }),
      change({ email: "e2@example.com" }),
      change({ id: "moved", employeeId: "E2", email: "e3@example.com", publishedDay: 11 }),
    ];
    const { users, deadLettered } = await run(events, { steps: [...handle("hired"), ...handle("changed")] });
    expect([users, deadLettered]).toEqual([["e2@example.com Pro", "e3@example.com Pro"], 1]);
  });

  test("an email that another user keeps for good wakes nobody for ever: the dead letter of the resync is the end", async () => {
    const { users, deadLetters } = await run(
      [
        hire({ effectiveDay: 0, publishedDay: 0, email: "e1.corrected@example.com", name: "Eva Holm", sequence: 1 }),
        change({ effectiveDay: 0, publishedDay: 13, title: "Basic" }),
        hire({ id: "hire-2", source: "/payroll", effectiveDay: 13, publishedDay: 10 }),
      ],
      { users: ["E1@example.com"] },
    );
    expect(users.map((user) => user.toLowerCase()).sort()).toEqual([
      "e1.corrected@example.com basic",
      expect.stringContaining("e1@example.com"),
    ]);
    expect(new Set(deadLetters)).toContain("DirectoryUnavailable");
  });

  test("a creation that finds the user of another hire does not believe that she is called as it asked for", async () => {
    // The first creation is refused. The second one makes the user, but the find after it shows no ID of hers; the first
    // one's shows it, and so that hire gets her.
    const events = [hire(), hire({ id: "other", employeeId: "E2", name: "Eva Holm" })];
    const { users } = await run(events, {
      steps: [{ do: "deliver", queue: "hired", from: 0, size: 2 }],
      faults: [
        { kind: "conflict", code: 0, nth: 1 },
        { kind: "no-id", code: 0, nth: 4 },
      ],
    });
    expect(users).toEqual(["e1@example.com Basic"]);
  });
});
