/** One call as the emulator saw it. `committed` says whether it took effect; no email and no name is kept. */
export type Call = {
  readonly operation: string;
  readonly at: string;
  /** The HTTP status, or `dropped` or `hung` if no response was sent. */
  readonly answer: number | "dropped" | "hung";
  readonly committed: boolean;
  readonly userIds: readonly string[];
};

/** So many calls are kept; the counts go on. */
const KEPT = 20_000;

export const callLog = () => {
  let calls: Call[] = [];
  let counts: Record<string, number> = {};
  return {
    add: (call: Call): void => {
      calls.push(call);
      if (calls.length > 2 * KEPT) calls = calls.slice(-KEPT);
      const key = `${call.operation} ${call.answer}`;
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
