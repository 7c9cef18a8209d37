import type * as z from "zod/mini";
import { CATALOGUE } from "../../events/catalogue.ts";
import { SCHEMAS } from "../../events/event-schemas.ts";
import { employeeIdSchema } from "../../events/schema.ts";
import { withoutUnset } from "../../events/without-unset.ts";
import type { Columns } from "./columns.ts";
import { holds, type MatchedValues } from "./conditions.ts";
import type { CsvRecord } from "./csv-records.ts";
import type { RosterMap } from "./roster-map.ts";
import { type RowProblem, type RowReader, rowReader } from "./row-reader.ts";
import { render, type Template } from "./template.ts";

type HireData = z.infer<(typeof SCHEMAS)["hired"]>["data"];
/** What a row says of somebody who works here, as the event schema returns it; its moment is apart. */
export type Works = Omit<HireData, "employeeId" | "effectiveAt" | "effectiveDate" | "timeZone">;

/**
 * What a row says: that she works here, that she left, or both if her last day is still to come. `from` and `left.at`
 * are ISO 8601 UTC; without them it is since the export.
 */
export type RosterRow = {
  readonly line: number;
  readonly employeeId: string;
  readonly works?: { readonly data: Works; readonly from?: string };
  readonly left?: { readonly at?: string };
  /** Her last day has passed, and by the map's `when` she is here. */
  readonly stays?: true;
};

type Place = { readonly line: number; readonly employeeId: string | undefined };

/** `employeeId` is undefined if it cannot be read. */
export type Reading =
  | { readonly is: "row"; readonly row: RosterRow }
  | (Place & { readonly is: "left-out" })
  | (Place & { readonly is: "bad"; readonly problems: readonly RowProblem[] });

/** `asOf` is when the roster was exported (ISO 8601 UTC). */
export type RowContext = { readonly map: RosterMap; readonly columns: Columns; readonly asOf: string };

/** Reads a row, and notes which values of the map's conditions it has. */
export const readRow = ({ line, values }: CsvRecord, context: RowContext, matched: MatchedValues): Reading => {
  const { map, columns } = context;
  if (values.length !== columns.count) {
    const counts = `expected ${columns.count} values, found ${values.length}`;
    const problem = { columns: [], reason: `${counts}; is a delimiter in a value that is not quoted?` };
    return { is: "bad", line, employeeId: undefined, problems: [problem] };
  }
  const valueIn = columns.valueIn(values);
  const employeeId = employeeIdSchema.safeParse(render(map.employeeId, valueIn)).data;
  const isTaken = holds(map.take, valueIn, matched);
  const isLeftOut = map.leaveOut.length > 0 && holds(map.leaveOut, valueIn, matched);
  if (!isTaken || isLeftOut) return { is: "left-out", line, employeeId };
  const reader = rowReader(valueIn);
  const { when } = map.leavers;
  const isLeaver = when.length === 0 ? undefined : holds(when, valueIn, matched);
  const says = readFact(reader, context, isLeaver);
  const problems = reader.problems();
  if (problems.length > 0) return { is: "bad", line, employeeId, problems };
  return { is: "row", row: { line, employeeId: employeeId ?? "", ...says } };
};

/**
 * Of who has left the role and the address do not matter, so they may be anything. A last day to come counts whatever
 * `when` says; one that has passed may be that of an earlier employment.
 */
const readFact = (
  reader: RowReader,
  context: RowContext,
  isLeaver: boolean | undefined,
): Pick<RosterRow, "works" | "left" | "stays"> => {
  const { map, asOf } = context;
  const at = reader.moment(map.leavers.lastDay, map.timeZone, "end");
  const left = at === undefined ? {} : { at };
  const isAhead = at !== undefined && at > asOf;
  if (isAhead || isLeaver === undefined) requireOrder(reader, map, at);
  if (isAhead) return { left, ...readWorks(reader, context) };
  if (!(isLeaver ?? at !== undefined))
    return { ...readWorks(reader, context), ...(at === undefined ? {} : { stays: true as const }) };
  const { error } = employeeIdSchema.safeParse(reader.text(map.employeeId));
  if (error !== undefined) reader.refuse(map.employeeId, error.issues[0]?.message ?? "an employee ID");
  return { left };
};

/** Whoever came back may still have the last day of the time before: then the row does not say whether she works here. */
const requireOrder = (reader: RowReader, { startDate, leavers: { lastDay }, timeZone }: RosterMap, at = ""): void => {
  const from = reader.momentIfGood(startDate, timeZone, "start");
  if (at === "" || lastDay === undefined || from === undefined || from < at) return;
  reader.refuse(lastDay.template, "a last day that is not before the start");
};

const readWorks = (reader: RowReader, { map, asOf }: RowContext): Pick<RosterRow, "works"> => {
  const from = reader.moment(map.startDate, map.timeZone, "start");
  const employee = {
    employeeId: reader.text(map.employeeId),
    email: reader.text(map.email),
    displayName: map.displayName && reader.text(map.displayName),
    role: { ...reader.values(map.role), attributes: reader.values(map.attributes) },
  };
  const event = { ...CONTEXT, time: asOf, data: { ...employee, effectiveAt: from ?? asOf } };
  const { data, error } = SCHEMAS.hired.safeParse(withoutUnset(event));
  for (const { path, message } of error?.issues ?? []) reader.refuse(templateAt(map, path), message);
  if (data === undefined) return {};
  const { employeeId: _, effectiveAt: __, ...said } = data.data;
  return { works: { data: said, ...(from === undefined ? {} : { from }) } };
};

/** The members that every event needs; what they say plays no part in whether a row is good. */
const CONTEXT = { specversion: "1.0", id: "row", source: "row", type: CATALOGUE.hired.type };

const NOWHERE: Template = { columns: [], parts: [] };

/** The template behind a member of the event: `data.role.title`. */
const templateAt = (map: RosterMap, [, ...path]: readonly PropertyKey[]): Template => {
  const [first, second, third] = path.map(String);
  if (first === "employeeId") return map.employeeId;
  if (first === "email") return map.email;
  if (first === "displayName") return map.displayName ?? NOWHERE;
  if (first === "effectiveAt") return map.startDate?.template ?? NOWHERE;
  const field = second === "attributes" ? map.attributes[third ?? ""] : map.role[second ?? ""];
  return field?.template ?? NOWHERE;
};
