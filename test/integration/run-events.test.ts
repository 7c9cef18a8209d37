import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { workingLives } from "../../events/samples/working-lives.ts";
import type { RunReport } from "../../local/run-report.ts";
import { openSample } from "../../local/sample.ts";
import { runPackaged } from "../support/run-packaged.ts";

const SAMPLE = join(import.meta.dirname, "../../events/samples/employees.jsonl");
const log: string[] = [];
/** When each part was asked for. */
const askedAt: number[] = [];
let report: RunReport;

beforeAll(async () => {
  const parts = (await openSample()).map(({ count, read }) => ({
    count,
    read: () => {
      askedAt.push(Date.now());
      return read();
    },
  }));
  report = await runPackaged(parts, { onLog: (_, line) => log.push(line) });
});

const leaveSaidAt = (moment: number): string => {
  const announced = workingLives(0)[1]?.(new Date(moment)) ?? [];
  return announced.map((body) => JSON.stringify(body)).find((body) => body.includes("employee.left")) ?? "";
};

/** E1000 and E1118 have one address. E1000 comes first, but no queue promises that. */
const WITH_ONE_ADDRESS = /^E1(000|118)$/;

describe("the sample, end to end", () => {
  test("accounts for every event", () => {
    const { sent, unaccounted, refused, outcomes } = report;
    expect({ sent, unaccounted, refused }).toEqual({ sent: 217, unaccounted: [], refused: [] });
    expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(217);
  });

  test("sends a part when what comes due of those before it has come", () => {
    const [, , announced = 0, afterwards] = askedAt;
    const leave = /"effectiveAt":"([^"]+)"/.exec(leaveSaidAt(announced))?.[1] ?? "";
    expect(afterwards).toBeGreaterThan(Date.parse(leave));
  });

  test("creates one user for each of the 124 who were hired and have an address of their own", () => {
    const licenses = Map.groupBy(report.employees, ({ license }) => license);
    const held = ["Basic", "Plus", "Pro", "ProTrial"] as const;
    expect(report.users).toEqual(
      Object.fromEntries(held.map((license) => [license, licenses.get(license)?.length ?? 0])),
    );
    expect(report.employees).toHaveLength(124);
  });

  test("dead-letters what can never be applied, each with its reason", () => {
    const ofLine = Map.groupBy(report.deadLetters, ({ line }) => line);
    const codes = Array.from({ length: 7 }, (_, index) => ofLine.get(195 + index)?.map(({ code }) => code));
    expect(codes.flat()).toEqual([
      "InvalidEvent",
      "InvalidEvent",
      "UnknownEventType",
      "UnknownEventVersion",
      "InvalidEvent",
      "MalformedBody",
      "BodyTooDeep",
    ]);
    const others = report.deadLetters.filter(({ line = 0 }) => line < 195);
    // The second of the two to be handled, on whichever line it is.
    expect(others.map(({ employeeId, code }) => [employeeId, code])).toEqual([["E1003", "EventIdReused"]]);
    expect(report.deadLetters.filter(({ message }) => message === "")).toEqual([]);
  });

  test("a rule of the policy gives every license", () => {
    expect(report.employees.filter(({ rule, license }) => rule === "" || license === undefined)).toEqual([]);
    const contractors = report.employees.filter(({ rule }) => rule === "contractors-and-interns");
    expect(new Set(contractors.map(({ license }) => license))).toEqual(new Set(["Basic"]));
  });

  test("tells who was promoted, left, came back, was corrected, and was not promoted after all", () => {
    const told = report.employees
      .filter(({ employeeId }) => employeeId < "E1")
      .map(({ employeeId, license, rule, suspended }) => [employeeId, license, rule, suspended]);
    expect(told).toEqual([
      ["E001", "Pro", "managers", false],
      ["E002", "Basic", "left", true],
      ["E003", "Basic", "everyone-else", false],
      ["E004", "Basic", "left", true],
      ["E005", "Basic", "everyone-else", false],
      ["E006", "Basic", "everyone-else", false],
    ]);
  });

  test("what is far ahead waits for its day, and what needs another event for that", () => {
    expect(report.waiting.map(({ employeeId, because, fact }) => [employeeId, because, fact])).toEqual([
      ["E007", "NotYetEffective", "hired"],
      [expect.stringMatching(WITH_ONE_ADDRESS), "AddressInUse", undefined],
      ["E1119", "NotYetEffective", "hired"],
      ["E9999", "NoHireYet", undefined],
    ]);
  });

  test("no log and no report has an email or a name of the sample", () => {
    const chapters = workingLives(0).flatMap((chapter) => chapter(new Date()));
    const lives = chapters.map((body) => JSON.stringify(body));
    const text = [readFileSync(SAMPLE, "utf8"), ...lives].join("\n").replaceAll('\\"', '"');
    const personal = (member: string) =>
      [...text.matchAll(new RegExp(`"${member}":"([^"]+)"`, "g"))].map(([, value]) => value);
    const values = new Set(
      [...personal("email"), ...personal("displayName")].map((value = "") => value.trim().toLowerCase()),
    );
    expect(values.size).toBeGreaterThan(200);
    const written = `${log.join("\n")}\n${JSON.stringify(report)}`.toLowerCase();
    expect([...values].filter((value) => written.includes(value))).toEqual([]);
  });
});
