import type { SendMessageBatchCommand, SendMessageBatchCommandOutput, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { queuesByKind, sendBodies } from "../../../cli/sending/send-bodies.ts";
import { eventBody, hireBody, roleChangeBody } from "../../support/event-bodies.ts";

type Entry = { readonly Id: string; readonly MessageBody: string };
type Answer = Pick<SendMessageBatchCommandOutput, "Successful" | "Failed">;

const sent = ({ Id, MessageBody }: Entry) => ({ Id, MessageId: `id of ${MessageBody}`, MD5OfMessageBody: "" });
const all = (entries: readonly Entry[]): Answer => ({ Successful: entries.map(sent), Failed: [] });

/** Sends lines to an SQS that answers each request, and records what went where and what became of each line. */
const send = async (
  bodies: readonly string[],
  answer: (entries: readonly Entry[], request: number) => Answer = all,
) => {
  const requests: { readonly queue: string; readonly bodies: readonly string[] }[] = [];
  const outcomes = new Map<number, string>();
  const client = {
    send: async ({ input: { QueueUrl = "", Entries = [] } }: SendMessageBatchCommand) => {
      requests.push({ queue: QueueUrl, bodies: Entries.map(({ MessageBody = "" }) => MessageBody) });
      return answer(Entries as Entry[], requests.length);
    },
  } as unknown as SQSClient;
  const lines = bodies.map((body, index) => ({ file: "f", line: index + 1, body }));
  await sendBodies({
    client,
    queues: queuesByKind(({ queue }) => queue),
    lines,
    onSent: (messageId, { line }) => outcomes.set(line, messageId),
    onRefused: ({ line }, code) => outcomes.set(line, code),
  });
  return { requests, outcomes: bodies.map((_, index) => outcomes.get(index + 1)) };
};

test("puts ten lines of a queue in a request, whatever is between them in the file", async () => {
  const [hire, change] = [JSON.stringify(hireBody()), JSON.stringify(roleChangeBody())];
  const { requests } = await send(Array.from({ length: 24 }, (_, index) => (index % 2 === 0 ? hire : change)));
  expect(requests.map(({ queue, bodies }) => [queue, bodies.length])).toEqual([
    ["employee-hired", 10],
    ["role-changed", 10],
    ["employee-hired", 2],
    ["role-changed", 2],
  ]);
});

test("sends a leave to the queue of leavers, and a cancellation to that of role changes", async () => {
  const [leave, cancellation] = (["left", "change-cancelled"] as const).map((kind) => JSON.stringify(eventBody(kind)));
  expect((await send([leave ?? "", cancellation ?? ""])).requests).toEqual([
    { queue: "employee-left", bodies: [leave] },
    { queue: "role-changed", bodies: [cancellation] },
  ]);
});

test("sends what claims no known kind with the hires", async () => {
  expect((await send(["no JSON"])).requests).toEqual([{ queue: "employee-hired", bodies: ["no JSON"] }]);
});

test("puts no more than 1 MiB in a request", async () => {
  const bodies = Array.from({ length: 4 }, () => "ü".repeat(200_000));
  expect((await send(bodies)).requests.map((request) => request.bodies.length)).toEqual([2, 2]);
});

test("sends an entry that failed, or that the answer left out, again and alone", async () => {
  const { requests, outcomes } = await send(["a", "b", "c"], (entries, request) =>
    request > 1
      ? all(entries)
      : {
          Successful: entries.slice(0, 1).map(sent),
          Failed: [{ Id: "1", Code: "InternalError", SenderFault: false }],
        },
  );
  expect(requests.map(({ bodies }) => bodies)).toEqual([
    ["a", "b", "c"],
    ["b", "c"],
  ]);
  expect(outcomes).toEqual(["id of a", "id of b", "id of c"]);
});

test("reports an entry that SQS does not take, at once if the sender is at fault, and sends the others", async () => {
  const { requests, outcomes } = await send(["a", "bad", "slow"], (entries) => ({
    Successful: entries.filter(({ MessageBody }) => MessageBody === "a").map(sent),
    Failed: entries
      .filter(({ MessageBody }) => MessageBody !== "a")
      .map(({ Id, MessageBody }) => ({ Id, Code: `${MessageBody} code`, SenderFault: MessageBody === "bad" })),
  }));
  expect(outcomes).toEqual(["id of a", "bad code", "slow code"]);
  expect(requests.map(({ bodies }) => bodies)).toEqual([["a", "bad", "slow"], ...Array(4).fill(["slow"])]);
});

test("stops if a request fails as a whole, after those under way have ended", async () => {
  const bodies = Array.from({ length: 500 }, (_, index) => String(index));
  let requests = 0;
  const failing = send(bodies, () => {
    requests += 1;
    throw new Error("no connection");
  });
  await expect(failing).rejects.toThrow("no connection");
  expect(requests).toBeLessThan(20);
});
