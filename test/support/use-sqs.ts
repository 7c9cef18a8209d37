import { afterEach, beforeEach, vi } from "vitest";
import { deadLetterQueues } from "./dead-letter-queues.ts";
import type { Intercept } from "./sqs-proxy.ts";

const PASS: Intercept = (_, forward) => forward();

/** `intercept` may be set by a test. */
export type UsedSqs = Awaited<ReturnType<typeof deadLetterQueues>> & { intercept: Intercept };

/**
 * The queues of the stage local behind a proxy, anew for each test of a file: `sqs()` are those of the test that runs.
 * Commands of this process find them by AWS_ENDPOINT_URL_SQS.
 */
export const useSqs = (): (() => UsedSqs) => {
  let sqs: UsedSqs;
  beforeEach(async () => {
    const queues = await deadLetterQueues((request, forward) => sqs.intercept(request, forward));
    sqs = { ...queues, intercept: PASS };
    vi.stubEnv("AWS_ENDPOINT_URL_SQS", queues.endpoint);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await sqs.close();
  });
  return () => sqs;
};
