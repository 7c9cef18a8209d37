import type { SourceLine } from "../event-files/read-bodies.ts";

/** Lines that share a SendMessageBatch request to one queue. */
export type Batch = { readonly queueUrl: string; readonly lines: readonly SourceLine[] };

/** What one SendMessageBatch takes, entries and bytes. Source: the SQS quotas page. */
const MAX_ENTRIES = 10;
const MAX_BYTES = 1024 * 1024;

type Open = { readonly lines: SourceLine[]; bytes: number };

/** Puts the lines of each queue together, as far as SQS's limits go, in their order. */
export async function* batchesOf(
  lines: Iterable<SourceLine> | AsyncIterable<SourceLine>,
  queueOf: (body: string) => string,
): AsyncGenerator<Batch> {
  const open = new Map<string, Open>();
  for await (const line of lines) {
    const queueUrl = queueOf(line.body);
    const bytes = Buffer.byteLength(line.body);
    const batch = open.get(queueUrl) ?? { lines: [], bytes: 0 };
    if (batch.lines.length === MAX_ENTRIES || batch.bytes + bytes > MAX_BYTES) {
      yield { queueUrl, lines: batch.lines };
      open.set(queueUrl, { lines: [line], bytes });
    } else {
      batch.lines.push(line);
      batch.bytes += bytes;
      open.set(queueUrl, batch);
    }
  }
  for (const [queueUrl, { lines }] of open) yield { queueUrl, lines };
}
