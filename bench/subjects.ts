import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { type EventSourceModel, readTemplate, type StackModel } from "../local/aws/template.ts";
import { packageService } from "../local/package-service.ts";
import { bundle } from "./bundle.ts";

/** A subject's batch settings; the window is in seconds. */
type Batching = Pick<EventSourceModel, "batchSize" | "window">;

/**
 * An implementation to measure. A `peer` replaces both functions; without one they are ours. Without `batching` the
 * batch settings are ours.
 */
export type Subject = { readonly name: string; readonly peer?: string; readonly batching?: Batching };

/** The default batch settings of an event source. Source: AWS::Lambda::EventSourceMapping, BatchSize. */
const DEFAULT: Batching = { batchSize: 10, window: 0 };

export const OURS: Subject = { name: "Seatkeeper" };
const L: Subject = { name: "L packed limit", peer: "l-packed" };
const P0: Subject = { name: "P0 loop", peer: "p0-loop", batching: DEFAULT };
export const P1: Subject = { name: "P1 Powertools", peer: "p1-powertools", batching: DEFAULT };
const P1_WITH_OUR_BATCHES: Subject = { name: "P1, our batches", peer: "p1-powertools" };
const P2: Subject = { name: "P2 Powertools FIFO", peer: "p2-powertools-fifo", batching: DEFAULT };
const P3: Subject = { name: "P3 middy", peer: "p3-middy", batching: DEFAULT };

export const SUBJECTS: readonly Subject[] = [OURS, L, P0, P1, P1_WITH_OUR_BATCHES, P2, P3];
/** The subjects that handle one record after another. */
export const SEQUENTIAL: readonly Subject[] = [P0, P2];
/** The subject that does nothing but call. It handles neither hires nor failures. */
export const UNGUARDED = L;

/**
 * The figure that makes a run void: employees who ended without a user or with the wrong license, or whose change was
 * made twice.
 */
export const LOST_OR_DOUBLED = "lost or doubled";

const FUNCTIONS = ["EmployeeHiredLambdaFunction", "RoleChangedLambdaFunction"];

/** Packages the service and every peer, and returns the folder. */
export const packageSubjects = async (): Promise<string> => {
  const packageDir = await packageService();
  for (const peer of new Set(SUBJECTS.map((subject) => subject.peer))) {
    if (peer === undefined) continue;
    const code = await bundle(`export { handler } from "./peers/${peer}.ts";`);
    writeFileSync(join(packageDir, `${peer}.zip`), zipSync({ [`${peer}.mjs`]: code }));
  }
  return packageDir;
};

/**
 * The local stage with a subject's functions. Messages come back after `visibility` seconds, just after the function's
 * time-out. Each queue has `maximumConcurrency` concurrent batches.
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
