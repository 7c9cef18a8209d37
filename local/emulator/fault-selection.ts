import * as z from "zod";

/**
 * Which calls a fault hits: all of its `operations`, at most `times` of them if that is set, and the share `rate` of
 * them (0 to 1), drawn by a generator seeded with `seed`.
 */
export const selectionMembers = {
  times: z.int().min(1).optional(),
  rate: z.number().min(0).max(1).default(1),
  seed: z.int().default(1),
};

type Selection = z.output<z.ZodObject<typeof selectionMembers>> & {
  readonly operations?: readonly string[] | undefined;
};

/** The active faults, with the `times` that each has left. */
export const faultSelection = <F extends Selection>() => {
  let left = new Map<F, number>();
  let draws = new Map<F, () => number>();

  const hits = (fault: F, operation: string): boolean => {
    if (fault.operations !== undefined && !fault.operations.includes(operation)) return false;
    const times = left.get(fault) ?? 0;
    if (times <= 0 || (draws.get(fault)?.() ?? 0) >= fault.rate) return false;
    left.set(fault, times - 1);
    return true;
  };

  return {
    set: (faults: readonly F[]): void => {
      left = new Map(faults.map((fault) => [fault, fault.times ?? Number.POSITIVE_INFINITY]));
      draws = new Map(faults.map((fault) => [fault, generator(fault.seed)]));
    },
    /** Returns the first fault that hits this call, and uses up one of its `times`. */
    next: (operation: string): F | undefined => [...left.keys()].find((fault) => hits(fault, operation)),
  };
};

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
const generator = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
