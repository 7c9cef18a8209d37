import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandFailed } from "../errors.ts";
import type { SourceLine } from "../event-files/read-bodies.ts";
import { readLines } from "../event-files/read-lines.ts";
import { visible } from "../visible.ts";

/**
 * Events on their way from the roster to the queues, in a file that nobody else can open: what is previewed is what
 * is sent, also if the stage changes meanwhile, and a large roster needs little memory. `read` gives each with the line
 * of its row, as often as one likes.
 */
export type Spool = {
  readonly count: number;
  add(line: number, event: object): void;
  read(): AsyncGenerator<SourceLine>;
  discard(): void;
};

const BUFFER = 256 * 1024;

/** Opens a file that has no name any more: nobody else finds it, and it is gone with the process, also if that is killed. */
const openNameless = (): number => {
  const folder = mkdtempSync(join(tmpdir(), "seatkeeper-import-"));
  try {
    return openSync(join(folder, "events"), "wx+", 0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/**
 * From its beginning, as often as one likes. Not a stream of Node's: one that is left in the middle closes the descriptor,
 * which may be somebody else's by the time that `discard` closes it once more.
 */
async function* bytesOf(descriptor: number): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const chunk = Buffer.allocUnsafe(BUFFER);
    const bytes = readSync(descriptor, chunk, 0, BUFFER, position);
    if (bytes === 0) return;
    position += bytes;
    yield chunk.subarray(0, bytes);
  }
}

/** `file` is what the events' lines are of. @throws CommandFailed if they cannot be written, also later */
export const createSpool = (file: string): Spool => {
  const descriptor = attempt(openNameless);
  let [count, pending] = [0, ""];
  const flush = () => {
    attempt(() => writeFileSync(descriptor, pending));
    pending = "";
  };
  return {
    get count() {
      return count;
    },
    add: (line, event) => {
      count += 1;
      pending += `${line} ${JSON.stringify(event)}\n`;
      if (pending.length > BUFFER) flush();
    },
    read: async function* () {
      flush();
      for await (const { text } of readLines(file, bytesOf(descriptor))) {
        const blank = text.indexOf(" ");
        yield { file, line: Number(text.slice(0, blank)), body: text.slice(blank + 1) };
      }
    },
    discard: () => closeSync(descriptor),
  };
};

const attempt = <T>(act: () => T): T => {
  try {
    return act();
  } catch (error) {
    const { code } = error as { code?: string };
    const fix = "set TMPDIR to a folder that exists, is writable and has room. Nothing was sent";
    throw new CommandFailed(`The events cannot be kept in ${visible(tmpdir())} (${code}): ${fix}`);
  }
};
