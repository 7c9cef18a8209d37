import type { WaitingIndex } from "../adapters/state/waiting-index.ts";

/** What comes due later than this is far ahead: nobody waits for it before the screen. In ms. */
const SOON = 60_000;
/**
 * What is overdue for longer was woken and stays, as if the directory is down: from then on it is woken only every
 * quarter of an hour (see runtime/wake-due.ts). In ms.
 */
const LONG_OVERDUE = 60_000;

/** Whether anybody waits for a time that has come just now, or comes soon. */
const isAnybodyDue = async (index: WaitingIndex, now: number): Promise<boolean> => {
  const [from, until] = [now - LONG_OVERDUE, now + SOON].map((time) => new Date(time).toISOString());
  for await (const page of index.due(from, until ?? "")) if (page.length > 0) return true;
  return false;
};

/**
 * Whether nothing goes on, and nothing will soon. `look` returns how many messages there are. The queues are looked at
 * again last: who was due may have come to one of them meanwhile.
 */
export const isQuiet = async (look: () => Promise<number>, index: WaitingIndex): Promise<boolean> =>
  (await look()) === 0 && !(await isAnybodyDue(index, Date.now())) && (await look()) === 0;
