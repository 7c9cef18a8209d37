import { setTimeout } from "node:timers/promises";
import { confirmStage } from "../../config/confirm-stage.ts";
import { catchInterruption, isInterrupted } from "../interruption.ts";
import type { StageOptions } from "../options.ts";
import { type Flow, statesOf } from "../pausing/flow.ts";
import { type PauseDocument, pauseReport } from "../pausing/pause-report.ts";
import { queueFacts } from "../pausing/queue-facts.ts";
import { switchFlow } from "../pausing/switch-flow.ts";
import type { CommandResult } from "../program.ts";
import { progressLine } from "../progress.ts";
import { explain } from "../stage.ts";
import { withLambda } from "../stage-functions.ts";

export type PauseOptions = StageOptions & { readonly yes?: boolean };

/** Waits so many ms. */
type Sleep = (ms: number) => Promise<unknown>;

/**
 * `seatkeeper pause`: the functions take no more messages; the queues keep them. Waits until that is so.
 * @throws CommandFailed if the stage is not there, NotConfirmed
 */
export const pause = (options: PauseOptions, sleep: Sleep = setTimeout): Promise<CommandResult> =>
  switchStage(options, false, sleep);

/** `seatkeeper resume`: the functions take messages again. @see pause */
export const resume = (options: PauseOptions, sleep: Sleep = setTimeout): Promise<CommandResult> =>
  switchStage(options, true, sleep);

const switchStage = async (
  { stage, yes = false, json = false }: PauseOptions,
  enabled: boolean,
  sleep: Sleep,
): Promise<CommandResult> => {
  await confirmStage(stage, { confirmed: yes, otherwise: "give --yes" });
  catchInterruption();
  const line = progressLine();
  const onProgress = ({ mappings }: Flow): void => line.show(statesOf(mappings));
  const dependencies = { now: () => performance.now(), sleep, shouldStop: isInterrupted, onProgress };
  const switched = await withLambda(stage, (client) => switchFlow(client, { stage, enabled }, dependencies)).finally(
    line.end,
  );
  const queues = await queueFacts(stage);
  const { done, flow, failures, unseen } = switched;
  const document: PauseDocument = { stage, ...flow, failures, ...(queues === undefined ? {} : { queues }) };
  const wanted = enabled ? "running" : "paused";
  const lost = unseen === undefined ? {} : { lost: sentenceOf(explain(unseen, stage, "lambda")) };
  return pauseReport(document, { wanted, done, interrupted: isInterrupted(), json, now: new Date(), ...lost });
};

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
