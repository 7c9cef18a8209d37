import { expect, test } from "vitest";
import { readReplayRequest } from "../../runtime/replay-request.ts";

const read = (filter: object, more: object = {}) => readReplayRequest({ queue: "role-changed", filter, ...more });

test("is a dry run of everything by default", () => {
  expect(readReplayRequest({ queue: "role-changed" })).toEqual({ queue: "role-changed", filter: {}, dryRun: true });
});

test.each([
  ["InvalidEvent", ["InvalidEvent"]],
  [
    ["InvalidEvent", "Unexpected"],
    ["InvalidEvent", "Unexpected"],
  ],
])("takes one code or a list: %j", (code, codes) => {
  expect(read({ code }).filter).toEqual({ code: codes });
});

test("reads times as UTC with milliseconds, as dead letters have them", () => {
  expect(read({ since: "2026-03-01T00:00:00+01:00" }).filter.since).toBe("2026-02-28T23:00:00.000Z");
});

test.each<[object, object, string]>([
  [{ code: "invalidevent" }, {}, "filter.code: there is no such failure code. Did you mean InvalidEvent?"],
  [
    { code: ["Unexpected", "DirectoryTrottled"] },
    {},
    "filter.code: there is no such failure code. Did you mean DirectoryThrottled?",
  ],
  [{ code: "Zork" }, {}, "filter.code: there is no such failure code: docs/runbook.md lists them"],
  [{ code: [] }, {}, "filter.code: expected a failure code or a list of them"],
  [{ code: "" }, {}, "filter.code: there is no such failure code: docs/runbook.md lists them"],
  [{ code: null }, {}, "filter.code: expected a failure code or a list of them"],
  [{ employee: " " }, {}, "filter.employee: expected an employee's ID"],
  [{ id: " " }, {}, "filter.id: expected the message ID of a dead letter"],
  [{ since: "2026-02-30T00:00:00Z" }, {}, "filter.since: expected a time such as 2026-03-01T08:00:00Z"],
  [{ since: "2026-03-02T00:00:00Z", until: "2026-03-01T00:00:00Z" }, {}, "filter: since lies after until"],
  [{}, { limit: 0 }, "limit: expected a whole number of 1 or more"],
  [{}, { rate: 0 }, "rate: expected a number of dead letters a second above 0"],
])("refuses %j %j", (filter, more, message) => {
  expect(() => read(filter, more)).toThrow(new Error(`The request is wrong: ${message}`));
});
