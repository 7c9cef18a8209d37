import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import { applyDue } from "../../../domain/facts/apply-fact.ts";
import { emptyRecord, fold } from "../../../domain/facts/fold.ts";
import type { FactEvent } from "../../../domain/facts/hr-event.ts";
import { hired, left, roleChanged } from "../../support/hr-events.ts";

const day = (number: number) => new Date(Date.UTC(2026, 0, 1 + number));
const END = day(40);

/** Facts of one employee within a month, published and effective before or after each other, often at the same times. */
const facts = fc
  .array(fc.tuple(fc.constantFrom(hired, roleChanged, left), fc.nat(9), fc.nat(30), fc.nat(2)), {
    minLength: 1,
    maxLength: 8,
  })
  .map((all) =>
    all.map(([make, published, effective, sequence], index): FactEvent => {
      const times = { publishedAt: day(published).toISOString(), effectiveAt: day(effective).toISOString() };
      return make({ id: `event-${index}`, sequence: String(sequence), ...times });
    }),
  );

/** The facts, some of them twice, in any order, each with the days that pass before it arrives. */
const deliveries = (events: readonly FactEvent[]) =>
  fc
    .shuffledSubarray([...events, ...events], { minLength: events.length })
    .chain((some) => fc.shuffledSubarray([...some, ...events], { minLength: some.length + events.length }))
    .chain((order) => fc.tuple(...order.map((event) => fc.tuple(fc.constant(event), fc.nat(3)))));

/** From the tenth day on, when all are published. */
const recordAfter = (arrivals: readonly (readonly [FactEvent, number])[]): EmployeeRecord => {
  let today = 9;
  const record = arrivals.reduce<EmployeeRecord>((before, [event, passed]) => {
    today += passed;
    return fold(before, event, day(today)).record;
  }, emptyRecord("E1"));
  return applyDue(record, END.getTime() > day(today).getTime() ? END : day(today));
};

test("facts in any order, delivered any number of times, on any days, end in the same record", () => {
  const orders = facts.chain((events) => fc.tuple(deliveries(events), deliveries(events)));
  fc.assert(
    fc.property(orders, ([some, others]) => {
      const [one, other] = [recordAfter(some), recordAfter(others)];
      expect([other.role, other.employment, other.upcoming]).toEqual([one.role, one.employment, one.upcoming]);
      expect(one.upcoming).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test("on any day, what was applied is what a record that saw all facts today for the first time says", () => {
  const cases = facts.chain((events) =>
    fc.tuple(fc.constant(events), deliveries(events), fc.integer({ min: 9, max: 40 })),
  );
  fc.assert(
    fc.property(cases, ([events, arrivals, today]) => {
      const seen = arrivals.reduce<EmployeeRecord>(
        (before, [event]) => fold(before, event, day(9)).record,
        emptyRecord("E1"),
      );
      const record = applyDue(seen, day(today));
      const fresh = events.reduce<EmployeeRecord>(
        (before, event) => fold(before, event, day(today)).record,
        emptyRecord("E1"),
      );
      expect([record.role, record.employment, record.upcoming]).toEqual([fresh.role, fresh.employment, fresh.upcoming]);
    }),
    { numRuns: 1000 },
  );
});
