import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { paginateListUsers } from "@aws-sdk/client-chime";
import { afterEach, expect, test, vi } from "vitest";
import { messageCount } from "../../adapters/sqs/queue-depth.ts";
import { type ImportOptions, importRoster } from "../../cli/commands/import/import.ts";
import type { LocalStack } from "../../cli/environment.ts";
import type { ImportDocument } from "../../cli/import/import-document.ts";
import { type RosterRow, rosterCsv, rosterRow } from "../../events/samples/make-roster.ts";
import { readTemplate } from "../../local/aws/template.ts";
import { localClients } from "../../local/clients.ts";
import { ANY_PORTS } from "../../local/ports.ts";
import { startStack } from "../../local/stack.ts";
import { PACKAGE_DIR } from "../support/package-once.ts";
import { startSqsProxy } from "../support/sqs-proxy.ts";

const PROJECT = join(import.meta.dirname, "../..");
const SAMPLE_MAP = join(PROJECT, "events/samples/roster-map.yml");

/** The stack of this file alone is the stage local. */
const local = vi.hoisted(() => ({ stack: undefined as LocalStack | undefined }));
vi.mock("../../cli/environment.ts", async (original) => ({
  ...(await original<typeof import("../../cli/environment.ts")>()),
  localStack: () => local.stack,
}));

/** Ctrl-C, in this process. */
const keys = vi.hoisted(() => ({ interrupted: false }));
vi.mock("../../cli/interruption.ts", () => ({ catchInterruption: () => {}, isInterrupted: () => keys.interrupted }));

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "import-"));
  closing.push(() => rmSync(path, { recursive: true }));
  return path;
};

const start = async () => {
  const model = readTemplate(PACKAGE_DIR);
  const outcomes: string[] = [];
  const onLog = (_: string, line: string) => outcomes.push(...(/"outcome":"([\w-]+)"/.exec(line)?.slice(1) ?? []));
  const stack = await startStack({ model, packageDir: PACKAGE_DIR, ports: ANY_PORTS, onLog });
  closing.push(stack.close);
  const { sqs, dynamodb, directory: url } = stack.endpoints;
  const directory = { name: "chime", url };
  local.stack = { sqs, dynamodb, lambda: stack.lambda, secretsManager: sqs, directory, pid: process.pid };
  const clients = localClients(stack.endpoints);
  closing.push(clients.destroy);
  const users = async () => {
    const found: string[] = [];
    for await (const { Users = [] } of paginateListUsers({ client: clients.chime }, { AccountId: stack.accountId }))
      found.push(...Users.map(({ PrimaryEmail, LicenseType }) => `${PrimaryEmail} ${LicenseType}`));
    return found.sort();
  };
  const settled = async () => {
    const depths = () => Promise.all(stack.queues.map(({ url: queue }) => messageCount(clients.sqs, queue)));
    await expect.poll(depths).toEqual(stack.queues.map(() => 0));
  };
  const writes = async (): Promise<number> => {
    const answer = await fetch(`${url}/_emulator/calls`);
    const { calls } = (await answer.json()) as { readonly calls: readonly { readonly operation: string }[] };
    return calls.filter(({ operation }) => !/^(List|Get|Describe)/.test(operation)).length;
  };
  /** What the functions did since the last call. */
  const handled = () => {
    const counts: Record<string, number> = {};
    for (const outcome of outcomes.splice(0)) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  };
  return { users, settled, writes, handled };
};

/** Written `hours` later than the last one. */
const exported = (path: string, rows: readonly RosterRow[], hours: number): string => {
  writeFileSync(path, rosterCsv(rows));
  const at = new Date(Date.now() + (hours - 48) * 3_600_000);
  utimesSync(path, at, at);
  return path;
};

const imported = async (path: string, options: Partial<ImportOptions> = {}) => {
  const result = await importRoster(path, { map: SAMPLE_MAP, stage: "local", yes: true, json: true, ...options });
  return { ...result, document: JSON.parse(result.text) as ImportDocument };
};

