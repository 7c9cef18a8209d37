import * as fc from "fast-check";
import { EVENT_KINDS } from "../../domain/facts/hr-event.ts";
import { FAULTS, type Fault } from "./simulation/faults.ts";
import type { History, QueueName, SentEvent, Step } from "./simulation/history.ts";

/** About as many calls as a history of a few events makes. A fault beyond the last call does nothing. */
const CALLS = 60;

const queue = fc.constantFrom<QueueName>("hired", "changed");
const number = (max: number) => fc.nat({ max });

/** At most three employees, so that conflicts are likely. */
const event: fc.Arbitrary<SentEvent> = fc
  .record({
    kind: fc.constantFrom(...EVENT_KINDS),
    employee: number(2),
    // Mostly the employee's own; sometimes in another case, corrected, or shared with another employee.
    email: fc.oneof(
      { weight: 6, arbitrary: fc.constant("own" as const) },
      { weight: 1, arbitrary: fc.constant("capitals" as const) },
      { weight: 2, arbitrary: fc.constant("corrected" as const) },
      { weight: 1, arbitrary: fc.constant("shared" as const) },
    ),
    // Day 10 is today.
    effectiveDay: fc.oneof({ weight: 9, arbitrary: number(10) }, { weight: 1, arbitrary: fc.constant(12) }),
    publishedDay: number(3),
    title: fc.constantFrom("Basic", "Plus", "Pro", "ProTrial"),
    poison: fc.oneof({ weight: 20, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    // Two systems that both count from 1.
    source: fc.oneof({ weight: 4, arbitrary: fc.constant("/hr") }, { weight: 1, arbitrary: fc.constant("/payroll") }),
    reusesId: fc.oneof({ weight: 15, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  })
  .map(({ employee, email, reusesId, ...rest }) => ({
    ...rest,
    employeeId: `E${employee}`,
    email: EMAILS[email](employee),
    id: reusesId ? "reused" : "",
  }));

const EMAILS = {
  own: (employee: number) => `e${employee}@example.com`,
  capitals: (employee: number) => `E${employee}@Example.COM`,
  corrected: (employee: number) => `e${employee}.corrected@example.com`,
  shared: () => "shared@example.com",
};

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("deliver" as const),
      queue,
      from: number(4),
      size: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("run" as const), calls: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("duplicate" as const), event: number(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("wait" as const), seconds: fc.constantFrom(1, 20, 28, 60, 200, 4000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("crash" as const), worker: number(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("replay" as const), queue }) },
);

const fault: fc.Arbitrary<Fault> = fc.record({
  call: fc.integer({ min: 1, max: CALLS }),
  kind: fc.constantFrom(...FAULTS),
  code: number(4),
});

export const histories: fc.Arbitrary<History> = fc.record({
  events: fc
    .array(event, { minLength: 1, maxLength: 6 })
    .map((events) => events.map((each, index) => ({ ...each, id: each.id === "" ? `event-${index}` : each.id }))),
  users: fc.subarray(["e0@example.com", "E1@example.com"], { minLength: 0 }),
  findLag: fc.constantFrom(0, 0, 5, 60),
  steps: fc.array(step, { maxLength: 14 }),
  faults: fc.array(fault, { maxLength: 8 }),
});
