import { createReadStream, existsSync, renameSync, rmSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import * as z from "zod";
import { FACT_KINDS, type FactKind } from "../../domain/facts/hr-event.ts";
import type { PolicyChange } from "../../domain/policy/policy-change.ts";
import { CommandFailed } from "../errors.ts";
import { readLines } from "../event-files/read-lines.ts";
import { createNewFile } from "../new-file.ts";
import { visible } from "../visible.ts";
import { changeSum } from "./change-sum.ts";
import { type DiffOf, diffDigest } from "./policy-diff.ts";

/** Somebody whom a diff named, and the kind of event whose function has the permissions for the change. */
export type Named = PolicyChange & { readonly by: FactKind };

/** Whose journal it is: of this rollout, or of another one. */
export type RolloutOf = DiffOf & { readonly digest: string };

/** A journal that is whole: so many were named, and to so many of them a resync was sent, as far as is known. */
export type Journal = { readonly startedAt: string; readonly named: number; readonly sent: number };

/**
 * A journal is a private file of JSON Lines: what it is of, everybody whom the diff named, how many these are, and from
 * then on how many were sent. What the diff named is read once, so that what runs is what was seen.
 */
const header = z.object({
  stage: z.string(),
  before: z.string(),
  after: z.string(),
  digest: z.string(),
  startedAt: z.iso.datetime(),
});
const named = z.object({
  employeeId: z.string(),
  from: z.string(),
  to: z.string(),
  ruleBefore: z.string(),
  ruleAfter: z.string(),
  by: z.enum(FACT_KINDS),
});
const closing = z.object({ named: z.int() });
const progress = z.object({ sent: z.int() });

/** A journal that is not whole yet. `keep` puts it in the place of whatever journal there was. */
export type OpenJournal = { add(named: Named): void; keep(): Journal; discard(): void };

/** Begins a journal beside its place. @throws CommandFailed if it cannot be written */
export const beginJournal = (path: string, of: RolloutOf, startedAt: string): OpenJournal => {
  const part = `${path}.part`;
  // Of a command that was killed before anything was sent.
  rmSync(part, { force: true });
  const file = createNewFile(part);
  file.append({ ...of, startedAt });
  let count = 0;
  return {
    add: (each) => {
      file.append(each);
      count += 1;
    },
    keep: () => {
      file.append({ named: count });
      file.sync();
      file.close();
      renameSync(part, path);
      return { startedAt, named: count, sent: 0 };
    },
    discard: file.discard,
  };
};

/**
 * The journal of a rollout that was not ended. Undefined if there is none, if it is another rollout's, or if it does not
 * hold what the digest stands for. @throws CommandFailed if the file is no journal: it is not to be overwritten
 */
export const readJournal = async (path: string, of: RolloutOf): Promise<Journal | undefined> => {
  if (!existsSync(path)) return undefined;
  const lines = linesOf(path);
  const startedAt = startOf(path, (await lines.next()).value, of);
  if (startedAt === undefined) return undefined;
  const sum = changeSum();
  let [count, sent]: [number | undefined, number] = [undefined, 0];
  for await (const line of lines) {
    if (count !== undefined) sent = Math.max(sent, progress.safeParse(line).data?.sent ?? 0);
    else if ("employeeId" in line) {
      const each = named.safeParse(line).data;
      if (each === undefined) return undefined;
      sum.add(each);
    } else count = closing.safeParse(line).data?.named;
  }
  if (count !== sum.count() || diffDigest(of, sum) !== of.digest) return undefined;
  return { startedAt, named: count, sent: Math.min(sent, count) };
};

/** Undefined if the journal is another rollout's. */
const startOf = (path: string, line: unknown, of: RolloutOf): string | undefined => {
  const { data } = header.safeParse(line);
  if (data === undefined)
    throw new CommandFailed(`${visible(path)} is not a rollout journal: choose another --journal`);
  const isOurs = (["stage", "before", "after", "digest"] as const).every((each) => data[each] === of[each]);
  return isOurs ? data.startedAt : undefined;
};

/** Those of a whole journal to whom nothing was sent yet. */
export async function* leftIn(path: string, { named: count, sent }: Journal): AsyncGenerator<Named> {
  let index = -1;
  for await (const line of linesOf(path)) {
    if (index >= count) return;
    if (index >= sent) yield named.parse(line);
    index += 1;
  }
}

/** Notes that a resync was sent to the first `sent`. A line that a kill cut off before is ended first. */
export const noteSent = (path: string, sent: number): Promise<void> =>
  appendFile(path, `\n${JSON.stringify({ sent })}\n`);

/** A line that was cut off says nothing. */
async function* linesOf(path: string): AsyncGenerator<object> {
  for await (const { text } of readLines(path, createReadStream(path))) {
    const line = parse(text);
    if (line !== undefined) yield line;
  }
}

const parse = (text: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
};
