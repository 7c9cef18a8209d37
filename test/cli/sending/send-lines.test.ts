import { expect, test, vi } from "vitest";
import { sendLines } from "../../../cli/sending/send-lines.ts";
import { hireBody, leaveBody, roleChangeBody } from "../../support/event-bodies.ts";
import { INTERNAL_ERROR } from "../../support/sqs-proxy.ts";
import { useSqs } from "../../support/use-sqs.ts";

const sqs = useSqs();

const linesOf = (bodies: readonly object[]) =>
  bodies.map((body, index) => ({ file: "f.jsonl", line: index + 1, body: JSON.stringify(body) }));
const send = (bodies: readonly object[]) => sendLines({ stage: "local", lines: linesOf(bodies), total: bodies.length });
const hires = (count: number) => Array.from({ length: count }, (_, index) => hireBody({ employeeId: `E${index}` }));
const isSend = (request: { readonly action: string }) => request.action === "SendMessageBatch";
type Entry = { readonly Id: string; readonly MessageBody: string };

test("sends each event to its queue, in tens, and tells how many went where", async () => {
  const account = await send([...hires(23), roleChangeBody(), leaveBody()]);
  expect(account).toEqual({
    total: 25,
    sent: 25,
    byQueue: { "employee-hired": 23, "role-changed": 1, "employee-left": 1 },
    refused: [],
    unconfirmed: 0,
    notSent: 0,
    interrupted: false,
  });
  expect(await sqs().depth("employee-hired")).toBe(23);
  const sizes = sqs()
    .requests.filter(isSend)
    .map(({ body }) => (body["Entries"] as Entry[]).length);
  expect(sizes.sort((a, b) => b - a)).toEqual([10, 10, 3, 1, 1]);
});

test("an entry that SQS fails goes again; one that it refuses is told with file, line and code", async () => {
  let failures = 2;
  sqs().intercept = async (request, forward) => {
    if (!isSend(request)) return forward();
    const entries = request.body["Entries"] as Entry[];
    const failed = entries.flatMap(({ Id, MessageBody }) => {
      if (MessageBody.includes('"E3"')) return [{ Id, SenderFault: true, Code: "InvalidMessageContents" }];
      if (MessageBody.includes('"E5"') && failures > 0) {
        failures -= 1;
        return [{ Id, SenderFault: false, Code: "InternalError" }];
      }
      return [];
    });
    const kept = entries.filter(({ Id }) => !failed.some((failure) => failure.Id === Id));
    request.body["Entries"] = kept;
    if (kept.length === 0) return { status: 200, text: JSON.stringify({ Failed: failed }) };
    const response = await forward();
    return { ...response, text: JSON.stringify({ ...JSON.parse(response.text), Failed: failed }) };
  };
  const account = await send(hires(10));
  const refused = [{ file: "f.jsonl", line: 4, code: "InvalidMessageContents" }];
  expect(account).toMatchObject({ sent: 9, refused, unconfirmed: 0, notSent: 0 });
  expect(await sqs().depth("employee-hired")).toBe(9);
});

test("a request without an answer ends the sending, and its events are told as unconfirmed", async () => {
  let requests = 0;
  sqs().intercept = async (request, forward) => {
    if (!isSend(request)) return forward();
    requests += 1;
    return requests > 2 ? INTERNAL_ERROR : forward();
  };
  const account = await send(hires(500));
  expect(account).toMatchObject({
    sent: 20,
    failure: expect.stringContaining("AWS returned InternalFailure"),
    interrupted: false,
  });
  expect(account.unconfirmed).toBeGreaterThan(0);
  expect(account.sent + account.unconfirmed + account.notSent).toBe(500);
  expect(account.notSent).toBeGreaterThan(0);
});

test("what cannot be read on the way ends the sending, after what is under way", async () => {
  const lines = async function* () {
    yield* linesOf(hires(25));
    throw new Error("f.jsonl:26: the line is not UTF-8 text");
  };
  const account = await sendLines({ stage: "local", lines: lines(), total: 30 });
  expect(account).toMatchObject({
    sent: 20,
    unconfirmed: 0,
    notSent: 10,
    failure: expect.stringContaining("f.jsonl:26"),
  });
});

test("a stage that is not there is told before anything is sent", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1");
  await expect(send(hires(1))).rejects.toThrow(
    "AWS_ENDPOINT_URL_SQS is http://127.0.0.1:1, and the stack is not there",
  );
});
