import { counted } from "../print.ts";
import type { CommandResult } from "../program.ts";
import { visible } from "../visible.ts";

/**
 * What a rollout did: of those whom the diff `named`, so many were sent a resync by an earlier run, and so many by this
 * one. `failure` is what SQS refused, as a sentence.
 */
export type RolloutAccount = {
  readonly named: number;
  readonly sentBefore: number;
  readonly sent: number;
  readonly interrupted: boolean;
  readonly failure?: string;
};

/** `--json`. `left` are those to whom nothing was sent yet, or of whom that is not known. */
export type PolicyRolloutDocument = RolloutAccount & {
  readonly dryRun: boolean;
  readonly stage: string;
  readonly digest: string;
  readonly left: number;
};

type Rollout = {
  readonly stage: string;
  readonly digest: string;
  readonly rate: number;
  readonly path: string;
  readonly execute?: boolean;
  readonly json?: boolean;
};

/** The exact account of a rollout, and how to go on if it was stopped. */
export const rolloutResult = (account: RolloutAccount, rollout: Rollout): CommandResult => {
  const { execute = false, stage, digest, json = false } = rollout;
  const left = account.named - account.sentBefore - account.sent;
  const document: PolicyRolloutDocument = { dryRun: !execute, stage, digest, ...account, left };
  const stopped = execute && left > 0;
  const problem = stopped ? { problem: stoppedText(account, left, rollout.path) } : {};
  const text = json ? JSON.stringify(document, null, 2) : rolloutText(document, rollout);
  return { text, complete: !stopped, ...problem };
};

const stoppedText = ({ failure, interrupted }: RolloutAccount, left: number, path: string): string =>
  [
    ...(failure === undefined ? [] : [failure]),
    ...(interrupted ? ["Interrupted."] : []),
    `${counted(left, "employee")} to go: run the same command again to go on from ${visible(path)}. Sending twice is harmless`,
  ].join("\n");

const rolloutText = (document: PolicyRolloutDocument, { rate }: Rollout): string => {
  const { dryRun, digest, named, sentBefore, sent, left } = document;
  return [
    `The diff names ${counted(named, "employee")} (digest ${digest}).`,
    ...(sentBefore === 0 ? [] : [`An earlier run sent ${resyncs(sentBefore)}.`]),
    dryRun ? `${resyncs(left)} would be sent, ${rate} a second: --execute does it.` : `${resyncs(sent)} sent.`,
  ].join("\n");
};

const resyncs = (count: number): string => (count === 1 ? "1 resync" : `${count} resyncs`);
