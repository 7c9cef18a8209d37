import type { LicenseTarget } from "../employee-record.ts";
import type { Fold } from "../facts/fold.ts";

/**
 * What the directory is known to hold after these folds of one employee, without asking it: the confirmed license, if it was confirmed for
 * the very fact that the first of them replaced or repeated, and nobody came between. A stale event never trusts it: its own earlier try may
 * have reached the directory after the newer one.
 */
export const trustedLicense = (folds: readonly Fold[]): LicenseTarget | undefined => {
  const confirmed = folds[0]?.record.applied?.version;
  const version = folds.reduce(trustedAfter, confirmed);
  const license = folds.at(-1)?.record.applied?.license;
  return version === undefined || license === undefined ? undefined : { license, version };
};

/** The version for which the confirmed license still stands after one more fold, given the one before it. */
const trustedAfter = (trusted: string | undefined, { verdict, record: { current } }: Fold): string | undefined => {
  if (verdict === "newer" && trusted === current.previousVersion) return current.version;
  return verdict === "duplicate" && trusted === current.version ? trusted : undefined;
};
