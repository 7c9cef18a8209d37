import { confirmStage } from "../../../config/confirm-stage.ts";
import { performTransfer, type Transfer } from "../../../domain/accounts/perform-transfer.ts";
import { accountOf, decideTransfer, type TransferStep } from "../../../domain/accounts/transfer.ts";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import { Failure } from "../../../domain/failures.ts";
import { type StageEmployees, withEmployees } from "../../employees.ts";
import { CommandFailed } from "../../errors.ts";
import type { StageOptions } from "../../options.ts";
import type { CommandResult } from "../../program.ts";
import { resyncQueue, withResyncs } from "../../resyncs.ts";
import { visible } from "../../visible.ts";

export type TransferOptions = StageOptions & { readonly execute?: boolean; readonly yes?: boolean };

/**
 * `seatkeeper employee transfer OLD NEW`: hands the account of somebody who left to another employee. Without --execute
 * it only shows what would be done. If it is interrupted, running it again does the rest.
 * @throws CommandFailed if the transfer is refused, with what to do
 */
export const employeeTransfer = async (
  fromId: string,
  toId: string,
  options: TransferOptions,
): Promise<CommandResult> => {
  const { stage, execute = false, yes = false, json = false } = options;
  if (execute) await confirmStage(stage, { confirmed: yes, otherwise: "give --yes" });
  const transfer = await withEmployees(stage, async (found) => {
    const planned = await planTransfer(found, fromId, toId);
    if (execute) await performTransfer(dependenciesOf(found, stage), planned).catch(changedMeanwhile);
    return planned;
  });
  const { accountId, steps } = transfer;
  const document = { dryRun: !execute, from: fromId, to: toId, accountId, steps };
  return { text: json ? JSON.stringify(document) : transferText(transfer, stage, execute), complete: true };
};

/** @throws CommandFailed if the transfer is refused */
const planTransfer = async (
  { employees, claimOn }: StageEmployees,
  fromId: string,
  toId: string,
): Promise<Transfer> => {
  const [from, to] = await Promise.all([employees.read(fromId), employees.read(toId)]);
  const accountId = accountOf(from);
  const claim = accountId === undefined ? {} : await claimOn(accountId);
  const known = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const decision = decideTransfer({ fromId, toId, ...known, claim, now: new Date() });
  if ("refused" in decision) throw new CommandFailed(visible(`${decision.refused} ${decision.fix}`));
  return { ...decision, from: from as EmployeeRecord, to: to as EmployeeRecord };
};

/** What a step was decided by no longer holds: a refusal will say why. */
const changedMeanwhile = (cause: unknown): never => {
  if (!(cause instanceof Failure) || cause.code === "StateUnavailable") throw cause;
  throw new CommandFailed("Something changed meanwhile: run it again without --execute to see what is left", { cause });
};

const dependenciesOf = ({ employees }: StageEmployees, stage: string) => ({
  employees,
  now: () => new Date(),
  signal: { aborted: false },
  resync: (to: EmployeeRecord) => sendResync(to, stage),
});

const sendResync = (to: EmployeeRecord, stage: string): Promise<void> =>
  withResyncs(stage, async (resync) => {
    if ((await resync([to])).length === 0) return;
    throw new CommandFailed(`SQS did not take the resync of ${to.employeeId}: run it again to do the rest`);
  });

const transferText = ({ from, to, accountId, steps }: Transfer, stage: string, executed: boolean): string => {
  const [old, heir] = [from.employeeId, to.employeeId];
  const sentences: Readonly<Record<TransferStep, string>> = {
    letGo: `${heir} may claim ${accountId}`,
    adopt: `${accountId} is linked to ${heir} and claimed`,
    resync: `a resync of ${heir} goes to ${resyncQueue(to, stage)}, whose function reactivates it and sets the license`,
    untie: `${accountId} is untied from ${old}`,
  };
  const done = executed
    ? `Done: \`seatkeeper employee show ${heir}\` shows when it is applied.`
    : "Nothing was done: --execute does it.";
  const lines = steps.map((step, index) => `  ${index + 1}. ${sentences[step]}`);
  return [`${accountId} goes from ${old} to ${heir}:`, ...lines, done].map(visible).join("\n");
};
