import { adoptAccount, isOwnedByAnother } from "../accounts/adopt-account.ts";
import { type CreateDependencies, createAccount, isInvitationPending } from "../accounts/create-account.ts";
import type { Account, Person } from "../accounts/directory.ts";
import type { License } from "../accounts/license.ts";
import { isCreatePending, openInvitation } from "../accounts/link.ts";
import type { EmployeeRecord } from "../employee-record.ts";
import { Failure } from "../failures.ts";
import { requireTime } from "../require-time.ts";
import type { Holds, Seen, Step } from "./step.ts";

/**
 * Where a pass stands. `before` is the license that was known when it began; `created`, `reactivated`, `renamed`
 * and `changedFor` are what it did, a change of the license by the state that it was made for; `steps` are its
 * sentences.
 */
export type Course = {
  readonly record: EmployeeRecord;
  readonly seen: Seen;
  readonly before: License | undefined;
  readonly created: boolean;
  readonly reactivated: boolean;
  readonly renamed: boolean;
  readonly changedFor?: number;
  readonly steps: readonly string[];
};

/** A step that does something: it is no end of a pass. */
export type Effect = Extract<Step, { readonly do: Exclude<Step["do"], "nothing" | "wait"> }>;
type ChangeStep = Extract<Effect, { readonly accountId: string; readonly do: "change" | "reactivate" | "deactivate" }>;

/** Performs one step, and remembers what came of it. @throws Failure */
export const perform = async (dependencies: CreateDependencies, course: Course, step: Effect): Promise<Course> => {
  const { employees, now } = dependencies;
  const { record, seen } = course;
  switch (step.do) {
    case "find":
      return withLookup(course, step.email, await dependencies.directory.find(step.email));
    case "adopt":
      return unlessOwned(dependencies, course, step.account.id, async () => {
        await adoptAccount(dependencies, record, step.account);
        return { ...course, before: step.account.license ?? course.before, seen: withAccount(seen, step.account) };
      });
    case "create":
      return create(dependencies, course, step).catch((error: unknown) =>
        afterInvitation(dependencies, course, step.person, error),
      );
    case "change":
    case "reactivate":
    case "deactivate":
      return change(dependencies, course, step);
    case "hold":
      if (await employees.holdClaim(step.accountId, record.employeeId, now())) return { ...course, seen: held(course) };
      return withoutAccount(dependencies, course, step.accountId);
    case "letGo":
      await employees.letGo(step.accountId, record.employeeId);
      return { ...course, seen: { ...seen, letGo: record.state } };
    case "refuse":
      throw step.failure;
  }
};

const withLookup = (course: Course, email: string, account: Seen["account"]): Course => ({
  ...course,
  seen: { ...course.seen, lookups: new Map(course.seen.lookups).set(email, account) },
});

/** She has the account: what was held for its release, or let go, is hers again. */
const withAccount = ({ held: _, letGo: __, ...seen }: Seen, account: Account): Seen => ({ ...seen, account });

const held = ({ record: { state }, seen }: Course): Seen => ({ ...seen, held: state });

const create = async (
  dependencies: CreateDependencies,
  course: Course,
  { person, license }: Extract<Effect, { readonly do: "create" }>,
): Promise<Course> => {
  const { employees, now, signal } = dependencies;
  const { employeeId, state } = course.record;
  const { account, created } = await createAccount(dependencies, course.record, person, license);
  requireTime(signal);
  const known = withLookup(course, person.email, account);
  return unlessOwned(dependencies, known, account.id, async () => {
    await employees.claim(account.id, employeeId, now());
    const holds = created && account.found !== true ? { holds: heldOfNew(account, person, state) } : {};
    return { ...known, created, seen: { ...withAccount(known.seen, account), ...holds } };
  });
};

/**
 * What comes of an invitation is the next step, since the record has it.
 * @throws what was thrown, if it was something else; or if the record has it not, and the pass would send one after another
 */
