import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Store } from "../../adapters/state/overlay-employees.ts";
import type { EmployeeRecord } from "../../domain/employee-record.ts";

/** How many of the records that were written last are kept as they are: most are read again at once. */
const OPEN = 256;

/** `peek` gets a record that nobody is about to change, and leaves it packed. */
export type RecordStore = Store<EmployeeRecord> & {
  peek(employeeId: string): EmployeeRecord | undefined;
  size(): number;
};

/**
 * Employees' records, but for the last ones packed into about 200 bytes each: records are alike, so the first that is
 * packed is the dictionary of all others.
 */
export const recordStore = (): RecordStore => {
  const packed = new Map<string, string>();
  const open = new Map<string, EmployeeRecord>();
  const { pack, unpack } = packing();
  const packOldest = (count: number) => {
    for (const [employeeId, record] of [...open].slice(0, count)) {
      packed.set(employeeId, pack(record));
      open.delete(employeeId);
    }
  };
  const peek = (employeeId: string): EmployeeRecord | undefined => {
    const text = packed.get(employeeId);
    return open.get(employeeId) ?? (text === undefined ? undefined : unpack(text));
  };
  const set = (employeeId: string, record: EmployeeRecord): void => {
    open.delete(employeeId);
    packed.delete(employeeId);
    open.set(employeeId, record);
    if (open.size > 2 * OPEN) packOldest(OPEN);
  };
  const get = (employeeId: string): EmployeeRecord | undefined => {
    const record = peek(employeeId);
    if (record !== undefined && packed.has(employeeId)) set(employeeId, record);
    return record;
  };
  return { get, set, peek, size: () => packed.size + open.size };
};

/** As small as pages of memory go: a record is a few hundred bytes, and the window must hold the dictionary. */
const ZLIB = { level: 3, windowBits: 13, memLevel: 5 } as const;

/** A text of a byte a character has no object of its own beside it, as a Buffer has. */
const packing = () => {
  let dictionary: Buffer | undefined;
  const options = () => (dictionary === undefined ? ZLIB : { ...ZLIB, dictionary });
  const pack = (record: EmployeeRecord): string => {
    const json = Buffer.from(JSON.stringify(record));
    dictionary ??= json;
    return deflateRawSync(json, options()).toString("latin1");
  };
  const unpack = (text: string): EmployeeRecord =>
    JSON.parse(inflateRawSync(Buffer.from(text, "latin1"), options()).toString());
  return { pack, unpack };
};
