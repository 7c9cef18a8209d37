import type { Context, SQSBatchResponse, SQSRecord } from "aws-lambda";
import { vi } from "vitest";
import type { ChangeVisibility, SendDeadLetter } from "../../adapters/sqs/source-queue.ts";
import { nodeTimer, type Timer } from "../../adapters/timer.ts";
import type { FactKind } from "../../domain/facts/hr-event.ts";
import type { ConvergeDependencies } from "../../domain/reconcile/converge.ts";
import { postpone } from "../../domain/reconcile/postpone.ts";
import { handleBatch, type OpenInvocation } from "../../runtime/handle-batch.ts";
import { settleFailureWith } from "../../runtime/settle-failure.ts";
import { sqsHandler } from "../../runtime/sqs-handler.ts";
import { telemetry } from "../../runtime/telemetry.ts";
import { NOW } from "./hr-events.ts";
import { inMemoryDependencies } from "./in-memory-dependencies.ts";

type Options = {
  readonly queue?: FactKind;
  readonly dependencies?: ConvergeDependencies;
  readonly sendDeadLetter?: SendDeadLetter;
  readonly changeVisibility?: ChangeVisibility;
  readonly leave?: () => void;
  readonly timer?: Timer;
};

/** A complete handler with in-memory dependencies. It also returns its SQS actions and its log. */
export const handlerInMemory = (options: Options = {}) => {
  const memory = inMemoryDependencies();
  const log: string[] = [];
  for (const method of ["info", "warn", "error", "log", "debug"] as const) {
    vi.spyOn(console, method).mockImplementation((...words) => void log.push(words.join(" ")));
  }
  const deadLetters: Parameters<SendDeadLetter>[0][] = [];
  const visibilityChanges: [receiptHandle: string, seconds: number][] = [];
  const logged = telemetry();
  const used = options.dependencies ?? memory.dependencies;
  const settleFailure = settleFailureWith({
    postpone: (employeeId, ms) => postpone(used, employeeId, ms),
    changeVisibility:
      options.changeVisibility ?? (async (receipt, seconds) => void visibilityChanges.push([receipt, seconds])),
    sendDeadLetter: options.sendDeadLetter ?? (async (message) => void deadLetters.push(message)),
    sourceQueue: "hires",
    retry: { baseSeconds: 30, maxSeconds: 900, maxReceives: 3 },
    telemetry: logged,
    now: () => NOW,
    random: () => 0,
  });
  const opened: number[] = [];
  const open: OpenInvocation = (employees, { signal }) => {
    opened.push(employees);
    const dependencies = { ...used, signal };
    return { dependencies, leave: options.leave ?? (() => {}) };
  };
  const queue = options.queue ?? "hired";
  const handler = sqsHandler({
    handleBatch: handleBatch({ queue, open, settleFailure, telemetry: logged, now: () => NOW }),
    telemetry: logged,
    timer: options.timer ?? nodeTimer,
    onInvoke: () => {},
  });
  const context = { awsRequestId: "r", functionName: "f", getRemainingTimeInMillis: () => 30_000 } as Context;
  const invoke = (records: unknown[]): Promise<SQSBatchResponse> =>
    handler({ Records: records as SQSRecord[] }, context);
  return { memory, invoke, deadLetters, visibilityChanges, log, opened };
};

let number = 0;

/** A record as Lambda passes it to a function. */
export const sqsRecord = (body: unknown, receiveCount = 1, messageAttributes = {}): SQSRecord => {
  number += 1;
  return {
    messageId: `m${number}`,
    receiptHandle: `receipt ${number}`,
    body: typeof body === "string" || body === undefined ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: String(receiveCount) },
    messageAttributes,
  } as SQSRecord;
};
