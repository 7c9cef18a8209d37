import * as fc from "fast-check";
import { FAULTS, type Fault } from "./simulation/faults.ts";
import {
  BY_HAND,
  type DirectoryName,
  type History,
  type QueueName,
  type SentEvent,
  type Step,
} from "./simulation/history.ts";
import { DISTORTIONS } from "./simulation/scim-distortions.ts";

/** About as many calls as a history of a few events makes. A fault beyond the last call does nothing. */
const CALLS = 80;

const queue = fc.constantFrom<QueueName>("hired", "changed", "left");
const number = (max: number) => fc.nat({ max });
const license = fc.constantFrom("Basic", "Plus", "Pro", "ProTrial");

/** One of the values, each as often as its weight says. */
const weighted = <T>(...values: readonly (readonly [weight: number, value: T])[]): fc.Arbitrary<T> =>
  fc.oneof(...values.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

const EMAILS = {
  own: (employee: number) => `e${employee}@example.com`,
  capitals: (employee: number) => `E${employee}@Example.COM`,
  corrected: (employee: number) => `e${employee}.corrected@example.com`,
  shared: () => "shared@example.com",
};

/** At most three employees, so that conflicts are likely: of two with one address, one is hired under a new ID. */
const said = fc.record({
  kind: weighted([6, "hired" as const], [5, "role-changed" as const], [4, "left" as const]),
  employee: number(2),
  // Mostly the employee's own; sometimes in another case, corrected, or shared with another employee.
  email: weighted<keyof typeof EMAILS>([6, "own"], [1, "capitals"], [2, "corrected"], [2, "shared"]),
  name: weighted<string | undefined>([6, undefined], [1, "Eva Holm"]),
  // Day 10 is today. What is effective later is upcoming, what is published later comes while the history goes on.
  effectiveDay: fc.oneof(
    { weight: 8, arbitrary: number(10) },
    { weight: 3, arbitrary: fc.integer({ min: 11, max: 14 }) },
  ),
  publishedDay: fc.oneof(
    { weight: 6, arbitrary: number(3) },
    { weight: 1, arbitrary: fc.constant(10) },
    { weight: 2, arbitrary: fc.integer({ min: 11, max: 13 }) },
  ),
  sequence: weighted<number | undefined>([4, undefined], [1, 1], [1, 2]),
  title: license,
  poison: weighted([20, false], [1, true]),
  // Two systems that both count from 1.
  source: weighted([4, "/hr"], [1, "/payroll"]),
  reusesId: weighted([15, false], [1, true]),
  /** What takes one of the others back, or what nobody has sent. */
  takesBack: fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: number(6) }),
});

const events: fc.Arbitrary<readonly SentEvent[]> = fc.array(said, { minLength: 1, maxLength: 6 }).map((all) => {
  const stated = all.map(({ employee, email, reusesId, takesBack: _, name, sequence, ...rest }, index) => ({
    ...rest,
    ...(name === undefined ? {} : { name }),
    ...(sequence === undefined ? {} : { sequence }),
    employeeId: `E${employee}`,
    email: EMAILS[email](employee),
    id: reusesId ? "reused" : `event-${index}`,
  }));
  return stated.map((event, index): SentEvent => {
    const number = all[index]?.takesBack;
    if (number === undefined) return event;
    const { id: cancels = "never-sent", employeeId = event.employeeId, source = event.source } = stated[number] ?? {};
    return { ...event, kind: "change-cancelled", cancels, employeeId, source };
  });
});

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
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      seconds: fc.constantFrom(1, 20, 28, 60, 130, 200, 4000, 86_400, 200_000),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: "wake" as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("resync" as const), employee: number(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("crash" as const), worker: number(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("replay" as const), queue }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("byHand" as const),
      act: fc.constantFrom(...BY_HAND),
      user: number(3),
      license,
    }),
  },
);

const fault: fc.Arbitrary<Fault> = fc.record({
  call: fc.integer({ min: 1, max: CALLS }),
  kind: fc.constantFrom(...FAULTS),
  code: number(4),
});

const GENERAL = FAULTS.filter((kind) => kind !== "partial");
/** Half of them hit the directory, which most calls do not go to. */
const scimFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ call: fc.integer({ min: 1, max: CALLS }), kind: fc.constantFrom(...GENERAL), code: number(8) }),
  fc.record({ nth: fc.integer({ min: 1, max: 12 }), kind: fc.constantFrom(...GENERAL), code: number(8) }),
  fc.record({ nth: fc.integer({ min: 1, max: 4 }), kind: fc.constantFrom(...DISTORTIONS), code: number(1) }),
);

export const SCIM_SERVERS = ["element", "attribute", "whole", "group"] as const satisfies readonly DirectoryName[];

/** Histories of one directory. */
export const historiesOf = (directory: DirectoryName): fc.Arbitrary<History> =>
  fc.record({
    directory: fc.constant(directory),
    events,
    users: fc.subarray(["e0@example.com", "E1@example.com"], { minLength: 0 }),
    findLag: fc.constantFrom(0, 0, 5, 60),
    steps: fc.array(step, { maxLength: 14 }),
    faults: fc.array(directory === "chime" ? fault : scimFault, { maxLength: 8 }),
  });
