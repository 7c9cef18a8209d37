import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { type EventSourceModel, readTemplate, type StackModel } from "../local/aws/template.ts";
import { packageService } from "../local/package-service.ts";
import { bundle } from "./bundle.ts";

/** What a subject asks of its event sources; the window is in seconds. */
type Batching = Pick<EventSourceModel, "batchSize" | "window">;

/** Who is measured. A `peer` takes the place of both functions; without one they are our own. Without `batching` the event sources are as ours. */
export type Subject = { readonly name: string; readonly peer?: string; readonly batching?: Batching };

/** What an event source is without a word from its author. Source: AWS::Lambda::EventSourceMapping, BatchSize. */
const DEFAULT: Batching = { batchSize: 10, window: 0 };

export const OURS: Subject = { name: "Seatkeeper" };
const L: Subject = { name: "L packed limit", peer: "l-packed" };
const P0: Subject = { name: "P0 loop", peer: "p0-loop", batching: DEFAULT };
export const P1: Subject = { name: "P1 Powertools", peer: "p1-powertools", batching: DEFAULT };
const P1_WITH_OUR_BATCHES: Subject = { name: "P1, our batches", peer: "p1-powertools" };
const P2: Subject = { name: "P2 Powertools FIFO", peer: "p2-powertools-fifo", batching: DEFAULT };
const P3: Subject = { name: "P3 middy", peer: "p3-middy", batching: DEFAULT };

export const SUBJECTS: readonly Subject[] = [OURS, L, P0, P1, P1_WITH_OUR_BATCHES, P2, P3];
/** Those that handle one record after the other. */
export const SEQUENTIAL: readonly Subject[] = [P0, P2];
/** Who does nothing but call: not made for hires, nor for anything that fails. */
export const UNGUARDED = L;

/** The figure that makes a run void: employees who ended without a user, with the wrong license, or whose one change was made twice. */
export const LOST_OR_DOUBLED = "lost or doubled";

const FUNCTIONS = ["EmployeeHiredLambdaFunction", "RoleChangedLambdaFunction"];

/** Packages the service and every peer; answers the folder. */
export const packageSubjects = async (): Promise<string> => {
  const packageDir = await packageService("bench", "local");
  for (const peer of new Set(SUBJECTS.map((subject) => subject.peer))) {
    if (peer === undefined) continue;
    const code = await bundle(`export { handler } from "./peers/${peer}.ts";`);
    writeFileSync(join(packageDir, `${peer}.zip`), zipSync({ [`${peer}.mjs`]: code }));
  }
  return packageDir;
};

/**
 * The local stage with a subject in it. What fails without a word to SQS comes back after `visibility` seconds, a little after the time-out;
 * `maximumConcurrency` batches run at once, for each queue.
 */
export const modelOf = (
  packageDir: string,
  { peer, batching }: Subject,
  visibility: number,
  maximumConcurrency: number,
): StackModel => {
  const model = readTemplate(packageDir);
  return {
    ...model,
    queues: model.queues.map((queue) => ({
      ...queue,
      attributes: { ...queue.attributes, VisibilityTimeout: String(visibility) },
    })),
    functions: model.functions.map((fn) =>
      FUNCTIONS.includes(fn.logicalId)
        ? {
            ...fn,
            timeout: visibility - 1,
            ...(peer === undefined ? {} : { artifact: `${peer}.zip`, handler: `${peer}.handler` }),
            environment: { ...fn.environment, IDEMPOTENCY_TABLE: { Ref: "IdempotencyTable" } },
          }
        : fn,
    ),
    eventSources: model.eventSources.map((source) => ({ ...source, ...batching, maximumConcurrency })),
  };
};
