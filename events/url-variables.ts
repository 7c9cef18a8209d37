/**
 * The environment variables in which `replayDeadLetters` gets the URLs of a queue, by the end of its name, and of its
 * dead-letter queue: infra/ sets them, runtime/config.ts reads them.
 */
export const urlVariablesOf = (queue: string) => {
  const prefix = queue.toUpperCase().replaceAll("-", "_");
  return { source: `${prefix}_QUEUE_URL`, deadLetter: `${prefix}_DEAD_LETTER_QUEUE_URL` };
};
