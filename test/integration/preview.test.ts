import { expect, test } from "vitest";
import type { SourceLine } from "../../cli/event-files/read-bodies.ts";
import type { PreviewedEvent } from "../../cli/preview/previewed-event.ts";
import { withPreview } from "../../cli/preview/with-preview.ts";
import { workingLives } from "../../events/samples/working-lives.ts";
import { openSample } from "../../local/sample.ts";
import { runPackaged } from "../support/run-packaged.ts";

/** As long as npm start waits for what comes due, in ms. */
const SOON = 60_000;

/** The sample as npm start sends it: each part when what comes due soon after the one before it is done. */
const previewSample = async () => {
  const clock = { now: new Date() };
  const [company] = await openSample();
  return withPreview({ now: () => clock.now }, async (preview) => {
    const events: PreviewedEvent[] = [];
    const add = async (lines: AsyncIterable<SourceLine>) => {
      for await (const event of preview.events(lines)) events.push(event);
      clock.now = new Date(clock.now.getTime() + SOON);
      // No more lines: whoever is due goes on.
      for await (const event of preview.events(linesOf([]))) events.push(event);
    };
    if (company !== undefined) await add(company.read());
    for (const chapter of workingLives(clock.now.getTime())) await add(linesOf(chapter(clock.now)));
    return { events, summary: preview.summary() };
  });
};

async function* linesOf(bodies: readonly object[]): AsyncGenerator<SourceLine> {
  for (const [index, body] of bodies.entries())
    yield { file: "working-lives", line: index + 1, body: JSON.stringify(body) };
}

const reasons = (deadLetters: readonly (Partial<PreviewedEvent> & { readonly message?: string })[]) =>
  deadLetters.map(({ file, line, code, message, reason = message }) => `${file}:${line} ${code} ${reason}`).sort();

test("a preview of the sample says the licenses and the dead letters that npm start then reports", async () => {
  const { events, summary } = await previewSample();
  const report = await runPackaged(await openSample());
  expect(summary.licenses.after).toEqual(report.users);
  expect(reasons(events.filter(({ outcome }) => outcome === "dead-lettered"))).toEqual(reasons(report.deadLetters));
  expect(summary.events).toBe(report.sent);
});
