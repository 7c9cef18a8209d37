import type { Directory, Person } from "../../../domain/accounts/directory.ts";
import type { DirectoryFile } from "../../../domain/accounts/directory-file.ts";
import { Failure } from "../../../domain/failures.ts";
import { errorName } from "../../error-names.ts";
import { type Finding, notKnown, wrong } from "../finding.ts";
import type { RecordedCall } from "./recorded-call.ts";

/** What to probe: `calls` is where the directory's calls are noted, `shouldStop` is asked between two steps. */
export type Probing = {
  readonly file: DirectoryFile;
  readonly directory: Directory;
  readonly calls: readonly RecordedCall[];
  readonly person: Person;
  readonly shouldStop: () => boolean;
};

/** A finding with the calls that it took. */
export type Probed = Finding & { readonly calls: number };

/** These say nothing of the directory file: a seat, the network or time was missing. */
const NOT_ITS_FAULT: Readonly<Record<string, string>> = {
  DeadlineExceeded: "Try again later.",
  DirectoryThrottled: "Try again later.",
  DirectoryUnavailable: "Try again later.",
  NoSeatLeft: "Free a seat, and probe again.",
};

/** One claim put to the test. Whatever fails is a finding, too: the steps that leave her deactivated still come. */
export const stepped = async (
  thing: string,
  calls: readonly RecordedCall[],
  act: () => Promise<Finding>,
  fix = "Compare the directory file with docs/directories.md.",
): Promise<Probed> => {
  const before = calls.length;
  const finding = await act().catch((error: unknown) => failed(thing, error, fix));
  return { ...finding, calls: calls.length - before };
};

const failed = (thing: string, error: unknown, fix: string): Finding => {
  if (!(error instanceof Failure)) return wrong(thing, `Unexpected: ${errorName(error)}.`, "That is a bug: report it.");
  const says = `${error.code}: ${error.message}.`;
  const remedy = NOT_ITS_FAULT[error.code];
  return remedy === undefined ? wrong(thing, says, fix) : notKnown(thing, says, remedy);
};
