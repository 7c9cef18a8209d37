import { existsSync, rmSync } from "node:fs";
import { confirmStage } from "../../../config/confirm-stage.ts";
import { NO_LICENSE } from "../../../domain/accounts/license.ts";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import { applyDue } from "../../../domain/facts/apply-fact.ts";
import type { FactKind } from "../../../domain/facts/hr-event.ts";
import type { PolicyChange } from "../../../domain/policy/policy-change.ts";
import { dutyOf } from "../../../domain/wake.ts";
import { CommandFailed, UsageError } from "../../errors.ts";
import { isInterrupted } from "../../interruption.ts";
import type { StageOptions } from "../../options.ts";
import { noteIfPaused } from "../../pausing/note-if-paused.ts";
import { requireDeployed } from "../../policy/deployed-policy.ts";
import { withLockedJournal } from "../../policy/lock-journal.ts";
import type { PolicyDiffSummary, StagePolicies } from "../../policy/policy-diff.ts";
import { readStagePolicies } from "../../policy/policy-file.ts";
import { beginJournal, type Journal, type OpenJournal, readJournal } from "../../policy/rollout-journal.ts";
import { type RolloutAccount, rolloutResult } from "../../policy/rollout-text.ts";
import { scanChanges } from "../../policy/scan-changes.ts";
import { sendNamed } from "../../policy/send-named.ts";
import { type CommandResult, printError } from "../../program.ts";
import { visible } from "../../visible.ts";

export type RolloutOptions = StageOptions & {
  readonly digest?: string;
  readonly rate?: number;
  readonly journal?: string;
  readonly execute?: boolean;
  readonly yes?: boolean;
};

/** Resyncs a second without --rate: HR's own events share the queues with them, and must not wait for long. */
const RATE = 50;

/** In ms. After this a journal says too little of today: who was sent a resync may have got another license since. */
const JOURNAL_LIFE = 24 * 60 * 60 * 1000;

/**
 * `seatkeeper policy rollout OLD NEW --digest D`: once NEW is deployed, resyncs those whom the diff with this digest
 * named, and nobody else. Without --execute it only says how many. If it is interrupted, running it again does the rest.
 * @throws CommandFailed if NEW is not deployed, if the diff has another digest by now, or if another rollout is running
 */
export const policyRollout = async (
  oldPath: string,
  newPath: string,
  options: RolloutOptions,
): Promise<CommandResult> => {
  const { stage, execute = false, yes = false, digest } = options;
  if (execute && digest === undefined)
    throw new UsageError("--execute needs the digest of the diff that you looked at: --digest");
  if (execute) await confirmStage(stage, { confirmed: yes, otherwise: "give --yes" });
  const policies = await readStagePolicies(oldPath, newPath, stage);
  await requireDeployed(policies.after, newPath, policies.before.digest);
  await noteIfPaused(stage);
  const path = options.journal ?? `rollout-${stage}.jsonl`;
  const act = async (): Promise<CommandResult> => {
    const { digest: seen, ...journal } = await nameAll(policies, { path, digest, execute, oldPath, newPath });
    const account = execute ? await send(journal, path, options) : notSent(journal);
    return rolloutResult(account, { ...options, digest: seen, path, rate: options.rate ?? RATE });
  };
  return execute ? withLockedJournal(path, act) : act();
};

/** The journal with the digest of the diff that it holds: the one that was asked for, if one was. */
type Seen = Journal & { readonly digest: string };

type Naming = {
  readonly path: string;
  readonly digest: string | undefined;
  readonly execute: boolean;
  readonly oldPath: string;
  readonly newPath: string;
};

/** Goes on with what an interrupted run has noted, else makes the diff again, and keeps whom it names. */
const nameAll = async (policies: StagePolicies, naming: Naming): Promise<Seen> => {
  const { before, after } = policies;
  const { path, digest } = naming;
  const diff = { stage: before.stage, before: before.digest, after: after.digest };
  if (digest === undefined) return nameAgain(policies, naming);
  const journal = await readJournal(path, { ...diff, digest });
  const isFresh = journal !== undefined && Date.now() - Date.parse(journal.startedAt) < JOURNAL_LIFE;
  if (isFresh) return { ...journal, digest };
  if (!naming.execute) return nameAgain(policies, naming);
  return nameAgain(policies, naming, beginJournal(path, { ...diff, digest }, new Date().toISOString()));
};

const nameAgain = async (policies: StagePolicies, naming: Naming, journal?: OpenJournal): Promise<Seen> => {
  const now = new Date();
  try {
    const summary = await scanChanges(policies, (change, record) =>
      journal?.add({ ...change, by: functionFor(change, record, now) }),
    );
    requireSame(summary, naming);
    if (journal !== undefined && existsSync(naming.path))
      printError(`${naming.path}: an unfinished rollout is abandoned, and this one takes its place`);
    const { digest, changes: named } = summary;
    return { digest, ...(journal?.keep() ?? { startedAt: now.toISOString(), named, sent: 0 }) };
  } catch (error) {
    journal?.discard();
    throw error;
  }
};

/** An account is released by the function of leavers alone. */
const functionFor = ({ to }: PolicyChange, record: EmployeeRecord, now: Date): FactKind =>
  to === NO_LICENSE ? "left" : dutyOf(applyDue(record, now));

const requireSame = (
  { digest, changes, stage }: PolicyDiffSummary,
  { digest: expected, oldPath, newPath }: Naming,
): void => {
  if (expected === undefined || digest === expected) return;
  const again = visible(`seatkeeper policy diff ${oldPath} ${newPath} --stage ${stage}`);
  throw new CommandFailed(
    `The diff is old: it has another digest now, and names ${changes}. Nothing was sent. See what changed: ${again}`,
  );
};

const notSent = ({ named, sent }: Journal): RolloutAccount => ({
  named,
  sentBefore: sent,
  sent: 0,
  interrupted: false,
});

/** Whoever is sent all needs no journal any more: the next rollout looks at everybody again. */
const send = async (
  journal: Journal,
  path: string,
  { stage, rate = RATE }: RolloutOptions,
): Promise<RolloutAccount> => {
  const { sent, failure } = await sendNamed(journal, { stage, path, rate });
  const { named, sent: sentBefore } = journal;
  if (sent === named) rmSync(path, { force: true });
  const account = { named, sentBefore, sent: sent - sentBefore, interrupted: isInterrupted() && sent < named };
  return failure === undefined ? account : { ...account, failure };
};
