import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readTemplate } from "../../local/aws/template.ts";
import { ANY_PORTS } from "../../local/ports.ts";
import { readBodies } from "../../local/read-bodies.ts";
import { runEvents } from "../../local/run-events.ts";
import type { RunReport } from "../../local/run-report.ts";
import { PACKAGE_DIR } from "../support/package-once.ts";

const SAMPLE = join(import.meta.dirname, "../../events/samples/employees.jsonl");
const log: string[] = [];
let report: RunReport;

beforeAll(async () => {
  report = await runEvents({
    model: readTemplate(PACKAGE_DIR),
    packageDir: PACKAGE_DIR,
    ports: ANY_PORTS,
    lines: readBodies([SAMPLE]),
    onProgress: () => {},
    onLog: (_, line) => log.push(line),
  });
});

describe("the sample, end to end", () => {
  test("every event is accounted for", () => {
    expect(report.unaccounted).toEqual([]);
    expect(Object.values(report.outcomes).reduce((sum, count) => sum + count, 0)).toBe(report.sent);
  });

  test("everybody who was hired has one user, and what could not be applied says why", () => {
    expect(report.employees).toHaveLength(report.outcomes.created);
    expect(Object.values(report.users).reduce((sum, count) => sum + count, 0)).toBe(report.outcomes.created);
    const codes = new Set(report.deadLetters.map(({ code }) => code));
    for (const code of ["MalformedBody", "InvalidEvent", "UnknownEventType", "UnknownEventVersion", "BodyTooDeep"]) {
      expect(codes).toContain(code);
    }
    for (const code of ["NotYetEffective", "EventIdReused", "UserOwnedByAnotherEmployee", "EmployeeNotProvisioned"]) {
      expect(codes).toContain(code);
    }
  });

  test("every license is given by a rule of the policy", () => {
    expect(report.employees.filter(({ rule, license }) => rule === "" || license === undefined)).toEqual([]);
    const contractors = report.employees.filter(({ rule }) => rule === "contractors-and-interns");
    expect(new Set(contractors.map(({ license }) => license))).toEqual(new Set(["Basic"]));
  });

  test("no email and no name of the sample is in anything logged or reported", () => {
    const text = readFileSync(SAMPLE, "utf8").replaceAll('\\"', '"');
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
