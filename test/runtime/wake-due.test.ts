import { describe, expect, test } from "vitest";
import type { DueEmployee, WaitingIndex } from "../../adapters/state/waiting-index.ts";
import type { FactKind } from "../../domain/facts/hr-event.ts";
import { wakeDue } from "../../runtime/wake-due.ts";

const at = (time: string) => new Date(`2026-06-01T${time}.000Z`);
const NOON = at("12:01:00");

const due = (count: number, wakeBy: FactKind = "hired"): DueEmployee[] =>
  Array.from({ length: count }, (_, index) => ({
    employeeId: `${wakeBy}-${index}`,
    wakeAt: at("12:00:30").toISOString(),
    wakeBy,
  }));

/** An index of these pages, which records what it is asked for. */
const indexOf = (pages: readonly (readonly DueEmployee[])[], oldest?: string) => {
  const asked: (readonly [from: string | undefined, until: string])[] = [];
  const index: WaitingIndex = {
    due: async function* (from, until) {
      asked.push([from, until]);
      yield* pages;
    },
    oldest: async () => oldest,
  };
  return { index, asked };
};

const sender = (refused: (bodies: readonly string[]) => number = () => 0) => {
  const sent: [by: FactKind, bodies: readonly string[]][] = [];
  const send = async (by: FactKind, bodies: readonly string[]) => {
    sent.push([by, bodies]);
    return refused(bodies);
  };
  return { sent, send };
};

test("sends a resync for each who is due, to the queue of the function that may act, ten at a time", async () => {
  const { index } = indexOf([[...due(12), ...due(3, "left")], due(1, "role-changed")]);
  const { sent, send } = sender();
  expect(await wakeDue(index, send, NOON)).toEqual({ sent: 16, failed: 0, oldestOverdueSeconds: 0 });
  expect(sent.map(([by, bodies]) => [by, bodies.length])).toEqual([
    ["hired", 10],
    ["hired", 2],
    ["left", 3],
    ["role-changed", 1],
  ]);
  expect(JSON.parse(sent[2]?.[1][0] ?? "")).toMatchObject({
    type: "seatkeeper.resync.v1",
    id: "left-0:2026-06-01T12:00:30.000Z",
    data: { employeeId: "left-0", because: "Due" },
  });
});

describe("asks for what came due", () => {
  test("in the last 70 seconds, and so for nothing twice but by a run that begins late", async () => {
    const { index, asked } = indexOf([]);
    await wakeDue(index, sender().send, NOON);
    expect(asked).toEqual([[at("11:59:50").toISOString(), NOON.toISOString()]]);
  });

  test.each(["12:00:20", "12:15:59", "12:30:00", "12:45:00"])("ever, at %s: what got lost goes again", async (time) => {
    const { index, asked } = indexOf([]);
    await wakeDue(index, sender().send, at(time));
    expect(asked).toEqual([[undefined, at(time).toISOString()]]);
  });
});

test("counts what SQS did not take, which stays due", async () => {
  const { index } = indexOf([due(15)]);
  const { send } = sender((bodies) => (bodies.length === 10 ? 3 : 0));
  expect(await wakeDue(index, send, NOON)).toMatchObject({ sent: 12, failed: 3 });
});

test.each([
  ["2026-06-01T11:00:00.000Z", 3660],
  ["2026-06-01T13:00:00.000Z", 0],
])("the oldest of all that wait, due at %s, is overdue for %d s", async (oldest, seconds) => {
  const { index } = indexOf([], oldest);
  expect((await wakeDue(index, sender().send, NOON)).oldestOverdueSeconds).toBe(seconds);
});

test("has at most sixteen requests under way, and reads on only as they end", async () => {
  const { index } = indexOf(Array.from({ length: 40 }, () => due(10)));
  let [underWay, most] = [0, 0];
  const send = async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay -= 1;
    return 0;
  };
  expect(await wakeDue(index, send, NOON)).toMatchObject({ sent: 400 });
  expect(most).toBe(16);
});
