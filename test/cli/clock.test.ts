import { afterEach, expect, test } from "vitest";
import { deadLetter, deadLetterQueues, deadLetters } from "../support/dead-letter-queues.ts";
import { startSeatkeeper } from "../support/seatkeeper-process.ts";
import type { Intercept } from "../support/sqs-proxy.ts";

let queues: Awaited<ReturnType<typeof deadLetterQueues>>;
afterEach(() => queues.close());

/** Runs the command with a clock that is so many hours off. */
const runWithClock = (hours: number, ...args: string[]) => {
  const shift = `const now = Date.now; Date.now = () => now() + ${hours * 3_600_000};
    globalThis.Date = class extends Date { constructor(...at) { super(...(at.length > 0 ? at : [Date.now()])); } };`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(shift)}`;
  return startSeatkeeper([...args, "--stage", "local"], { NODE_OPTIONS, AWS_ENDPOINT_URL_SQS: queues.endpoint }).exited;
};

test.each([-7, 7])("finds what is there with a clock that is %i hours off", async (hours) => {
  queues = await deadLetterQueues();
  await queues.put("employee-hired-dlq", deadLetters(3));
  const { stdout } = await runWithClock(hours, "dlq", "list", "--json");
  expect(JSON.parse(stdout)).toMatchObject({ matching: 3 });
});

test.each([-7, 0, 7])(
  "replays what fails again at once only once, with a clock that is %i hours off",
  async (hours) => {
    let sent = 0;
    const failAgain: Intercept = async ({ action, body }, forward) => {
      const response = await forward();
      if (action !== "SendMessageBatch") return response;
      sent += (body["Entries"] as object[]).length;
      await queues.put("employee-hired-dlq", again);
      return response;
    };
    const again = ["E0", "E1"].map((employeeId) => deadLetter(employeeId, { replays: 1 }));
    queues = await deadLetterQueues(failAgain);
    await queues.put("employee-hired-dlq", deadLetters(12));
    const { code, stdout } = await runWithClock(hours, "dlq", "replay", "--execute", "--queue", "employee-hired");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "seatkeeper-local-employee-hired: 12 dead letters replayed\n",
    });
    expect([sent, await queues.depth("employee-hired-dlq")]).toEqual([12, 4]);
  },
);
