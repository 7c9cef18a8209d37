import type { SourceLine } from "../../cli/event-files/read-bodies.ts";
import { seededRandom } from "../chaos/seeded-random.ts";
import { hireBody, roleChangeBody } from "./event-bodies.ts";

/** A hire of so many people and a promotion of each, which gives them Pro, in a random order. */
export const shuffledStorm = (people: number, seed: number): readonly SourceLine[] => {
  const bodies = Array.from({ length: people }, (_, index) => {
    const employeeId = `S${index}`;
    const who = { employeeId, email: `${employeeId}@example.com`, displayName: "Sam Storm" };
    return [
      hireBody({ ...who, role: { title: "Engineer", department: "Any" } }, { id: `hire-${employeeId}` }),
      roleChangeBody({ ...who, role: { title: "Manager", department: "Any" } }, { id: `change-${employeeId}` }),
    ];
  }).flat();
  return shuffled(bodies, seed).map((body, index) => ({ file: "storm", line: index + 1, body: JSON.stringify(body) }));
};

/** Fisher and Yates' shuffle. */
const shuffled = <T>(list: readonly T[], seed: number): readonly T[] => {
  const random = seededRandom(seed);
  const result = [...list];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
};
