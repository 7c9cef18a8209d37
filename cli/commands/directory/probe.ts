import { randomUUID } from "node:crypto";
import { chimeDirectory } from "../../../adapters/directories/chime/directory.ts";
import { recordCalls } from "../../../adapters/directories/chime/record-calls.ts";
import { type ProbeReport, probeDirectory } from "../../../adapters/directories/probe/probe-directory.ts";
import type { RecordedCall } from "../../../adapters/directories/probe/recorded-call.ts";
import { scimDirectories } from "../../../adapters/directories/scim/directory.ts";
import { recordingFetch } from "../../../adapters/directories/scim/record-fetch.ts";
import { nodeTimer } from "../../../adapters/timer.ts";
import { confirmStage } from "../../../config/confirm-stage.ts";
import type { Directory } from "../../../domain/accounts/directory.ts";
import { Failure } from "../../../domain/failures.ts";
import { CommandFailed } from "../../errors.ts";
import { findingLines } from "../../finding-lines.ts";
import { catchInterruption, isInterrupted } from "../../interruption.ts";
import type { StageOptions } from "../../options.ts";
import { heading } from "../../print.ts";
import type { CommandResult } from "../../program.ts";
import { type StageDirectory, stageDirectory } from "../../stage-directory.ts";
import { visible } from "../../visible.ts";

export type ProbeOptions = StageOptions & {
  readonly email: string;
  readonly execute?: boolean;
  readonly yes?: boolean;
};

/** In ms; a directory that limits its calls makes them wait. */
const TIME_MS = 600_000;

/**
 * `seatkeeper directory probe`: makes one test user, and says of each claim of the directory file whether it held.
 * Without --execute it only looks whether the address is free.
 * @throws CommandFailed if somebody has the address, or if that cannot be known
 */
export const directoryProbe = async (
  { stage, email, json = false, execute = false, yes = false }: ProbeOptions,
  connect: (stage: string) => StageDirectory = stageDirectory,
): Promise<CommandResult> => {
  if (execute) await confirmStage(stage, { confirmed: yes, otherwise: "give --yes" });
  const stageOf = connect(stage);
  const { file } = stageOf;
  if (file.protocol === "chime" && file.newUsers === "invite")
    throw new CommandFailed(
      "A Chime account of the type Team only invites, and nobody would accept: there is nothing to probe",
    );
  const { directory, calls } = opened(stageOf);
  await requireFree(directory, email);
  if (!execute) return dryRun(stage, json);
  catchInterruption();
  const person = { employeeId: `probe-${randomUUID()}`, email, displayName: "Seatkeeper Probe" };
  const report = await probeDirectory({ file, directory, calls, person, shouldStop: isInterrupted });
  return resultOf({ stage, file, calls, email, json }, report);
};

/** The directory, and the calls that go to it. */
const opened = (
  stageOf: StageDirectory,
): { readonly directory: Directory; readonly calls: readonly RecordedCall[] } => {
  const calls: RecordedCall[] = [];
  const invocation = { members: 1, remainingMs: TIME_MS, signal: AbortSignal.timeout(TIME_MS) };
  if ("scim" in stageOf) {
    const fetch = recordingFetch(calls, stageOf.scim.fetch);
    return { directory: scimDirectories({ ...stageOf.scim, fetch })(invocation), calls };
  }
  const { file, chime } = stageOf;
  recordCalls(chime.clients, calls);
  return { directory: chimeDirectory({ ...chime, account: file, timer: nodeTimer })(invocation), calls };
};

const requireFree = async (directory: Directory, email: string): Promise<void> => {
  const found = await directory.find(email).catch((cause: unknown) => {
    if (!(cause instanceof Failure)) throw cause;
    throw new CommandFailed(visible(`Nothing was done: ${cause.message}. \`directory check\` says more`), { cause });
  });
  if (found === undefined) return;
  throw new CommandFailed(visible(`Nothing was done: ${found.id} has this address. Give one that nobody has`));
};

const dryRun = (stage: string, json: boolean): CommandResult => ({
  text: json
    ? JSON.stringify({ stage, dryRun: true })
    : "Nobody has the address. Nothing was done: --execute creates a user, changes her, and leaves her deactivated.",
  complete: true,
});

type Probed = Pick<ProbeOptions, "stage" | "email"> & {
  readonly file: StageDirectory["file"];
  readonly calls: readonly RecordedCall[];
  readonly json: boolean;
};

const resultOf = ({ stage, file, calls, email, json }: Probed, report: ProbeReport): CommandResult => {
  const { findings, accountId, left } = report;
  const interrupted = isInterrupted();
  const isLeftAsItCan = file.can.deactivate ? left === "deactivated" || left === "deleted" : left === "active";
  const document = { stage, directory: file.name, dryRun: false, accountId, left, calls: calls.length, findings };
  const lines = [
    heading(`${file.name}, the directory of ${stage}, with ${calls.length} calls`),
    ...findingLines(findings),
    visible(leftSays(report, email)),
  ];
  return {
    text: json ? JSON.stringify(document, null, 2) : lines.join("\n"),
    complete: !interrupted && isLeftAsItCan && findings.every(({ verdict }) => verdict !== "wrong"),
    ...(interrupted ? { problem: "Interrupted: not every claim was tested" } : {}),
  };
};

const leftSays = ({ accountId, left }: Pick<ProbeReport, "accountId" | "left">, email: string): string =>
  ({
    "not made": "No user was created.",
    "in doubt": `Whether a user was created is not known: look for ${email} in the directory, and delete her.`,
    active: `The user ${accountId} (${email}) is active, or may be: deactivate or delete her in the directory.`,
    deactivated: `The user ${accountId} (${email}) is left deactivated: another probe needs another address.`,
    deleted: `The user ${accountId} (${email}) was deleted.`,
  })[left];
