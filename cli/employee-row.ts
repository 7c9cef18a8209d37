import type { Decision, DecisionOutcome, EmployeeRecord } from "../domain/employee-record.ts";
import type { AttributeValue } from "../domain/facts/hr-event.ts";
import { type Wait, waitsOf } from "./waits.ts";

/**
 * One employee of a list. `employment` is what HR said last. `license`, `active` and `rule` are what was last confirmed
 * and decided; without an account there is no license. Times are ISO 8601 UTC, as far as the last ten decisions tell:
 * `licenseSince` is the first of them that shows this license, `changedAt` the last that changed the account.
 */
export type EmployeeRow = {
  readonly employeeId: string;
  readonly employment?: "hired" | "left";
  readonly license?: string;
  readonly active?: boolean;
  readonly licenseSince?: string;
  readonly rule?: string;
  readonly title?: string;
  readonly department?: string;
  readonly location?: string;
  readonly employmentType?: string;
  /** Those of HR's attributes that were asked for. */
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly waiting: readonly Wait["because"][];
  readonly changedAt?: string;
};

export const employeeRow = (record: EmployeeRecord, attributes: readonly string[] = []): EmployeeRow => {
  const { employeeId, employment, applied, role } = record;
  const { title, department, location, employmentType } = role?.fact.role ?? {};
  const decided = record.decisions.filter(({ outcome }) => !SAYS_NOTHING.has(outcome));
  const known = {
    employment: employment?.status,
    license: applied?.license,
    active: applied?.license === undefined ? undefined : applied.active,
    licenseSince: licenseSince(decided, applied?.license),
    rule: decided.at(-1)?.rule,
    ...{ title, department, location, employmentType },
    attributes: attributes.length === 0 ? undefined : pick(role?.fact.role.attributes ?? {}, attributes),
    changedAt: decided.findLast(({ outcome }) => outcome !== "unchanged")?.at,
  };
  const present = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  return { employeeId, ...present, waiting: waitsOf(record).map(({ because }) => because) };
};

/** Decisions on what never came to hold. */
const SAYS_NOTHING: ReadonlySet<DecisionOutcome> = new Set(["stale", "refused"]);

const licenseSince = (decisions: readonly Decision[], license: string | undefined): string | undefined => {
  if (license === undefined) return undefined;
  const other = decisions.findLastIndex((each) => each.license !== license);
  return decisions[other + 1]?.at;
};

const pick = (attributes: Readonly<Record<string, AttributeValue>>, names: readonly string[]) =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
