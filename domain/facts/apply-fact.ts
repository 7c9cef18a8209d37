import {
  type Decision,
  type EmployeeRecord,
  HISTORY_LENGTH,
  type StatedFact,
  type UpcomingFact,
} from "../employee-record.ts";
import type { ActiveFact } from "./hr-event.ts";
import { isOtherPerson } from "./same-person.ts";

/** The record after a fact whose moment has come; the same record if newer facts have overtaken it altogether. */
export const applyFact = (record: EmployeeRecord, stated: StatedFact): EmployeeRecord => {
  const role = isActive(stated) && isNewer(stated, record.role) ? { role: stated } : {};
  const { fact, version, ...event } = stated;
  const says = fact.kind === "role-changed" ? undefined : { status: fact.kind, version, ...event };
  const employment = says !== undefined && isNewer(says, record.employment) ? { employment: says } : {};
  const changes = { ...role, ...employment };
  return Object.keys(changes).length === 0 ? record : { ...record, ...changes, state: record.state + 1 };
};

/**
 * The record with every upcoming fact applied whose moment has come; the same record if there is none. A hire of another
 * person never counts: who works here was not known for sure before its day. It stays among the upcoming facts, refused,
 * so that somebody is woken who reports it.
 */
export const applyDue = (record: EmployeeRecord, now: Date): EmployeeRecord => {
  const at = now.toISOString();
  const due = record.upcoming.filter(({ fact, refused }) => fact.effectiveAt <= at && refused === undefined);
  return due.reduce<EmployeeRecord>((before, each) => applyUpcoming(before, each, at), record);
};

const applyUpcoming = (record: EmployeeRecord, stated: UpcomingFact, at: string): EmployeeRecord => {
  const upcoming = record.upcoming.filter((each) => each !== stated);
  const applied = applyFact({ ...record, upcoming }, stated);
  if (applied.role === record.role || !isOtherPerson(record, stated.fact)) return applied;
  const decisions = [...record.decisions, refusal(stated, at)].slice(-HISTORY_LENGTH);
  return { ...record, upcoming: [{ ...stated, refused: true }, ...upcoming], decisions };
};

const refusal = ({ fact: _, version: __, refused: ___, ...event }: UpcomingFact, at: string): Decision => ({
  ...event,
  rule: "EmployeeIdReused",
  outcome: "refused",
  at,
});

const isActive = (stated: StatedFact): stated is StatedFact<ActiveFact> => stated.fact.kind !== "left";

const isNewer = ({ version }: { readonly version: string }, than: { readonly version: string } | undefined): boolean =>
  than === undefined || version > than.version;
