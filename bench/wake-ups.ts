/**
 * `npx node bench/wake-ups.ts [COUNT ...]`: measures how long the packaged `wakeWaiting` takes to wake so many employees
 * whose facts are due in the same minute, by default 10,000 and 100,000, on the embedded tables and queues. Its heap is
 * limited to a few megabytes, so that a run which kept the employees in memory would die. The time on the CPU is that of
 * the function's thread, its cold start included: on a busy machine it says more than the clock. It prints figures and
 * leaves judging them to the reader.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { BatchWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { messageCount } from "../adapters/sqs/queue-depth.ts";
import { recordItem } from "../adapters/state/employee-item.ts";
import { fold } from "../domain/facts/fold.ts";
import { parseHrEvent } from "../events/parse.ts";
import { readTemplate, type StackModel } from "../local/aws/template.ts";
import { localClients } from "../local/clients.ts";
import { packageService } from "../local/package-service.ts";
import { ANY_PORTS } from "../local/ports.ts";
import { startStack } from "../local/stack.ts";
import { eventBody } from "../test/support/event-bodies.ts";

const COUNTS = [10_000, 100_000];
const FUNCTION = "WakeWaitingLambdaFunction";
/** In MB. */
const HEAP = 48;
/** How long filling the table takes at most, in ms for each employee. A run wakes what came due in the last minute. */
const FILLING = 3;

/** Nothing takes what is sent, and nothing runs by itself. */
const still = (model: StackModel): StackModel => ({
  ...model,
  eventSources: [],
  schedules: [],
  functions: model.functions.map((fn) => ({ ...fn, memory: HEAP, timeout: 600 })),
});

/** An employee's record with a promotion that was announced at `now`, as the table has it. */
const itemOf = (index: number, now: Date, due: Date): object => {
  const employeeId = `W${index}`;
  const data = { employeeId, email: `${employeeId}@example.com`, effectiveAt: due.toISOString() };
  const body = eventBody("role-changed", data, { id: `change-${employeeId}` });
  const { record } = fold(undefined, parseHrEvent(JSON.stringify(body), now), now);
  const item = Object.entries({ employeeId, ...recordItem(record) }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(item);
};

const fill = async (client: DynamoDBDocumentClient, table: string, count: number): Promise<void> => {
  const now = new Date();
  const due = new Date(now.getTime() + count * FILLING);
  for (let start = 0; start < count; start += 25) {
    const requests = Array.from({ length: 25 }, (_, index) => ({
      PutRequest: { Item: itemOf(start + index, now, due) },
    }));
    await client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
  }
  await sleep(Math.max(0, due.getTime() - Date.now()));
};

const measure = async (packageDir: string, count: number): Promise<void> => {
  const model = still(readTemplate(packageDir));
  const stack = await startStack({ model, packageDir, ports: ANY_PORTS, onLog: () => {} });
  const clients = localClients(stack.endpoints);
  try {
    await fill(
      clients.dynamodb,
      model.tables.find(({ logicalId }) => logicalId === "EmployeesTable")?.name ?? "",
      count,
    );
    const [startedAt, before] = [performance.now(), process.cpuUsage()];
    const result = await stack.invoke(FUNCTION, {});
    const seconds = (performance.now() - startedAt) / 1000;
    const { user, system } = process.cpuUsage(before);
    const depths = await Promise.all(stack.queues.map(({ url }) => messageCount(clients.sqs, url)));
    const messages = depths.reduce((sum, depth) => sum + depth, 0);
    const [cpu = 0] = await stack.cpuSeconds(FUNCTION);
    const [heap = 0] = result.succeeded ? await stack.liveHeaps(FUNCTION) : [];
    const all = (user + system) / 1e6;
    console.log(
      `${count} due: ${seconds.toFixed(1)} s; on the CPU for ${cpu.toFixed(1)} s, and the emulators for ${(all - cpu).toFixed(1)} s; ` +
        `${messages} messages, ` +
        `heap limit ${HEAP} MB, live heap afterwards ${(heap / 2 ** 20).toFixed(1)} MB, ${JSON.stringify(result)}`,
    );
  } finally {
    clients.destroy();
    await stack.close();
  }
};

const packageDir = await packageService();
const counts = process.argv.slice(2).map(Number);
for (const count of counts.length > 0 ? counts : COUNTS) await measure(packageDir, count);
