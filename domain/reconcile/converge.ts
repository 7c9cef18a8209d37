import { adoptAccount } from "../accounts/adopt-account.ts";
import { type CreateDependencies, createAccount } from "../accounts/create-account.ts";
import type { License } from "../accounts/license.ts";
import type { EmployeeRecord, LicenseTarget } from "../employee-record.ts";
import { Failure } from "../failures.ts";
import type { LicensePolicy } from "../policy/license-policy.ts";
import { requireTime } from "../require-time.ts";
import { type Desired, desire } from "./desire.ts";
import { nextStep, type Seen, type Step } from "./next-step.ts";

/**
 * What converging needs of the world. `mayCreate` says whether this function may create accounts; `signal` aborts when
 * its time is up, and no further step is made.
 */
export type ConvergeDependencies = CreateDependencies & {
  readonly policy: LicensePolicy;
  readonly mayCreate: boolean;
};

/**
 * Where a pass stands. `before` is the license that was known when it began, `created` and `changedFor` what it did, a
 * change by the version of the fact that it was made for; `steps` are its sentences.
 */
export type Course = {
  readonly record: EmployeeRecord;
  readonly seen: Seen;
  readonly before: License | undefined;
  readonly created: boolean;
  readonly changedFor: string | undefined;
  readonly steps: readonly string[];
};

/** A course at its end: the directory holds what is desired. */
export type Converged = Course & { readonly desired: Desired; readonly accountId: string };

/** How often one pass follows a record that others keep changing before it lets SQS try again later. */
const MAX_CONFIRMATIONS = 10;

/**
 * Makes the directory match an employee's record: decide, perform, remember, until nothing is left to do and `confirm`
 * has recorded that. If the record changed meanwhile, `confirm` returns false, and the pass goes on with the record as
 * it is then.
 * @throws Failure
 */
export const converge = async (
  dependencies: ConvergeDependencies,
  begun: { readonly record: EmployeeRecord; readonly holds: LicenseTarget | undefined },
  confirm: (converged: Converged) => Promise<boolean>,
): Promise<Converged> => {
  let course = begin(dependencies, begun);
  for (let confirmations = 0; confirmations < MAX_CONFIRMATIONS; ) {
    requireTime(dependencies.signal);
    const desired = desire(course.record.current.fact, dependencies.policy);
    const step = nextStep(course.record, desired, course.seen);
    if (step.do === "nothing") {
      const converged = { ...course, desired, accountId: step.accountId };
      if (await confirm(converged)) return converged;
      course = follow(course, await dependencies.employees.read(course.record.employeeId));
      confirmations += 1;
    } else {
      course = await perform(dependencies, { ...course, steps: [...course.steps, step.sentence] }, step);
    }
  }
  throw new Failure("RecordContended", `the record changed ${MAX_CONFIRMATIONS} times while it was being applied`);
};

const begin = (
  { now, mayCreate }: ConvergeDependencies,
  { record, holds }: { readonly record: EmployeeRecord; readonly holds: LicenseTarget | undefined },
): Course => ({
  record,
  seen: { now: now(), mayCreate, lookups: new Map(), ...(holds === undefined ? {} : { holds }) },
  before: record.applied?.license,
  created: false,
  changedFor: undefined,
  steps: [],
});

/**
 * What was set counts no more if another policy gave the same fact another license, as while a deployment replaces the
 * functions.
 */
const follow = (course: Course, record: EmployeeRecord): Course => {
  const { holds, ...seen } = course.seen;
  const { applied, current } = record;
  const isOverruled = applied?.version === current.version && applied.license !== holds?.license;
  return { ...course, record, seen: holds === undefined || isOverruled ? seen : { ...seen, holds } };
};

type Effect = Exclude<Step, { readonly do: "nothing" }>;

/** Performs one step, and remembers what came of it. @throws Failure */
const perform = async (dependencies: ConvergeDependencies, course: Course, step: Effect): Promise<Course> => {
  const { record, seen } = course;
  const { version } = record.current;
  switch (step.do) {
    case "find": {
      const account = await dependencies.directory.find(step.email);
      return { ...course, seen: { ...seen, lookups: new Map(seen.lookups).set(step.email, account) } };
    }
    case "adopt":
      await adoptAccount(dependencies, record, step.account);
      return { ...course, before: step.account.license, seen: { ...seen, account: step.account } };
    case "create": {
      const { account, created } = await createAccount(dependencies, record);
      const holds = created && account.license !== undefined ? { license: account.license, version } : undefined;
      return { ...course, created, seen: { ...seen, account, ...(holds === undefined ? {} : { holds }) } };
    }
    case "change":
      await dependencies.directory.change(step.accountId, step.license);
      return { ...course, changedFor: version, seen: { ...seen, holds: { license: step.license, version } } };
    case "refuse":
      throw step.failure;
  }
};
