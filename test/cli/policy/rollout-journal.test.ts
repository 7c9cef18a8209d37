import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { changeSum } from "../../../cli/policy/change-sum.ts";
import { diffDigest } from "../../../cli/policy/policy-diff.ts";
import {
  beginJournal,
  type Journal,
  leftIn,
  type Named,
  noteSent,
  readJournal,
} from "../../../cli/policy/rollout-journal.ts";

const STARTED = "2026-06-01T12:00:00.000Z";
const named = (employeeId: string): Named => ({
  employeeId,
  from: "Basic",
  to: "Pro",
  ruleBefore: "else",
  ruleAfter: "sales",
  by: "role-changed",
});
const STAFF = ["E1", "E2", "E3"].map(named);
const DIFF = { stage: "prod", before: "old", after: "new" };
const sum = changeSum();
for (const each of STAFF) sum.add(each);
const OF = { ...DIFF, digest: diffDigest(DIFF, sum) };

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
  path = join(folder, "rollout.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

const keep = (): Journal => {
  const journal = beginJournal(path, OF, STARTED);
  for (const each of STAFF) journal.add(each);
  return journal.keep();
};
const idsLeft = async (journal: Journal): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const { employeeId } of leftIn(path, journal)) ids.push(employeeId);
  return ids;
};

test("a journal that was kept is read with whom it names, and only its owner can read it", async () => {
  const journal = keep();
  expect(journal).toEqual({ startedAt: STARTED, named: 3, sent: 0 });
  expect(await readJournal(path, OF)).toEqual(journal);
  expect(await idsLeft(journal)).toEqual(["E1", "E2", "E3"]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("whoever was sent a resync is not among those who are left", async () => {
  keep();
  await noteSent(path, 1);
  await noteSent(path, 2);
  const journal = await readJournal(path, OF);
  expect(journal).toMatchObject({ named: 3, sent: 2 });
  expect(await idsLeft(journal as Journal)).toEqual(["E3"]);
});

test("a note that a kill cut off says nothing, and does not spoil the next one", async () => {
  keep();
  await noteSent(path, 1);
  appendFileSync(path, '\n{"sent":');
  expect(await readJournal(path, OF)).toMatchObject({ sent: 1 });
  await noteSent(path, 3);
  const journal = await readJournal(path, OF);
  expect(journal).toMatchObject({ sent: 3 });
  expect(await idsLeft(journal as Journal)).toEqual([]);
});

test("there is none before it is kept, or after it was discarded", async () => {
  expect(await readJournal(path, OF)).toBeUndefined();
  const journal = beginJournal(path, OF, STARTED);
  expect(await readJournal(path, OF)).toBeUndefined();
  journal.discard();
  expect(existsSync(`${path}.part`)).toBe(false);
});

test("what a killed run left of a journal is no obstacle", async () => {
  beginJournal(path, OF, STARTED).add(named("E9"));
  expect(keep()).toMatchObject({ named: 3 });
});

test.each(["stage", "before", "after", "digest"])("a journal of another %s is not gone on with", async (member) => {
  keep();
  expect(await readJournal(path, { ...OF, [member]: "another" })).toBeUndefined();
});

test.each<[string, (text: string) => string]>([
  ["names somebody else", (text) => text.replace("E2", "E4")],
  ["says another license", (text) => text.replace('"to":"Pro"', '"to":"Plus"')],
  ["lacks somebody", (text) => text.replace(/.*"E2".*\n/, "")],
  ["is cut off", (text) => text.slice(0, text.indexOf('"named"'))],
])("a journal that %s is not gone on with", async (_, spoil) => {
  keep();
  writeFileSync(path, spoil(readFileSync(path, "utf8")));
  expect(await readJournal(path, OF)).toBeUndefined();
});

test.each(["", "Dear diary\n", '{"employeeId":"E1"}\n'])(
  "a file that is no journal is left alone (%j)",
  async (text) => {
    writeFileSync(path, text);
    await expect(readJournal(path, OF)).rejects.toThrow(/rollout\.jsonl is not a rollout journal/);
  },
);

test("a journal in which somebody is damaged is none", async () => {
  keep();
  writeFileSync(path, readFileSync(path, "utf8").replace('"by":"role-changed"', '"by":"nobody"'));
  expect(await readJournal(path, OF)).toBeUndefined();
});
