import type { EmployeeRecord } from "../../domain/employee-record.ts";
import type { SeenEvent } from "../../domain/facts/event-key.ts";
import type { FactKind } from "../../domain/facts/hr-event.ts";
import { isOtherPerson } from "../../domain/facts/same-person.ts";
import { publishedAtOf } from "../../domain/facts/version.ts";
import { CATALOGUE, kindOfType } from "../../events/catalogue.ts";
import { digestOf } from "../../events/digest.ts";
import type { ValidEvent } from "../../events/event-schemas.ts";
import { toHrEvent } from "../../events/to-hr-event.ts";
import type { RosterRow } from "./read-row.ts";

/** What a row is to the stage. `back` is somebody who had left, `unchanged` says what the stage has from this source. */
export const ROW_NEWS = ["hire", "back", "change", "leave", "unchanged"] as const;
export type RowNews = (typeof ROW_NEWS)[number];

/**
 * `isRenamed` if she is known under another address *and* another name: her ID may have been given to somebody else.
 * `cancelled` counts what the source announced, and says no more.
 */
export type RowEvents = {
  readonly events: readonly object[];
  readonly news: RowNews;
  readonly cancelled: number;
  readonly isRenamed: boolean;
};

/** `asOf` is when the roster was exported, `now` the time (ISO 8601 UTC). */
export type Export = { readonly source: string; readonly asOf: string; readonly now: string };

/**
 * What a row says, as events. A row is all that this source says of somebody, so it is compared with what the record
 * has from it:
 *
 * | the record has from this source | the row becomes |
 * | --- | --- |
 * | the same | that very event once more, with its ID and time: an exact duplicate |
 * | nothing, or she left | a hire, published when the roster was exported |
 * | something else | a role change, published then: it wins over what was exported before, also if it was said once |
 * | that she works here, and she left | a leave |
 * | an announcement that the row does not make | a cancellation of that |
 *
 * An event's ID is made of all that it says, its time included: the same file makes the same events until they are
 * applied, and a row that is changed back is a new event, because its export is later.
 */
export const eventsOfRow = (row: RosterRow, record: EmployeeRecord | undefined, made: Export): RowEvents => {
  const statements = statementsOf(record, made.source);
  const time = timeOf(statements, made.asOf);
  const parts = partsOf(row, record);
  const found = parts.map((part) => ({ part, same: statements.find((each) => saysSame(each, part, made.source)) }));
  const events = found.map(({ part, same }) =>
    same === undefined ? newEvent(part, made.source, time) : repeated(same, part, made.source),
  );
  const kept = new Set(found.map(({ same }) => same));
  const cancelled = statements
    .filter((each) => each.announces !== undefined && each.announces > made.now && !kept.has(each))
    .filter((each) => publishedAtOf(each.version) < time)
    .map((each) => cancellationOf(row.employeeId, each.eventId, made.source, time));
  const changed = found.find(({ same }) => same === undefined)?.part;
  return {
    events: [...cancelled, ...events],
    news: newsOf(changed?.kind, record),
    cancelled: cancelled.length,
    isRenamed: changed?.kind === "role-changed" && isRenamed(row, record),
  };
};

/** A fact that the record has from this source. `announces` is its day, if that is still to come. */
type Statement = SeenEvent & { readonly kind: FactKind; readonly version: string; readonly announces?: string };

/** A role that a leave has overtaken says nothing any more: a hire with the same words must count. */
const statementsOf = (record: EmployeeRecord | undefined, source: string): readonly Statement[] => {
  if (record === undefined) return [];
  const { role, employment, upcoming } = record;
  const isLeft = employment?.status === "left";
  const statements: readonly (Statement | undefined)[] = [
    role && !isLeft ? { ...role, kind: role.fact.kind } : undefined,
    isLeft ? { ...employment, kind: "left" } : undefined,
    ...upcoming.map((each) => ({ ...each, kind: each.fact.kind, announces: each.fact.effectiveAt })),
  ];
  return statements.filter((each) => each !== undefined).filter(({ eventSource }) => eventSource === source);
};

