import type { Row } from "./results.ts";
import { LATENCY } from "./run.ts";
import { LOST_OR_DOUBLED, modelOf, OURS } from "./subjects.ts";
import { roleChanges } from "./workloads.ts";
import { inWorld, type World } from "./world.ts";

/** In seconds, as deployed. */
const VISIBILITY = 90;

/**
 * One worker handles role changes of different employees. Measures the cost of an event and the worker's live heap
 * after each of these counts.
 */
export const measureGrowth = (packageDir: string, counts: readonly number[]): Promise<Row[]> =>
  inWorld(modelOf(packageDir, OURS, VISIBILITY, 1), async (world) => {
    const { before, messages } = roleChanges(counts.at(-1) ?? 0);
    await world.hireAll(before);
    await world.limit({ latencyMs: LATENCY });
    return world.withFunctions(packageDir, async (stack) => {
      const rows: Row[] = [];
      for (const [index, count] of counts.entries()) {
        const slice = messages.slice(counts[index - 1] ?? 0, count);
        const { calls, requests } = await handle(world, slice);
        const [heap = Number.NaN, ...others] = await stack.liveHeaps("RoleChangedLambdaFunction");
        if (others.length > 0) throw new Error("there was more than one worker");
        const pros = (await world.users()).filter(({ LicenseType }) => LicenseType === "Pro").length;
        const figures = {
          "calls per 1,000": (calls / slice.length) * 1000,
          "DynamoDB per 1,000": (requests / slice.length) * 1000,
          "live heap, MB": heap / 1e6,
          [LOST_OR_DOUBLED]: count - pros,
        };
        rows.push({ section: "growth", variant: "", subject: `up to ${count.toLocaleString("en")}`, runs: [figures] });
      }
      return rows;
    });
  });

const handle = async (world: World, messages: Parameters<World["send"]>[0]) => {
  await world.forgetCalls();
  const requestsBefore = await world.dynamoDbRequests();
  await world.send(messages);
  await world.untilEmpty();
  return { calls: (await world.calls()).length, requests: (await world.dynamoDbRequests()) - requestsBefore };
};
