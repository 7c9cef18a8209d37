import { EVENT_KINDS } from "../domain/facts/hr-event.ts";
import { CATALOGUE } from "../events/catalogue.ts";

/** Requires the Chime account whose users the stage manages. @throws Error that says where to set it */
export const requireAccount = (stage: string, chimeAccountId: unknown): void => {
  if (typeof chimeAccountId === "string" && chimeAccountId !== "") return;
  throw new Error(
    `The stage ${stage} has no Chime account ID: ` +
      "set chimeAccountId in config/stages.yml or the environment variable CHIME_ACCOUNT_ID",
  );
};

/** What the removal of a stage leaves behind: the text above the question whether to go on. */
export const whatStays = (stage: string, keepData: boolean): string => {
  const prefix = `seatkeeper-${stage}`;
  if (!keepData) return `Removing ${prefix} deletes its tables and queues with all that is in them.`;
  const deadLetterQueues = EVENT_KINDS.map((kind) => `${CATALOGUE[kind].queue}-dlq`);
  const kept = ["employees", "idempotency", ...deadLetterQueues].map((name) => `${prefix}-${name}`);
  return [
    `Removing ${prefix} keeps its tables and dead-letter queues: ${kept.join(", ")}.`,
    "Events that still wait in the source queues are lost. docs/deploy.md says how to take over what stays.",
  ].join("\n");
};
