/**
 * `npx node bench/employee-list.ts [COUNT ...]`: measures `seatkeeper employee list` as CSV, JSON and a table, and `event
 * show`, over so many employees of an embedded table, by default 10,000 and 100,000. Each runs in a process of its own,
 * whose heap is limited, so that one which kept the employees in memory would die. It prints figures and leaves judging
 * them to the reader.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { recordItem } from "../adapters/state/employee-item.ts";
import { fold } from "../domain/facts/fold.ts";
import { parseHrEvent } from "../events/parse.ts";
import { deadLetterQueues } from "../test/support/dead-letter-queues.ts";
import { localEmployees } from "../test/support/employees-table.ts";
import { eventBody } from "../test/support/event-bodies.ts";

const COUNTS = [10_000, 100_000];
const PROJECT = join(import.meta.dirname, "..");
/** In MB. */
const HEAP = 64;
const COMMANDS = ["employee list --csv", "employee list --json", "employee list", "event show message-7"];

/** An employee whose hire was applied, as the table has her. */
const itemOf = (index: number, now: Date): object => {
  const employeeId = `L${index}`;
  const role = {
    title: `Title ${index % 97}`,
    department: `Department ${index % 13}`,
    attributes: { costCenter: "7" },
  };
  const data = { employeeId, email: `${employeeId}@example.com`, effectiveAt: "2026-01-01T00:00:00Z", role };
  const event = parseHrEvent(JSON.stringify(eventBody("hired", data)), now);
  const { record } = fold(undefined, { ...event, messageId: `message-${index}` }, now);
  const { fact: _, version: __, ...seen } = record.role ?? { eventId: "", eventDigest: "" };
  const license = index % 4 === 0 ? "Pro" : "Basic";
  const whole = {
    ...record,
    link: { accountId: `U${index}` },
    applied: { license, active: true, entitled: true, state: record.state, at: now.toISOString() },
    decisions: [{ ...seen, rule: "everyone-else", license, outcome: "created" as const, at: now.toISOString() }],
  };
  return Object.fromEntries(
    Object.entries({ employeeId, ...recordItem(whole) }).filter(([, value]) => value !== undefined),
  );
};

/** Says on stderr how much memory the process had at most, and how long it was on the CPU. */
const SAY_COST = `data:text/javascript,process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  console.error("max RSS " + Math.round(maxRSS / 1024) + " MB, on the CPU for " + (userCPUTime + systemCPUTime) / 1e6 + " s");
})`;

/** Returns how many bytes it printed; what it says on stderr is shown. */
const run = async (command: string, environment: Readonly<Record<string, string>>): Promise<number> => {
  const node = [`--max-old-space-size=${HEAP}`, "--import", SAY_COST, "cli/seatkeeper.ts"];
  const child = spawn(process.execPath, [...node, ...command.split(" "), "--stage", "local"], {
    cwd: PROJECT,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let bytes = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${command} exited with ${code}`);
  return bytes;
};

const measure = async (count: number): Promise<void> => {
  const [table, queues] = [await localEmployees(), await deadLetterQueues()];
  const environment = { AWS_ENDPOINT_URL_DYNAMODB: table.endpoint, AWS_ENDPOINT_URL_SQS: queues.endpoint };
  try {
    const now = new Date();
    for (let index = 0; index < count; index += 25)
      await table.putAll(Array.from({ length: 25 }, (_, offset) => itemOf(index + offset, now)));
    for (const command of COMMANDS) {
      const startedAt = performance.now();
      const bytes = await run(command, environment);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`${count} employees: ${command}: ${seconds} s, ${bytes} bytes, heap limit ${HEAP} MB\n`);
    }
  } finally {
    await queues.close();
    await table.close();
  }
};

const counts = process.argv.slice(2).map(Number);
for (const count of counts.length > 0 ? counts : COUNTS) await measure(count);
