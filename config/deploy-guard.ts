import { QUEUE_NAMES } from "../events/catalogue.ts";
import { LOCAL } from "./stage-settings.ts";

/** Requires the Chime account whose users the stage manages. @throws Error that says where to set it */
export const requireChimeAccount = (stage: string, chimeAccountId: string): void => {
  if (chimeAccountId !== "") return;
  throw new Error(
    `The stage ${stage} has no Chime account ID: ` +
      "set chimeAccountId in config/stages.yml or the environment variable CHIME_ACCOUNT_ID",
  );
};

/** Requires credentials of the stage's own AWS account. @throws Error that names both accounts */
export const requireAwsAccount = (stage: string, expected: string, actual: string): void => {
  if (actual === expected) return;
  throw new Error(`The stage ${stage} belongs to the AWS account ${expected}, but the credentials are of ${actual}`);
};

/** Requires the stage's own region, if the command line names one. @throws Error that names both regions */
export const requireRegion = (stage: string, expected: string, given: string | undefined): void => {
  if (given === undefined || given === expected) return;
  throw new Error(`The stage ${stage} is in ${expected} (config/stages.yml), not in ${given}: leave --region out`);
};

/** Requires a stage that is on AWS; to remove one, it must be named. `stage` is what the command line says. @throws Error */
export const requireDeployed = (command: "deploy" | "remove", stage: string | undefined): void => {
  if (stage === LOCAL) throw new Error("The stage local runs on this machine only, with `npm start` and `npm run dev`");
  if (command === "remove" && stage === undefined) throw new Error("Name the stage to remove: --stage dev");
};

/** What the removal of a stage leaves behind: the text above the question whether to go on. */
export const whatStays = (stage: string, keepData: boolean): string => {
  const prefix = `seatkeeper-${stage}`;
  if (!keepData) return `Removing ${prefix} deletes its tables and queues with all that is in them.`;
  const deadLetterQueues = QUEUE_NAMES.map((queue) => `${queue}-dlq`);
  const kept = ["employees", "idempotency", ...deadLetterQueues].map((name) => `${prefix}-${name}`);
  return [
    `Removing ${prefix} keeps its tables and dead-letter queues: ${kept.join(", ")}.`,
    "Events that still wait in the source queues are lost. docs/deploy.md says how to take over what stays.",
  ].join("\n");
};
