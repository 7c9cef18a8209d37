import { confirmStage } from "../../config/confirm-stage.ts";
import type { BadEvent } from "../event-files/check-event.ts";
import { type Bodies, openBodies, type SourceLine } from "../event-files/read-bodies.ts";
import { isInterrupted } from "../interruption.ts";
import type { StageOptions } from "../options.ts";
import { counted } from "../print.ts";
import { type CommandResult, print } from "../program.ts";
import { findInvalid, type Invalid, withoutInvalid } from "../sending/find-invalid.ts";
import { noneSent, type SendAccount, sendLines } from "../sending/send-lines.ts";
import { badEventText, indented, sendReport } from "../sending/send-report.ts";
import { visible } from "../visible.ts";

export type SendOptions = StageOptions & {
  /** Sends the others. */
  readonly skipInvalid?: boolean;
  /** Sends what is invalid, too: it becomes dead letters. */
  readonly sendInvalid?: boolean;
  readonly verbose?: boolean;
  readonly yes?: boolean;
};

/**
 * `seatkeeper send FILE…`: sends HR events to the queues of a stage, all of them or, if one is invalid, none.
 * @throws UsageError if a file cannot be read, CommandFailed if the stage is not there, NotConfirmed
 */
export const send = async (files: readonly string[], options: SendOptions): Promise<CommandResult> => {
  const { stage, skipInvalid = false, sendInvalid = false, yes = false } = options;
  const bodies = await openBodies(files);
  const invalid: Invalid = sendInvalid ? new Map() : await findInvalid(bodies, new Date());
  if (isInterrupted()) return nothingSent(options, bodies, invalid, "Interrupted: nothing was sent.");
  if (invalid.size > 0 && !skipInvalid) return nothingSent(options, bodies, invalid, refusal(invalid.size, bodies));
  await confirmStage(stage, { confirmed: yes, otherwise: "give --yes" });
  const total = bodies.count - invalid.size;
  const lines = withoutInvalid(bodies, invalid);
  const account = await sendLines({ stage, lines, total, ...(options.verbose ? { onSent: printSent } : {}) });
  return report(options, bodies, invalid, account);
};

/** Each line at once: if the command is killed, what it has printed is what it has sent. */
const printSent = (messageId: string, { file, line }: SourceLine): void =>
  print(visible(`${file}:${line} sent as message ${messageId}`));

const refusal = (invalid: number, { count }: Bodies): string =>
  `Nothing was sent: ${invalid} of ${counted(count, "event")} ${invalid === 1 ? "is" : "are"} invalid. Correct what is ` +
  "reported, or leave it out with --skip-invalid.";

const nothingSent = (options: SendOptions, bodies: Bodies, invalid: Invalid, problem: string): CommandResult => {
  const account = noneSent(bodies.count - invalid.size);
  const { text } = report(options, bodies, invalid, { ...account, interrupted: isInterrupted() });
  const named = indented([...invalid.values()].map(badEventText)).join("\n");
  return { text: options.json ? text : named, complete: false, problem };
};

const report = (
  { stage, json = false }: SendOptions,
  { count: total }: Bodies,
  invalid: Invalid,
  account: SendAccount,
): CommandResult => {
  const named: readonly BadEvent[] = [...invalid.values()];
  return sendReport({ stage, invalid: named, ...account, total }, { json });
};
