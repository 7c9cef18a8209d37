import type { LicenseTarget } from "../employee-record.ts";
import type { Fold } from "../facts/fold.ts";

/**
 * What the directory is known to hold after these folds of one employee, without asking it: the confirmed license, if
 * it was confirmed for the very fact that the current one replaced, or for the current one itself. A fact between that
 * nobody confirmed breaks the trust: whoever delivers it may have set its license just now. So does a stale event: its
 * own earlier try may have reached the directory after a newer one.
 */
export const trustedLicense = (folds: readonly Fold[]): LicenseTarget | undefined => {
  const last = folds.at(-1)?.record;
  if (last?.applied === undefined || folds.some(({ verdict }) => verdict === "stale")) return undefined;
  const { version, previousVersion } = last.current;
  const isNew = folds.some(({ verdict, record }) => verdict === "newer" && record.current.version === version);
  const { license, version: confirmedFor } = last.applied;
  return confirmedFor === (isNew ? previousVersion : version) ? { license, version } : undefined;
};
