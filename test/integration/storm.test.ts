import { expect, test } from "vitest";
import { bodiesOf, runPackaged } from "../support/run-packaged.ts";
import { shuffledStorm } from "../support/storm.ts";

const PEOPLE = 150;
const SEED = 20261126;

test(`${PEOPLE} hires and as many changes in any order end with no dead letter (seed ${SEED})`, async () => {
  const report = await runPackaged([bodiesOf(shuffledStorm(PEOPLE, SEED))]);
  expect(report).toMatchObject({ sent: 2 * PEOPLE, unaccounted: [], deadLetters: [], waiting: [] });
  expect(report.users).toEqual({ Basic: 0, Plus: 0, Pro: PEOPLE, ProTrial: 0 });
});
