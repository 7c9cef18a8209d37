import type { ScannedEmployee } from "../../adapters/state/scan-employees.ts";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import { CommandFailed } from "../errors.ts";
import { counted } from "../print.ts";

/** At most so many leave by absence: a number, or a share (0 to 1) of those that the source has. */
export type MaxAbsent = { readonly count: number } | { readonly share: number };

/** Unless --max-absent says otherwise: more is rather an export that lacks a part. */
export const MAX_ABSENT: MaxAbsent = { share: 0.05 };

/** `known` counts whose facts are of the source; `absent` are those of them that the roster has no row of. */
export type Absence = { readonly known: number; readonly absent: readonly EmployeeRecord[] };

/** Scans the whole table. `has` says whether the roster has a row of an employee. */
export const findAbsent = async (
  pages: AsyncIterable<readonly ScannedEmployee[]>,
  source: string,
  has: (employeeId: string) => boolean,
): Promise<Absence> => {
  let known = 0;
  const absent: EmployeeRecord[] = [];
  for await (const page of pages)
    for (const record of page) {
      if ("unreadable" in record || !isOf(record, source)) continue;
      known += 1;
      if (!has(record.employeeId) && !isLeaving(record, source)) absent.push(record);
    }
  return { known, absent: absent.toSorted((a, b) => (a.employeeId < b.employeeId ? -1 : 1)) };
};

/** Whether she works here, and this source had the last word about her; or it announced her hire. */
const isOf = ({ employment, role, upcoming }: EmployeeRecord, source: string): boolean =>
  (employment?.status === "hired" && role?.eventSource === source) ||
  upcoming.some(({ fact, eventSource }) => fact.kind === "hired" && eventSource === source);

/** A last day that the source announced stays what it is. */
const isLeaving = ({ upcoming }: EmployeeRecord, source: string): boolean =>
  upcoming.some(({ fact, eventSource }) => fact.kind === "left" && eventSource === source);

/** @throws CommandFailed with the counts if more are absent than may be */
export const requireFew = ({ known, absent }: Absence, max: MaxAbsent): void => {
  const most = "count" in max ? max.count : shareOf(known, max.share);
  if (absent.length <= most) return;
  throw new CommandFailed(
    `${counted(absent.length, "employee")} of ${known} from this source have no row in the roster, more than the ` +
      `${most} that may leave in this way. If they have left, give --max-absent ${absent.length}; otherwise the export is incomplete. ` +
      "Nothing was sent",
  );
};

/** One of a few, unless it is a share of nothing. */
const shareOf = (known: number, share: number): number => (share === 0 ? 0 : Math.max(1, Math.floor(known * share)));
