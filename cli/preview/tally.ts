import type { License } from "../../domain/accounts/license.ts";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import type { FailureCode } from "../../domain/failures.ts";
import { OUTCOMES } from "../outcomes.ts";
import type { PreviewSummary } from "./preview-summary.ts";
import type { PreviewWorld } from "./preview-world.ts";
import type { PreviewedEvent } from "./previewed-event.ts";

type Outcome = PreviewedEvent["outcome"];
type Counts<K extends string> = Partial<Record<K, number>>;

/** Counts what a preview came to, while it goes on. */
export const tally = ({ found, directory, records }: PreviewWorld, licenses: readonly License[]) => {
  const outcomes: Counts<Outcome> = zeros(OUTCOMES);
  const codes: Counts<FailureCode> = {};
  const before: Counts<License> = zeros(licenses);
  const after: Counts<License> = zeros(licenses);
  /** The license of each account that was touched, as it is by now. */
  const current = new Map<string, License | undefined>();

  /** The record of an employee before a pass and after it. */
  const touch = (earlier: EmployeeRecord | undefined, record: EmployeeRecord | undefined): void => {
    const accountId = record?.link.accountId;
    if (accountId === undefined) return;
    if (!current.has(accountId)) {
      const had = earlier?.link.accountId === accountId ? earlier.applied?.license : undefined;
      const first = found.get(accountId)?.license ?? had;
      add(before, first, 1);
      add(after, first, 1);
      current.set(accountId, first);
    }
    add(after, current.get(accountId), -1);
    const license = directory.licenseOf(accountId) ?? current.get(accountId);
    add(after, license, 1);
    current.set(accountId, license);
  };

  return {
    touch,
    count: (outcome: Outcome, code?: FailureCode) => {
      add(outcomes, outcome, 1);
      add(codes, code, 1);
    },
    summary: (): Omit<PreviewSummary, "calls" | "events"> => ({
      employees: records.size(),
      outcomes: { ...outcomes } as PreviewSummary["outcomes"],
      codes: { ...codes },
      licenses: { before: { ...before } as Record<string, number>, after: { ...after } as Record<string, number> },
    }),
  };
};

const zeros = <K extends string>(keys: readonly K[]): Counts<K> =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Counts<K>;

const add = <K extends string>(counts: Counts<K>, key: K | undefined, count: number): void => {
  if (key !== undefined) counts[key] = (counts[key] ?? 0) + count;
};
