import { SQSClient } from "@aws-sdk/client-sqs";
import { HttpResponse } from "@smithy/core/protocols";

/** A request to SQS, and what may end it. */
export type SentToSqs = {
  readonly action: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal | undefined;
};

type Request = { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array };

/** A real client of an SQS at `https://sqs` that takes everything. `sent` is what it was sent. */
export const recordedSqs = () => {
  const sent: SentToSqs[] = [];
  const handle = async (
    { headers: { "x-amz-target": target }, body }: Request,
    { abortSignal }: { abortSignal?: AbortSignal } = {},
  ) => {
    sent.push({
      action: target?.replace("AmazonSQS.", ""),
      body: JSON.parse(new TextDecoder().decode(body)),
      signal: abortSignal,
    });
    const headers = { date: new Date().toUTCString() };
    return { response: new HttpResponse({ statusCode: 200, headers, body: Buffer.from("{}") }) };
  };
  const client = new SQSClient({
    region: "us-east-1",
    endpoint: "https://sqs",
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
    md5: false,
    requestHandler: { handle } as never,
  });
  return { client, sent };
};
