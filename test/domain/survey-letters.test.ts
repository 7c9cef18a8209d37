import { expect, test } from "vitest";
import { HIRED } from "../../domain/hr-event.ts";
import { type SurveyOptions, surveyLetters } from "../../domain/survey-letters.ts";
import { readLetter } from "../../events/read-letter.ts";
import { inMemoryLetters, rawLetter, rawLetters } from "../support/in-memory-letters.ts";

const survey = (letters: ReturnType<typeof inMemoryLetters>, options: Partial<SurveyOptions> = {}) =>
  surveyLetters(letters.queue, {
    startedAt: "2026-06-02T00:00:00.000Z",
    shouldStop: () => false,
    filter: {},
    keep: 100,
    read: readLetter,
    ...options,
  });

test("counts all, by code, keeps the first, and takes none", async () => {
  const letters = inMemoryLetters([
    ...rawLetters(20),
    rawLetter("B", { code: "InvalidEvent" }),
    rawLetter("C", { replays: 5 }),
  ]);
  const found = await survey(letters, { keep: 3 });
  expect(found).toMatchObject({
    seen: 22,
    matching: 22,
    exhausted: 1,
    byCode: { DirectoryThrottled: 21, InvalidEvent: 1 },
  });
  expect(found.letters.map(({ id }) => id)).toEqual(["L0", "L1", "L2"]);
  expect(letters.visible()).toHaveLength(22);
});

test("tells when the oldest came, in whatever order they lie there", async () => {
  const at = (hour: number) => rawLetter(`L${hour}`, {}, `2026-06-01T${hour}:00:00.000Z`);
  expect((await survey(inMemoryLetters([at(12), at(11), at(13)]))).oldest).toBe("2026-06-01T11:00:00.000Z");
  expect(await survey(inMemoryLetters([]))).not.toHaveProperty("oldest");
});

test.each<[SurveyOptions["filter"], string[]]>([
  [{ code: "InvalidEvent" }, ["B"]],
  [{ employee: "L3" }, ["L3"]],
  [{ since: "2026-06-01T12:00:01.000Z" }, ["B"]],
  [{ since: "2026-06-01T13:00:00.000Z" }, ["B"]],
  [{ until: "2026-06-01T12:00:00.000Z", employee: "L1" }, ["L1"]],
  [{ until: "2026-06-01T12:59:59.999Z", code: "InvalidEvent" }, []],
  [{ type: HIRED, employee: "L1" }, []],
  [{ code: "Unexpected" }, []],
])("%j means %j", async (filter, ids) => {
  const late = rawLetter("B", { code: "InvalidEvent" }, "2026-06-01T13:00:00.000Z");
  const { letters, matching } = await survey(inMemoryLetters([...rawLetters(5), late]), { filter });
  expect(letters.map(({ id }) => id)).toEqual(ids);
  expect(matching).toBe(ids.length);
});

test("a type means the letters of that type", async () => {
  const letters = inMemoryLetters([{ ...rawLetter("H"), body: JSON.stringify({ type: HIRED }) }, rawLetter("L1")]);
  expect((await survey(letters, { filter: { type: HIRED } })).letters.map(({ id }) => id)).toEqual(["H"]);
});

test("looks no further once the letter with an ID is found", async () => {
  const letters = inMemoryLetters(rawLetters(50));
  expect(await survey(letters, { filter: { id: "L2" } })).toMatchObject({ seen: 10, matching: 1 });
  expect(letters.visible()).toHaveLength(50);
});
