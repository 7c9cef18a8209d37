/**
 * `node bench/preview.ts [COUNT ...]`: measures a preview from nothing of so many hires, each of another employee, by
 * default 10,000 and 100,000: time, the time on the CPU, the peak of the process's memory, and what is alive at the end.
 * Each count has a process of its own. On a busy machine the time on the CPU says more than the clock. It prints figures
 * and leaves judging them to the reader.
 */
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBodies } from "../cli/event-files/read-bodies.ts";
import { withPreview } from "../cli/preview/with-preview.ts";
import { jsonLine } from "../cli/print.ts";
import { eventBody } from "../test/support/event-bodies.ts";

const COUNTS = [10_000, 100_000];
const CHILD = "--file";

type Figures = {
  readonly events: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMB: number;
  readonly aliveMB: number;
};

const bodyOf = (index: number): object => {
  const role = {
    title: ["Engineer", "Engineering Manager", "Designer"][index % 3],
    department: "Engineering",
    level: 4,
  };
  const data = {
    employeeId: `P${index}`,
    email: `first.last${index}@example.com`,
    displayName: `First Last${index}`,
    role,
  };
  return eventBody("hired", data, { id: `hire-${index}` });
};

const writeEvents = (path: string, count: number): void => {
  const file = openSync(path, "w");
  for (let index = 0; index < count; index += 1) writeSync(file, `${JSON.stringify(bodyOf(index))}\n`);
  closeSync(file);
};

/** What the command does, but for printing: each event becomes its line of JSON. */
const previewFile = async (path: string): Promise<Figures> => {
  const startedAt = performance.now();
  const bodies = await openBodies([path]);
  return withPreview({}, async (preview) => {
    let bytes = 0;
    for await (const event of preview.events(bodies.read())) bytes += jsonLine(event).length;
    const { events } = preview.summary();
    const seconds = (performance.now() - startedAt) / 1000;
    const { user, system } = process.cpuUsage();
    const peakMB = process.resourceUsage().maxRSS / 1000;
    // The second one collects what the first one only found.
    for (let round = 0; round < 2; round += 1) globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    if (bytes === 0) throw new Error("nothing was shown");
    return { events, seconds, cpuSeconds: (user + system) / 1e6, peakMB, aliveMB: (heapUsed + external) / 1e6 };
  });
};

const measure = (count: number): Figures => {
  const folder = mkdtempSync(join(tmpdir(), "bench-preview-"));
  try {
    const path = join(folder, "events.jsonl");
    writeEvents(path, count);
    const child = ["--expose-gc", import.meta.filename, CHILD, path];
    return JSON.parse(execFileSync(process.execPath, child, { encoding: "utf8" }));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const report = (counts: readonly number[]): void => {
  const all = counts.map(measure);
  console.table(all);
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined || first === last) return;
  const bytes = ((last.aliveMB - first.aliveMB) * 1e6) / (last.events - first.events);
  console.log(`${Math.round(bytes)} bytes for each further employee`);
};

const [first, path] = process.argv.slice(2);
if (first === CHILD && path !== undefined) console.log(JSON.stringify(await previewFile(path)));
else report(first === undefined ? COUNTS : process.argv.slice(2).map(Number));