/** What a row says at one moment: `at` is undefined if that is when it is published. */
type Part = {
  readonly kind: FactKind;
  readonly employeeId: string;
  readonly at: string | undefined;
  readonly data: object;
};

const partsOf = ({ employeeId, works, left }: RosterRow, record: EmployeeRecord | undefined): readonly Part[] => {
  const kind = record?.employment?.status === "hired" ? "role-changed" : "hired";
  return [
    ...(works === undefined ? [] : [{ kind, employeeId, at: works.from, data: works.data } as const]),
    ...(left === undefined ? [] : [{ kind: "left", employeeId, at: left.at, data: {} } as const]),
  ];
};

/** A second import of one export whose rows were changed meanwhile is later by a millisecond, for as many as that. */
const SAME_EXPORT_MS = 1000;

/** When what is new was published: with the export, and later than what it takes the place of. */
const timeOf = (statements: readonly Statement[], asOf: string): string => {
  const latest =
    statements
      .map(({ version }) => publishedAtOf(version))
      .sort()
      .at(-1) ?? "";
  const ahead = Date.parse(latest) - Date.parse(asOf);
  return ahead >= 0 && ahead < SAME_EXPORT_MS ? new Date(Date.parse(latest) + 1).toISOString() : asOf;
};

/** Whether the part, said by the statement's event, is that event: the digest covers all that was said. */
const saysSame = (statement: Statement, part: Part, source: string): boolean =>
  (statement.kind === "left") === (part.kind === "left") &&
  digestOfEvent(repeated(statement, part, source)) === statement.eventDigest;

/** The part as the event of the statement. */
const repeated = ({ eventId, kind, version }: Statement, part: Part, source: string): CloudEvent =>
  cloudEvent(eventId, kind, source, publishedAtOf(version), dataOf(part, publishedAtOf(version)));

const newEvent = (part: Part, source: string, time: string): CloudEvent => {
  const data = dataOf(part, time);
  return cloudEvent(idOf(part.employeeId, { source, kind: part.kind, time, data }), part.kind, source, time, data);
};

const cancellationOf = (employeeId: string, cancels: string, source: string, time: string): CloudEvent => {
  const data = { employeeId, cancels };
  const kind = "change-cancelled";
  return cloudEvent(idOf(employeeId, { source, kind, time, data }), kind, source, time, data);
};

const dataOf = ({ employeeId, at, data }: Part, time: string): object => ({
  employeeId,
  ...data,
  effectiveAt: at ?? time,
});

/** 128 bits of a digest are enough that no two differ in what they say and not in their ID. */
const idOf = (employeeId: string, says: object): string => `${employeeId}-${digestOf(says).slice(0, 32)}`;

type CloudEvent = { readonly id: string; readonly type: string; readonly data: object };

const cloudEvent = (
  id: string,
  kind: keyof typeof CATALOGUE,
  source: string,
  time: string,
  data: object,
): CloudEvent => ({
  ...{ specversion: "1.0", id, source },
  type: CATALOGUE[kind].type,
  ...{ time, data },
});

/** Rows were checked against the event's schema, which returned what they say. */
const digestOfEvent = (event: CloudEvent): string => {
  const kind = kindOfType(event.type);
  return toHrEvent({ kind, event } as ValidEvent).digest;
};

const newsOf = (changed: FactKind | undefined, record: EmployeeRecord | undefined): RowNews => {
  if (changed === undefined) return "unchanged";
  if (changed === "left") return "leave";
  if (changed === "role-changed") return "change";
  return record?.employment === undefined ? "hire" : "back";
};

const isRenamed = ({ works }: RosterRow, record: EmployeeRecord | undefined): boolean => {
  if (record === undefined || works === undefined) return false;
  const { email, displayName } = works.data;
  const role = { title: "", department: "", attributes: {} };
  const said = displayName === undefined ? { email } : { email, displayName };
  return isOtherPerson(record, { kind: "hired", effectiveAt: "", role, ...said });
};
