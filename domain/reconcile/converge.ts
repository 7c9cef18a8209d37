import type { CreateDependencies } from "../accounts/create-account.ts";
import type { EmployeeRecord, Waiting } from "../employee-record.ts";
import { Failure } from "../failures.ts";
import type { LicensePolicy } from "../policy/license-policy.ts";
import { requireTime } from "../require-time.ts";
import { type Desired, desire } from "./desire.ts";
import { nextStep } from "./next-step.ts";
import type { Pass } from "./pass.ts";
import { type Course, type Effect, perform } from "./perform.ts";
import type { Permissions, Seen, Step } from "./step.ts";
import { trusted } from "./trust.ts";

/**
 * What converging needs of the world. `may` says what this function is allowed to do, `hireGraceMs` how long a change
 * waits for its hire; `signal` aborts when its time is up, and no further step is made.
 */
export type ConvergeDependencies = CreateDependencies & {
  readonly policy: LicensePolicy;
  readonly may: Permissions;
  readonly hireGraceMs: number;
};

/** A course at its end: the directory holds what is desired, or the record waits for something. */
export type Converged = Course & {
  readonly desired: Desired;
  readonly accountId?: string;
  readonly waiting?: Waiting;
};

/** How often one pass follows a record that others keep changing before it lets SQS try again later. */
const MAX_CONFIRMATIONS = 10;

/**
 * Makes the directory match an employee's record: decide, perform, remember, until nothing is left to do, or nothing can
 * be done now, and `confirm` has recorded that. If the record changed meanwhile, `confirm` returns false, and the pass
 * goes on with the record as it is then.
 * @throws Failure
 */
export const converge = async (
  dependencies: ConvergeDependencies,
  pass: Pass,
  confirm: (converged: Converged) => Promise<boolean>,
): Promise<Converged> => {
  let course = begin(dependencies, pass);
  for (let confirmations = 0; confirmations < MAX_CONFIRMATIONS; ) {
    requireTime(dependencies.signal);
    const desired = requireDesired(course.record, dependencies.policy);
    const step = nextStep(course.record, desired, course.seen);
    if (step.do !== "nothing" && step.do !== "wait") {
      course = await perform(dependencies, { ...course, steps: [...course.steps, step.sentence] }, step);
      continue;
    }
    const ended = endOf(course, desired, step);
    if (await confirm(ended)) return ended;
    course = follow(course, desired, await dependencies.employees.reread(course.record));
    confirmations += 1;
  }
  throw new Failure("RecordContended", `the record changed ${MAX_CONFIRMATIONS} times while it was being applied`);
};

const begin = ({ now, may, hireGraceMs }: ConvergeDependencies, pass: Pass): Course => {
  const holds = trusted(pass, now());
  const known = holds === undefined ? {} : { holds };
  return {
    record: pass.record,
    seen: { now: now(), may, hireGraceMs, lookups: new Map(), others: new Set(), ...known },
    before: pass.record.applied?.license,
    created: false,
    reactivated: false,
    renamed: false,
    steps: [],
  };
};

const endOf = (course: Course, desired: Desired, step: Exclude<Step, Effect>): Converged => {
  if (step.do === "wait") return { ...course, desired, waiting: step.waiting, steps: [...course.steps, step.sentence] };
  return { ...course, desired, ...(step.accountId === undefined ? {} : { accountId: step.accountId }) };
};

/**
 * What was set counts no more if another policy gave the same state another license, or no account, as while a
 * deployment replaces the functions; or if the record waits by now: whoever made it wait may have set something else in
 * the meantime, and could not put that right.
 */
const follow = (course: Course, { entitled }: Desired, record: EmployeeRecord): Course => {
  const { holds, ...seen } = course.seen;
  const { applied, state, waiting } = record;
  const isOther = applied?.license !== holds?.license || applied?.entitled !== entitled;
  const isOverruled = applied?.state === state && isOther;
  if (waiting !== undefined || isOverruled) return { ...course, record, seen: withoutRelease(seen) };
  return { ...course, record, seen: holds === undefined ? seen : { ...seen, holds } };
};

const withoutRelease = ({ held: _, letGo: __, ...seen }: Seen): Seen => seen;

const requireDesired = (record: EmployeeRecord, policy: LicensePolicy): Desired => {
  const desired = desire(record, policy);
  if (desired !== undefined) return desired;
  throw new Failure("Unexpected", "the employee's record states no fact that counts");
};
