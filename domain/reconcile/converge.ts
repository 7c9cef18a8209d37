import { type EnsuredUser, ensureUser } from "../accounts/ensure-user.ts";
import type { License } from "../accounts/license.ts";
import type { DecisionOutcome, EmployeeRecord } from "../employee-record.ts";
import { requireEffective } from "../facts/effective-date.ts";
import { type Fold, HISTORY_LENGTH } from "../facts/fold-event.ts";
import type { HrEvent } from "../facts/hr-event.ts";
import { Failure } from "../failures.ts";
import type { LicenseDecision } from "../policy/license-policy.ts";
import type { ConvergePorts } from "../ports.ts";

/** What handling an event came to. `licenseChanged` tells whether the directory was asked to set a license for this event. */
export type Outcome = {
  readonly outcome: DecisionOutcome | "duplicate";
  readonly license: License;
  readonly rule: string;
  readonly licenseChanged: boolean;
};

/**
 * How often one delivery follows a record that others keep changing before it lets SQS try again later. Of several events of one employee
 * in a batch, one is confirmed in each round.
 */
const MAX_ROUNDS = 10;

/**
 * Makes the directory agree with everything HR has said of the event's employee, this event included. No event is a command:
 * any order, any number of deliveries and any crash and retry end in the same state (docs/adr/0001-converge.md).
 * @throws Failure, TransientFailure
 */
export const converge = async (ports: ConvergePorts, event: HrEvent): Promise<Outcome> => {
  requireEffective(event, ports.now());
  const fold = await ports.employees.fold(event);
  if (fold.verdict === "id-reused") {
    throw new Failure("EventIdReused", "an event with this ID and other content was already handled");
  }
  const decision = ports.decideLicense(fold.record.facts);
  if (fold.verdict === "duplicate" && isSettled(fold.record, decision)) {
    return { outcome: "duplicate", ...decision, licenseChanged: false };
  }
  const ensured = await ensureUser(ports, fold.record);
  return settle(ports, event, fold, ensured);
};

/** Sets the license and confirms it, again for as long as newer facts arrive meanwhile. */
const settle = async (ports: ConvergePorts, event: HrEvent, fold: Fold, ensured: EnsuredUser): Promise<Outcome> => {
  const { userId } = ensured.user;
  let record = fold.record;
  // The version of the facts whose license the directory holds, as far as this delivery knows.
  let asserted = holdsLicense(ports, fold, ensured) ? record.version : undefined;
  let licenseChanged = false;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const decision = ports.decideLicense(record.facts);
    const { version } = record;
    if (asserted !== version) {
      asserted = (await ports.directory.setLicense(userId, { license: decision.license, version })).version;
      licenseChanged ||= asserted === version;
    }
    const outcome = outcomeOf(fold, ensured, { wasOvertaken: version !== fold.record.version, licenseChanged });
    const confirmed = confirmation(record, event, userId, { ...decision, outcome, at: ports.now().toISOString() });
    // Where a newer target was set, the record has moved on.
    const isCurrent = asserted === version && (await ports.employees.confirm(record, confirmed));
    if (isCurrent) return { outcome, ...decision, licenseChanged };
    record = await ports.employees.read(record.employeeId);
    if (isOverruled(ports, record)) asserted = undefined;
  }
  throw new Failure("RecordContended", `the record changed ${MAX_ROUNDS} times while it was being applied`);
};

const isSettled = (record: EmployeeRecord, { license }: LicenseDecision): boolean =>
  record.applied?.version === record.version && record.applied.license === license;

/**
 * Whether the directory is known to hold the license without asking: the account's default on a user created just now, or the
 * confirmed one where the event is newer and nothing came between. A stale event never trusts it: its own
 * earlier try may have reached the directory after the newer one.
 */
const holdsLicense = (ports: ConvergePorts, { verdict, record }: Fold, { user, created }: EnsuredUser): boolean => {
  const { license } = ports.decideLicense(record.facts);
  if (created) return user.license === license;
  const { applied, previousVersion } = record;
  return verdict === "newer" && applied?.version === previousVersion && applied.license === license;
};

type Course = { readonly wasOvertaken: boolean; readonly licenseChanged: boolean };

const outcomeOf = ({ verdict }: Fold, { created }: EnsuredUser, course: Course): DecisionOutcome => {
  if (created) return "created";
  if (verdict === "stale" || course.wasOvertaken) return "stale";
  return course.licenseChanged ? "updated" : "unchanged";
};

/** Another policy gave the same facts another license meanwhile, as while a deployment replaces one function after the other. */
const isOverruled = ({ decideLicense }: ConvergePorts, { applied, version, facts }: EmployeeRecord): boolean =>
  applied?.version === version && applied.license !== decideLicense(facts).license;

type Confirmed = LicenseDecision & { readonly outcome: DecisionOutcome; readonly at: string };

const confirmation = (record: EmployeeRecord, event: HrEvent, userId: string, made: Confirmed): EmployeeRecord => {
  const decided = { eventId: event.id, eventDigest: event.digest, ...made };
  const others = record.decisions.filter(({ eventId }) => eventId !== event.id);
  const decisions = [...others, decided].slice(-HISTORY_LENGTH);
  return {
    ...record,
    userId,
    applied: { license: made.license, version: record.version },
    decisions,
    recentEventIds: [...new Set([...decisions.map(({ eventId }) => eventId), record.eventId])],
    revision: record.revision + 1,
  };
};
