import { expect } from "vitest";
import { checkHistory } from "../check-history.ts";
import type { Trace } from "../simulation/trace.ts";

/** Asserts that a history has no violations, and returns a summary of it. */
export const judge = (trace: Trace) => {
  expect(checkHistory(trace)).toEqual([]);
  const operationsIn = (observations: Trace["observations"]) =>
    observations.flatMap((each) => (each.saw === "call" ? [each.operation] : []));
  const calm = trace.observations.findIndex(({ saw }) => saw === "calm");
  return {
    users: trace.end.users.map(({ email, license, active }) => `${email} ${license}${active ? "" : " suspended"}`),
    ids: trace.end.users.map(({ userId }) => userId),
    deadLetters: trace.end.deadLetters.map(({ code }) => code),
    times: (operation: string) => operationsIn(trace.observations).filter((each) => each === operation).length,
    batches: trace.observations.flatMap((each) => (each.saw === "batch" ? [each.userIds.length] : [])),
    /** How many events the functions dead-lettered, by their log. */
    deadLettered: trace.logs.filter((line) => line.includes("event dead-lettered")).length,
    operationsUntilCalm: operationsIn(trace.observations.slice(0, calm)),
  };
};
