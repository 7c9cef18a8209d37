import { describe, expect, test } from "vitest";
import type { Applied, Waiting } from "../../../domain/employee-record.ts";
import { fold } from "../../../domain/facts/fold.ts";
import type { HrEvent } from "../../../domain/facts/hr-event.ts";
import { type Pass, passOf } from "../../../domain/reconcile/pass.ts";
import { TRUST_MS, trusted } from "../../../domain/reconcile/trust.ts";
import { hired, left, NOW, roleChanged } from "../../support/hr-events.ts";
import { folded } from "../facts/folded.ts";

const confirmed = (state: number, changes: Partial<Applied> = {}): Applied => ({
  license: "Pro",
  active: true,
  entitled: true,
  state,
  at: NOW.toISOString(),
  ...changes,
});

/** A pass with these events over a record of a hire, which was confirmed so. */
const passWith = (applied: Applied | undefined, ...events: HrEvent[]): Pass => {
  const { applied: _, ...hire } = folded([hired()]);
  let record = applied === undefined ? hire : { ...hire, applied };
  const all = events.map((event) => {
    const one = fold(record, event, NOW);
    record = one.record as typeof record;
    return { ...one, event };
  });
  return passOf(all) ?? { folded: [], record, advanced: false };
};

const APRIL = roleChanged({ id: "april", publishedAt: "2026-04-01T00:00:00.000Z" });
const OLD = roleChanged({
  id: "old",
  publishedAt: "2026-01-01T00:00:00.000Z",
  effectiveAt: "2026-01-01T00:00:00.000Z",
});

describe("what was confirmed is believed", () => {
  test.each([
    ["for the state itself, in a resync", passWith(confirmed(1))],
    ["for the state itself, in another delivery of the newest event", passWith(confirmed(1), hired())],
    ["for the state that this pass advanced by one", passWith(confirmed(1), roleChanged())],
    ["if an upcoming fact came in", passWith(confirmed(1), roleChanged({ effectiveAt: "2026-07-01T00:00:00.000Z" }))],
    ["if the same event came twice", passWith(confirmed(1), roleChanged(), roleChanged())],
  ])("%s", (_, pass) => {
    const { state } = pass.record;
    expect(trusted(pass, NOW)).toEqual({ license: "Pro", active: true, claimed: true, state });
  });

  test("as it was: released, inactive", () => {
    const pass = passWith(confirmed(1, { license: "Basic", active: false, entitled: false }), left());
    expect(trusted(pass, NOW)).toEqual({ license: "Basic", active: false, claimed: false, state: 2 });
  });
});

describe("nothing is believed", () => {
  const { at: _, ...undated } = confirmed(1);
  const { license: __, ...withoutAccount } = confirmed(1);
  const waiting: Waiting = { because: "OtherFunction", since: NOW.toISOString(), until: NOW.toISOString() };
  const settled = passWith(confirmed(1));

  test.each<[what: string, Pass]>([
    ["if nothing was confirmed", passWith(undefined)],
    ["if there was no account", passWith(withoutAccount)],
    ["if a record of an earlier release does not say when", passWith(undated)],
    ["if this pass advanced the state by two", passWith(confirmed(1), roleChanged(), APRIL)],
    ["if somebody else reached the state", { ...passWith(confirmed(1), roleChanged()), advanced: false }],
    ["if it was confirmed for an earlier state, in a resync", passWith(confirmed(0))],
    ["if an event is stale: it may have reached the directory just now", passWith(confirmed(2), APRIL, OLD)],
    [
      "if an event that was overtaken comes again, although it says that she works here",
      {
        ...passWith(confirmed(2), roleChanged(), hired()),
      },
    ],
    ["if somebody doubts it", { ...settled, doubts: true }],
    ["if another function left it to this one", { ...settled, record: { ...settled.record, waiting } }],
  ])("%s", (_what, pass) => {
    expect(trusted(pass, NOW)).toBeUndefined();
  });
});

test("a confirmation is believed for less than 24 hours", () => {
  const pass = passWith(confirmed(1), roleChanged());
  expect(TRUST_MS).toBe(86_400_000);
  expect(trusted(pass, new Date(NOW.getTime() + TRUST_MS - 1))).toBeDefined();
  expect(trusted(pass, new Date(NOW.getTime() + TRUST_MS))).toBeUndefined();
});
