import type { Context, SQSBatchResponse, SQSRecord } from "aws-lambda";
import { vi } from "vitest";
import type { FailedMessage } from "../../adapters/sqs/source-queue.ts";
import { HIRED, type HrEventType } from "../../domain/facts/hr-event.ts";
import type { ConvergePorts } from "../../domain/ports.ts";
import { handleRecord } from "../../runtime/handle-record.ts";
import { settleFailure } from "../../runtime/settle-failure.ts";
import { sqsHandler } from "../../runtime/sqs-handler.ts";
import { telemetry } from "../../runtime/telemetry.ts";
import { NOW } from "./hr-events.ts";
import { inMemoryWorld } from "./in-memory-world.ts";

type Options = {
  readonly accepts?: HrEventType;
  readonly ports?: ConvergePorts;
  readonly deadLetter?: (message: FailedMessage) => Promise<void>;
  readonly hide?: () => Promise<void>;
  readonly join?: () => () => void;
};

/** A whole handler over the in-memory world, with what it did to SQS and what it wrote to its log. */
export const hrFunction = (options: Options = {}) => {
  const world = inMemoryWorld();
  const log: string[] = [];
  for (const method of ["info", "warn", "error", "log", "debug"] as const) {
    vi.spyOn(console, method).mockImplementation((...words) => void log.push(words.join(" ")));
  }
  const deadLetters: FailedMessage[] = [];
  const hidden: [receiptHandle: string, seconds: number][] = [];
  const told = telemetry();
  const onFailure = settleFailure({
    changeVisibility: options.hide ?? (async (...call) => void hidden.push(call)),
    deadLetter: options.deadLetter ?? (async (message) => void deadLetters.push(message)),
    sourceQueue: "hires",
    retry: { baseSeconds: 30, maxSeconds: 900, maxReceives: 3 },
    telemetry: told,
    now: () => NOW,
    random: () => 0,
  });
  const accepts = options.accepts ?? HIRED;
  const handler = sqsHandler({
    handleRecord: handleRecord({ accepts, ports: options.ports ?? world.ports, onFailure, telemetry: told }),
    telemetry: told,
    join: options.join ?? (() => () => {}),
  });
  const invoke = (records: unknown[]): Promise<SQSBatchResponse> =>
    handler({ Records: records as SQSRecord[] }, { awsRequestId: "r", functionName: "f" } as Context);
  return { world, invoke, deadLetters, hidden, log };
};

let number = 0;

/** A record as Lambda hands it over. */
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

/** A hire as a CloudEvent. */
export const hireBody = (data: object = {}, event: object = {}) => ({
  specversion: "1.0",
  id: "hire-1",
  source: "/hr",
  type: HIRED,
  time: "2026-03-01T00:00:00Z",
  data: {
    employeeId: "E1",
    email: "ana@example.com",
    displayName: "Ana Diaz",
    effectiveAt: "2026-03-01T00:00:00Z",
    role: { title: "Pro", department: "Sales" },
    ...data,
  },
  ...event,
});
