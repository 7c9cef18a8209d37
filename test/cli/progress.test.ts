import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { progressLine } from "../../cli/progress.ts";

test("a line of progress shows hidden characters, and does not act on them", async () => {
  const stream = new PassThrough();
  const progress = progressLine(stream as never);
  progress.show("packaging \u001b[2J\u202e");
  progress.end();
  stream.end();
  expect(await text(stream)).toBe("packaging \\u001b[2J\\u202e\n");
});
