import { hash } from "node:crypto";

/** Of many values the line where each was seen first, in about 20 bytes each. */
export type LineTable = {
  /** The line of the value, if it was seen before; else undefined, and it is noted with this one. */
  note(value: string, line: number): number | undefined;
  has(value: string): boolean;
};

/** Three numbers an entry: two of a digest, and the line, which is at least 1. */
const WIDTH = 3;
const FIRST_SIZE = 1024;

/**
 * Keeps 64 bits of a digest in place of a value: no two of a million values share them, and a person's data is not kept.
 * Open addressing, at most half full.
 */
export const lineTable = (): LineTable => {
  let table = new Uint32Array(FIRST_SIZE * WIDTH);
  let count = 0;

  const grow = (): void => {
    const old = table;
    table = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += WIDTH)
      if (old[at + 2] !== 0) table.set(old.subarray(at, at + WIDTH), placeOf(table, old[at] ?? 0, old[at + 1] ?? 0));
  };

  return {
    note: (value, line) => {
      const [high, low] = digestOf(value);
      const at = placeOf(table, high, low);
      const first = table[at + 2];
      if (first) return first;
      table.set([high, low, line], at);
      count += 1;
      if (count * WIDTH * 2 > table.length) grow();
      return undefined;
    },
    has: (value) => table[placeOf(table, ...digestOf(value)) + 2] !== 0,
  };
};

const digestOf = (value: string): readonly [high: number, low: number] => {
  const bytes = hash("sha1", value, "buffer");
  return [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
};

/** Where the digest is, or would be. The table's length is a power of two times the width. */
const placeOf = (table: Uint32Array, high: number, low: number): number => {
  const size = table.length / WIDTH;
  let slot = high & (size - 1);
  for (;;) {
    const at = slot * WIDTH;
    if (table[at + 2] === 0 || (table[at] === high && table[at + 1] === low)) return at;
    slot = (slot + 1) & (size - 1);
  }
};
