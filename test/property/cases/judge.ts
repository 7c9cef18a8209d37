import { expect } from "vitest";
import { checkHistory } from "../check-history.ts";
import type { Trace } from "../simulation/trace.ts";

/** Asserts that a history has no violations, and returns a summary of it. */
export const judge = (trace: Trace) => {
  expect(checkHistory(trace)).toEqual([]);
  const operations = trace.observations.flatMap((each) => (each.saw === "call" ? [each.operation] : []));
  const calm = trace.observations.findIndex(({ saw }) => saw === "calm");
  return {
    users: trace.end.users.map(({ email, license, active }) => `${email} ${license}${active ? "" : " suspended"}`),
    ids: trace.end.users.map(({ userId }) => userId),
    deadLetters: trace.end.deadLetters.map(({ code }) => code),
    times: (operation: string) => operations.filter((each) => each === operation).length,
    batches: trace.observations.flatMap((each) => (each.saw === "batch" ? [each.userIds.length] : [])),
    /** How many events the functions dead-lettered, by their log. */
    deadLettered: trace.logs.filter((line) => line.includes("event dead-lettered")).length,
    callsUntilCalm: trace.observations.slice(0, calm).filter(({ saw }) => saw === "call").length,
  };
};
