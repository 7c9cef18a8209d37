/** One call that the emulator received. `committed` says whether it took effect. It holds no email and no name. */
export type Call = {
  readonly operation: string;
  readonly at: string;
  /** The HTTP status, or `dropped` or `hung` if no response was sent. */
  readonly response: number | "dropped" | "hung";
  readonly committed: boolean;
  readonly userIds: readonly string[];
};

/** How many calls the log keeps; the counts include older ones. */
const KEPT = 20_000;

export const callLog = () => {
  let calls: Call[] = [];
  let counts: Record<string, number> = {};
  return {
    add: (call: Call): void => {
      calls.push(call);
      if (calls.length > 2 * KEPT) calls = calls.slice(-KEPT);
      const key = `${call.operation} ${call.response}`;
      counts[key] = (counts[key] ?? 0) + 1;
    },
    read: () => ({ counts, calls: calls.slice(-KEPT) }),
    clear: (): void => {
      calls = [];
      counts = {};
    },
  };
};

export type CallLog = ReturnType<typeof callLog>;
