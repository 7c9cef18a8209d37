import { busName } from "./bus.ts";
import { arnOf, type Resources } from "./cloudformation.ts";
import { otherPatterns, ownPatterns } from "./event-patterns.ts";
import { idsOf } from "./names.ts";
import type { EventRow, Stage } from "./stage.ts";

/**
 * The rule that puts the events of a row on its queue. That of the first row also takes what belongs to no row, so every
 * event on the bus reaches one queue: what is unknown becomes a dead letter there, and is not lost.
 */
export const rules = (stage: Stage, row: EventRow): Resources => {
  const { prefix, rows } = stage;
  const { queue, deadLetterQueue, rule } = idsOf(row);
  const takesOthers = row.queue === rows[0]?.queue;
  const taken = [...row.events.map(({ title }) => title), ...(takesOthers ? ["and what no other rule takes"] : [])];
  return {
    [rule]: {
      Type: "AWS::Events::Rule",
      Properties: {
        Name: `${prefix}-${row.queue}`,
        Description: `${taken.join(", ")}: to the queue of ${row.functionName}`,
        EventBusName: busName(stage),
        EventPattern: { $or: [...ownPatterns(row), ...(takesOthers ? otherPatterns(rows) : [])] },
        Targets: [
          {
            Id: row.queue,
            Arn: arnOf(queue),
            RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
            // What EventBridge cannot deliver lies with the other dead letters, and is replayed like them.
            DeadLetterConfig: { Arn: arnOf(deadLetterQueue) },
          },
        ],
      },
    },
  };
};
