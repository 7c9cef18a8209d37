import type { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { CLOCK_STEP_MS } from "../../dead-letters/dead-letter-queue.ts";

/** A `Date` header as a time that has not passed by SQS's clock: HTTP cuts it to the second. ISO 8601 UTC. */
const endOfSecond = (date: string): string => new Date(Date.parse(date) + CLOCK_STEP_MS - 1).toISOString();

/**
 * Makes a command report the `Date` header of its response: SQS's clock, which this machine's may be hours off. The SDK
 * hands out neither the header nor its own `systemClockOffset`, which ignores anything below five minutes.
 */
export const responseDateOf = (command: ReceiveMessageCommand): (() => string) => {
  let date: string | undefined;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      date = (result.response as { headers?: Record<string, string> } | undefined)?.headers?.["date"];
      return result;
    },
    { step: "initialize" },
  );
  return () => {
    if (date === undefined) throw new Error("The response of SQS has no Date header");
    return endOfSecond(date);
  };
};
