import { expect, test } from "vitest";
import type { Timer } from "../../adapters/timer.ts";
import { startDeadline } from "../../runtime/deadline.ts";

/** A timer that rings when it is told to. */
const handTimer = () => {
  const started: { milliseconds: number; ring: () => void; cancelled: boolean }[] = [];
  const timer: Timer = (milliseconds, ring) => {
    const entry = { milliseconds, ring, cancelled: false };
    started.push(entry);
    return () => {
      entry.cancelled = true;
    };
  };
  return { timer, started };
};

test.each([
  [30_000, 27_000, 29_000],
  [15_000, 12_000, 14_000],
  [1_000, 800, 933],
  [0, 0, 0],
])("of %d ms leaves %d for the records, and until %d to settle them", (remaining, ...milliseconds) => {
  const { timer, started } = handTimer();
  startDeadline(remaining, timer);
  expect(started.map((entry) => entry.milliseconds)).toEqual(milliseconds);
});

test("aborts its signal and rejects what still runs", async () => {
  const { timer, started } = handTimer();
  const { signal, within } = startDeadline(30_000, timer);
  const work = within(new Promise(() => {}));
  expect(signal.aborted).toBe(false);
  started[0]?.ring();
  await expect(work).rejects.toMatchObject({ code: "DeadlineExceeded", retryable: true });
  expect(signal.aborted).toBe(true);
});

test("lets through what is done in time, and stops its timer at the end", async () => {
  const { timer, started } = handTimer();
  const { within, end } = startDeadline(30_000, timer);
  expect(await within(Promise.resolve("done"))).toBe("done");
  end();
  expect(started.map(({ cancelled }) => cancelled)).toEqual([true, true]);
});