test("a roster is imported once; again it changes nothing, 50 changed rows change 50, and who has no row leaves if asked", async () => {
  const { users, settled, writes, handled } = await start();
  const file = join(folder(), "roster.csv");
  const rows = Array.from({ length: 130 }, (_, number) => rosterRow(number)).filter(
    ({ Status }) => Status === "Active",
  );

  const first = await imported(exported(file, rows, 0));
  await settled();
  expect(first).toMatchObject({ complete: true, document: { bad: 0, news: { hire: rows.length } } });
  const staff = await users();
  expect(staff).toHaveLength(rows.length);
  expect(handled()).toMatchObject({ created: rows.length });

  const before = await writes();
  const second = await imported(exported(file, rows, 1));
  await settled();
  expect(second.document).toMatchObject({ news: { unchanged: rows.length }, sent: { sent: second.document.events } });
  expect(Object.keys(handled()).sort()).toEqual(["duplicate", "waiting"]);
  expect([await writes(), await users()]).toEqual([before, staff]);

  const promoted = rows.map((row, index) =>
    index < 50 ? { ...row, "Job Title": "Vice Director", Contract: "regular" } : row,
  );
  const third = await imported(exported(file, promoted, 2));
  await settled();
  expect(third.document).toMatchObject({ news: { change: 50, unchanged: rows.length - 50 } });
  const changed = handled();
  expect((changed["updated"] ?? 0) + (changed["unchanged"] ?? 0)).toBe(50);

  const back = await imported(exported(file, rows, 3));
  await settled();
  expect(back.document).toMatchObject({ news: { change: 50 } });
  expect((await users()).map(withoutTrial)).toEqual(staff.map(withoutTrial));

  const fewer = exported(file, rows.slice(3), 4);
  expect((await imported(fewer)).document).toMatchObject({ news: { unchanged: rows.length - 3 } });
  await expect(imported(fewer, { absentLeft: true, maxAbsent: { count: 2 } })).rejects.toThrow(
    `3 employees of ${rows.length} from this source have no row in the roster, more than the 2 that may leave in this way.`,
  );
  await settled();
  handled();
  const gone = await imported(fewer, { absentLeft: true });
  await settled();
  expect(gone.document).toMatchObject({ absence: { known: rows.length, absent: 3 } });
  expect(handled()).toMatchObject({ released: 3 });
});

/** Whatever the number of a row says. */
const HERE = { Status: "Active", "Start Date": "01.01.2020", "Last Day": "" };

test("Ctrl-C in the middle of the sending says how many were sent; the same import again sends all", async () => {
  const { users, settled } = await start();
  const file = join(folder(), "roster.csv");
  const rows = Array.from({ length: 130 }, (_, number) => ({ ...rosterRow(number), ...HERE }));
  exported(file, rows, 0);
  const { sqs } = local.stack ?? { sqs: "" };
  const proxy = await startSqsProxy(sqs, (request, forward) => {
    if (request.action === "SendMessageBatch") keys.interrupted = true;
    return forward();
  });
  closing.push(proxy.close, () => Object.assign(keys, { interrupted: false }));
  local.stack = local.stack && { ...local.stack, sqs: proxy.endpoint };

  const { complete, problem, document } = await imported(file);
  const { sent = 0, notSent = 0 } = document.sent ?? {};
  expect({ complete, all: sent + notSent, interrupted: document.sent?.interrupted }).toEqual({
    complete: false,
    all: document.events,
    interrupted: true,
  });
  expect([sent > 0, notSent > 0]).toEqual([true, true]);
  expect(problem).toMatch(/^Interrupted\.\n\d+ of \d+ events sent to the stage local\. Sending the same files again/);

  keys.interrupted = false;
  local.stack = local.stack && { ...local.stack, sqs };
  expect(await imported(file)).toMatchObject({ complete: true, document: { sent: { sent: document.events } } });
  await settled();
  expect(await users()).toHaveLength(rows.length);
});

/** A role change ends a trial: it was for new colleagues. */
const withoutTrial = (user: string): string => user.replace(/ ProTrial$/, " Basic");
