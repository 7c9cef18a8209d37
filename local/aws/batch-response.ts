/** The IDs of the messages in a batch that failed. They stay in the queue; the others are deleted. */
export type FailedMessages = ReadonlySet<string>;

/**
 * Reads a function's response by Lambda's rules for `ReportBatchItemFailures`: no response or an empty list is success;
 * a list of `itemIdentifier` fails those messages; anything else fails the whole batch. Source: the Lambda developer
 * guide, "Handling errors for an SQS event source in Lambda".
 */
export const failedMessages = (response: unknown, messageIds: readonly string[]): FailedMessages => {
  const failures = failuresIn(response);
  if (failures === undefined) return new Set(messageIds);
  const ids = failures.map((failure) => (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  const valid = ids.every((id) => typeof id === "string" && messageIds.includes(id));
  return new Set(valid ? (ids as string[]) : messageIds);
};

const failuresIn = (response: unknown): readonly unknown[] | undefined => {
  if (response === null || response === undefined) return [];
  if (typeof response !== "object" || Array.isArray(response)) return undefined;
  const { batchItemFailures = [] } = response as { batchItemFailures?: unknown };
  if (batchItemFailures === null) return [];
  return Array.isArray(batchItemFailures) ? batchItemFailures : undefined;
};