const afterInvitation = async (
  { employees, now, signal }: CreateDependencies,
  course: Course,
  { email }: Person,
  error: unknown,
): Promise<Course> => {
  if (!isInvitationPending(error)) throw error;
  requireTime(signal);
  const record = await employees.reread(course.record);
  if (openInvitation(record.link, now())?.email !== email) throw error;
  return { ...course, record };
};

/** An account that was created just now is active, and shows what it was created with; one that was found may not. */
const heldOfNew = ({ license }: Account, { email, displayName }: Person, state: number): Holds => ({
  ...(license === undefined ? {} : { license }),
  profile: { email, ...(displayName === undefined ? {} : { displayName }) },
  active: true,
  state,
});

/** An account that turns out to be another employee's is remembered as such. */
const unlessOwned = async (
  dependencies: CreateDependencies,
  course: Course,
  accountId: string,
  act: () => Promise<Course>,
): Promise<Course> => {
  try {
    return await act();
  } catch (error) {
    if (!isOwnedByAnother(error)) throw error;
    return withoutAccount(dependencies, course, accountId);
  }
};

/** The employee has no account any more; this one is another employee's. */
const withoutAccount = async (
  { employees }: CreateDependencies,
  { seen: { account: _, holds: __, ...seen }, ...course }: Course,
  accountId: string,
): Promise<Course> => {
  await employees.unlink(course.record.employeeId, accountId);
  const record = await employees.reread(course.record);
  return { ...course, record, seen: { ...seen, others: new Set(seen.others).add(accountId) } };
};

const change = async (dependencies: CreateDependencies, course: Course, step: ChangeStep): Promise<Course> => {
  try {
    return remember(course, await apply(dependencies, step), step);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "DirectoryUserMissing") throw error;
    return withoutLost(dependencies, course, step.accountId);
  }
};

const apply = async ({ directory }: CreateDependencies, step: ChangeStep): Promise<Omit<Holds, "state">> => {
  if (step.do === "change") {
    await directory.change(step.accountId, step.change);
    return step.change;
  }
  await directory[step.do](step.accountId);
  return { active: step.do === "reactivate" };
};

const remember = ({ seen, ...course }: Course, set: Omit<Holds, "state">, step: ChangeStep): Course => {
  const { state } = course.record;
  const before = seen.holds?.state === state ? seen.holds : {};
  return {
    ...course,
    renamed: course.renamed || (step.do === "change" && step.change.profile !== undefined),
    ...(step.do === "change" && step.change.license !== undefined ? { changedFor: state } : {}),
    reactivated: course.reactivated || (step.do === "reactivate" && wasInactive(course.record, seen)),
    seen: { ...seen, holds: { ...before, ...set, state } },
  };
};

/** An account that may be active all along, because nobody saw it, is reactivated to be sure, and not reported so. */
const wasInactive = ({ link }: EmployeeRecord, { account }: Seen): boolean =>
  link.releasedAt !== undefined || account?.active === false;

/**
 * The directory has the account no more: it is looked for again, once. An account that we created just now may only not
 * show yet.
 * @throws Failure `DirectoryUnavailable` then, or if the directory still finds the account that it has no more
 */
const withoutLost = async (
  { employees, now }: CreateDependencies,
  { seen: { account: _, holds: __, ...seen }, ...course }: Course,
  accountId: string,
): Promise<Course> => {
  const { employeeId, link } = await employees.reread(course.record);
  if (isCreatePending(link, now())) {
    throw new Failure("DirectoryUnavailable", "the user was created just now, and the directory does not show it yet");
  }
  if (seen.lost === accountId) {
    throw new Failure("DirectoryUnavailable", "the directory finds the user by email, but has none with its ID");
  }
  await employees.forgetLost(employeeId, accountId);
  const record = await employees.reread(course.record);
  return { ...course, record, seen: { ...seen, lookups: new Map(), lost: accountId } };
};
