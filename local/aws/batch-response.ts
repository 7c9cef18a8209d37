/** Which messages of a batch an invocation failed: SQS keeps these and forgets the others. */
export type FailedMessages = ReadonlySet<string>;

/**
 * Reads a function's answer by Lambda's rules for `ReportBatchItemFailures`: nothing, or an empty list, is success; a list of
 * `itemIdentifier` fails these; an answer that is neither fails the whole batch.
 * Source: the Lambda developer guide, "Handling errors for an SQS event source in Lambda".
 */
export const failedMessages = (answer: unknown, messageIds: readonly string[]): FailedMessages => {
  const failures = failuresIn(answer);
  if (failures === undefined) return new Set(messageIds);
  const ids = failures.map((failure) => (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  const valid = ids.every((id) => typeof id === "string" && messageIds.includes(id));
  return new Set(valid ? (ids as string[]) : messageIds);
};

const failuresIn = (answer: unknown): readonly unknown[] | undefined => {
  if (answer === null || answer === undefined) return [];
  if (typeof answer !== "object" || Array.isArray(answer)) return undefined;
  const { batchItemFailures = [] } = answer as { batchItemFailures?: unknown };
  if (batchItemFailures === null) return [];
  return Array.isArray(batchItemFailures) ? batchItemFailures : undefined;
};
