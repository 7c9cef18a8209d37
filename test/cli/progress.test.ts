import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { barSize, progressLine } from "../../cli/progress.ts";

test("a line of progress shows hidden characters, and does not act on them", async () => {
  const stream = new PassThrough();
  const progress = progressLine(stream as never);
  progress.show("packaging \u001b[2J\u202e");
  progress.end();
  stream.end();
  expect(await text(stream)).toBe("packaging \\u001b[2J\\u202e\n");
});

test("a line of progress takes one line of a terminal, so that the next can take its place", async () => {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 20 });
  const progress = progressLine(stream as never);
  progress.show("a".repeat(50));
  progress.end();
  stream.end();
  expect(await text(stream)).toMatch(/[^a]a{19}\n$/);
});

test.each([
  [80, 1_000, 32],
  [80, 100_000, 28],
  [200, 1_000, 40],
  [20, 1_000, 5],
])("a bar on a terminal of %i columns takes the room that text and numbers leave", (columns, total, size) => {
  const format = "sending {bar} {value}/{total} events, {rate}/s, {eta_formatted} left";
  expect(barSize(format, total, columns)).toBe(size);
});
