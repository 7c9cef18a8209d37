import type { Change } from "../../../domain/accounts/directory.ts";
import type { Failure } from "../../../domain/failures.ts";
import type { Timer } from "../../timer.ts";
import { type Failures, MAX_USERS, type Update } from "./license-updates.ts";

/**
 * How long, in ms, a call waits at most for the others. A directory that limits us can keep one of them for as long.
 */
const MAX_WAIT_MS = 5_000;

/**
 * `change` waits until each member of the batch has asked, or has left; for some seconds at most. So requests are full.
 * An account is asked for by one member alone.
 */
export type LicenseBatch = { change(accountId: string, change: Change): Promise<void>; leave(): void };

export type LicenseBatchOptions = {
  readonly send: (updates: readonly Update[]) => Promise<Failures>;
  readonly members: number;
  readonly timer: Timer;
};

type Entry = Update & { resolve(): void; reject(failure: Failure): void };

/** Lets the license changes of several members share requests of up to 20. */
export const licenseBatch = ({ send, members, timer }: LicenseBatchOptions): LicenseBatch => {
  let open: Entry[] = [];
  let staying = members;
  let stopTimer: (() => void) | undefined;

  const dispatch = () => {
    stopTimer?.();
    stopTimer = undefined;
    const entries = open;
    open = [];
    for (let start = 0; start < entries.length; start += MAX_USERS) sendChunk(entries.slice(start, start + MAX_USERS));
  };
  const sendChunk = (chunk: readonly Entry[]) => {
    void send(chunk.map(({ userId, license }) => ({ userId, license }))).then((failures) => {
      for (const { userId, resolve, reject } of chunk) {
        const failure = failures.get(userId);
        if (failure === undefined) resolve();
        else reject(failure);
      }
    });
  };
  const dispatchIfComplete = () => {
    if (open.length > 0 && open.length >= staying) dispatch();
  };

  return {
    change: (userId, { license }) => {
      if (license === undefined) return Promise.resolve();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      open.push({ userId, license, resolve, reject });
      stopTimer ??= timer(MAX_WAIT_MS, dispatch);
      dispatchIfComplete();
      return promise;
    },
    leave: () => {
      staying -= 1;
      dispatchIfComplete();
    },
  };
};
