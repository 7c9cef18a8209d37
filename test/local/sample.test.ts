import { expect, test } from "vitest";
import type { Bodies } from "../../cli/event-files/read-bodies.ts";
import { parseHrEvent } from "../../events/parse.ts";
import { workingLives } from "../../events/samples/working-lives.ts";
import { openSample } from "../../local/sample.ts";

const namesIn = async ({ read }: Bodies): Promise<string[]> => {
  const names: string[] = [];
  for await (const { file, line } of read()) names.push(`${file.replace(/.*\//, "")}:${line}`);
  return names;
};
const numbered = (file: string, first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => `${file}:${first + index}`);

test("the company comes first, then the working lives in three parts, and all are counted", async () => {
  const parts = await openSample();
  const names = await Promise.all(parts.map(namesIn));
  expect(names).toEqual([
    numbered("employees.jsonl", 1, 201),
    numbered("working-lives", 1, 6),
    numbered("working-lives", 7, 12),
    numbered("working-lives", 13, 16),
  ]);
  expect(parts.map(({ count }) => count)).toEqual(names.map(({ length }) => length));
});

const NOW = new Date("2026-06-01T12:00:00.000Z");
const eventsOf = (telling: number) =>
  workingLives(telling).map((chapter) => chapter(NOW).map((body) => parseHrEvent(JSON.stringify(body), NOW)));

test("the working lives are events that parse at the moment that they are around, and promise nothing past", () => {
  const facts = eventsOf(1)
    .flat()
    .flatMap((event) => ("fact" in event ? [event] : []));
  const ahead = facts
    .filter(({ publishedAt }) => publishedAt === NOW.toISOString())
    .map(({ fact: { effectiveAt }, publishedAt }) => effectiveAt > publishedAt);
  expect(ahead).toEqual(Array(7).fill(true));
});

test("whoever leaves is hired a chapter before, and what is cancelled is announced a chapter before", () => {
  const [hires = [], announced = [], afterwards = []] = eventsOf(1);
  const hired = hires.map(({ employeeId }) => employeeId);
  expect(announced.filter(({ employeeId }) => !hired.includes(employeeId))).toEqual([]);
  const cancelled = afterwards.flatMap((event) => ("cancels" in event ? [event.cancels] : []));
  expect(announced.map(({ id }) => id)).toEqual(expect.arrayContaining(cancelled));
  expect(cancelled).toHaveLength(1);
});

test("another telling has other IDs for all that is dated around its moment", () => {
  const idsOf = (telling: number) =>
    eventsOf(telling)
      .flat()
      .filter(({ publishedAt }) => publishedAt === NOW.toISOString())
      .map(({ id }) => id);
  expect(idsOf(1).filter((id) => idsOf(2).includes(id))).toEqual([]);
});
