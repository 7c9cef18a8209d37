import { basename } from "node:path";
import { readTextFile } from "../../config/text-file.ts";
import { isAhead } from "../../domain/facts/clock.ts";
import { UsageError } from "../errors.ts";
import { visible } from "../visible.ts";
import { openMap } from "./compile-map.ts";
import type { RowContext } from "./read-row.ts";
import { openRoster, type Roster } from "./roster.ts";
import { findRoster } from "./roster-file.ts";
import type { RosterMap } from "./roster-map.ts";

/** A roster, and what its rows are read with. */
export type OpenImport = { readonly roster: Roster; readonly context: RowContext };

/**
 * Opens a roster and its map. `asOf` is when it was exported (ISO 8601 UTC): when its file was written, if it is not
 * said. @throws UsageError that says what is wrong with the map or the roster's columns, with file and line
 */
export const openImport = async (
  { file, map: mapFile, asOf }: { readonly file: string; readonly map: string; readonly asOf?: string | undefined },
  now: Date,
): Promise<OpenImport> => {
  const found = await findRoster(file);
  const exportedAt = asOf ?? found.modifiedAt;
  if (isAhead(exportedAt, now)) {
    const fix = asOf === undefined ? "give the time of its export with --as-of" : "correct --as-of";
    throw new UsageError(`${found.name}: the roster is dated ${exportedAt}, which is in the future; ${fix}`);
  }
  const fileName = visible(mapFile);
  const open = openMap(readTextFile(mapFile, { fileName, failWith: (message) => new UsageError(message) }), fileName);
  const roster = await openRoster(found, open.delimiter);
  const { columns } = roster;
  const map = open.compile({ name: visible(basename(found.path)), columns: columns.names });
  columns.requireOnce(columnsIn(map));
  return { roster, context: { map, columns, asOf: exportedAt } };
};

/** The columns that a map reads. */
const columnsIn = (map: RosterMap): ReadonlySet<string> => {
  const { take, leaveOut, leavers, startDate, displayName, role, attributes } = map;
  const fields = [...Object.values(role), ...Object.values(attributes), startDate, leavers.lastDay];
  const templates = [map.timeZone, map.employeeId, map.email, displayName, ...fields.map((field) => field?.template)];
  const conditions = [...take, ...leaveOut, ...leavers.when].map(({ column }) => column);
  return new Set([...templates.flatMap((template) => template?.columns ?? []), ...conditions]);
};
