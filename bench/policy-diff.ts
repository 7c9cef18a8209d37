/**
 * `npx node bench/policy-diff.ts [COUNT ...]`: measures `seatkeeper policy diff` over so many employees of an embedded
 * table, by default 10,000 and 100,000. It runs in a process of its own, whose heap is limited, so that a diff which kept
 * the employees in memory would die. It prints figures and leaves judging them to the reader.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { claimKey } from "../adapters/state/claims.ts";
import { recordItem } from "../adapters/state/employee-item.ts";
import { fold } from "../domain/facts/fold.ts";
import { parseHrEvent } from "../events/parse.ts";
import { localEmployees } from "../test/support/employees-table.ts";
import { eventBody } from "../test/support/event-bodies.ts";

const COUNTS = [10_000, 100_000];
const PROJECT = join(import.meta.dirname, "..");
const OLD = join(PROJECT, "config/license-policy.yml");
/** In MB. */
const HEAP = 64;

const DEPARTMENTS = ["Sales", "Marketing", "Engineering", "Finance", "Customer Success"];
const TITLES = ["Engineer", "Manager", "Head of Something", "Clerk", "Account Executive"];

/** The two items of an employee whose change was applied: the record, and whose the account is. */
const itemsOf = (index: number, now: Date): readonly object[] => {
  const employeeId = `D${index}`;
  const role = {
    title: TITLES[index % 5],
    department: DEPARTMENTS[Math.floor(index / 5) % 5],
    level: 1 + (index % 7),
    attributes: { costCenter: String(100 + (index % 300)) },
  };
  const data = { employeeId, email: `${employeeId}@example.com`, effectiveAt: "2026-01-01T00:00:00Z", role };
  const { record } = fold(undefined, parseHrEvent(JSON.stringify(eventBody("hired", data)), now), now);
  const [license, rule] = ["Basic", "everyone-else"];
  const accountId = `U${index}`;
  const { eventId, eventSource, eventDigest } = record.role ?? { eventId: "", eventDigest: "" };
  const seen = { eventId, ...(eventSource === undefined ? {} : { eventSource }), eventDigest };
  const whole = {
    ...record,
    link: { accountId },
    applied: { license, active: true, entitled: true, state: record.state, at: now.toISOString() },
    decisions: [{ ...seen, rule, license, outcome: "created" as const, at: now.toISOString() }],
  };
  const item = Object.entries({ employeeId, ...recordItem(whole) }).filter(([, value]) => value !== undefined);
  return [Object.fromEntries(item), { employeeId: claimKey(accountId), ownerId: employeeId }];
};

/** Marketing keeps its trial, and what was senior begins at 4. */
const newPolicy = (): string =>
  readFileSync(OLD, "utf8").replace("level: { gte: 5 }", "level: { gte: 4 }").replace("      event: hired\n", "");

/** Says on stderr what the process took: memory at most, and time on the CPU, which says more on a busy machine. */
const SAY_USAGE = `data:text/javascript,let most = 0;
setInterval(() => { most = Math.max(most, process.memoryUsage.rss()); }, 50).unref();
process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  console.error(Math.round(most / 2 ** 20) + " MB at most, " + ((user + system) / 1e6).toFixed(1) + " s on the CPU");
})`.replaceAll("\n", " ");

const diff = async (endpoint: string, paths: readonly string[]) => {
  const node = [`--max-old-space-size=${HEAP}`, "--import", SAY_USAGE];
  const args = [...node, "cli/seatkeeper.ts", "policy", "diff", ...paths, "--stage", "local", "--limit", "3"];
  const env = { ...process.env, AWS_ENDPOINT_URL_DYNAMODB: endpoint };
  const child = spawn(process.execPath, args, { cwd: PROJECT, env, stdio: ["ignore", "inherit", "inherit"] });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`the diff exited with ${code}`);
};

const measure = async (count: number, folder: string): Promise<void> => {
  const table = await localEmployees();
  try {
    const now = new Date();
    for (let index = 0; index < count; index += 10)
      await table.putAll(Array.from({ length: 10 }, (_, offset) => itemsOf(index + offset, now)).flat());
    const next = join(folder, "new.yml");
    writeFileSync(next, newPolicy());
    const startedAt = performance.now();
    await diff(table.endpoint, [OLD, next]);
    console.log(
      `${count} employees: ${((performance.now() - startedAt) / 1000).toFixed(1)} s, heap limit ${HEAP} MB\n`,
    );
  } finally {
    await table.close();
  }
};

const folder = mkdtempSync(join(tmpdir(), "policy-diff-"));
const counts = process.argv.slice(2).map(Number);
for (const count of counts.length > 0 ? counts : COUNTS) await measure(count, folder);
rmSync(folder, { recursive: true });
