import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readTemplate } from "../../local/aws/template.ts";
import { ANY_PORTS } from "../../local/ports.ts";
import { openBodies } from "../../local/read-bodies.ts";
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
    bodies: await openBodies([SAMPLE]),
    onProgress: () => {},
    onLog: (_, line) => log.push(line),
  });
});

describe("the sample, end to end", () => {
  test("accounts for every event", () => {
    expect(report.unaccounted).toEqual([]);
    expect(Object.values(report.outcomes).reduce((sum, count) => sum + count, 0)).toBe(report.sent);
  });

  test("every hired employee has one user, and every dead letter has a reason", () => {
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

  test("a rule of the policy gives every license", () => {
    expect(report.employees.filter(({ rule, license }) => rule === "" || license === undefined)).toEqual([]);
    const contractors = report.employees.filter(({ rule }) => rule === "contractors-and-interns");
    expect(new Set(contractors.map(({ license }) => license))).toEqual(new Set(["Basic"]));
  });

  test("no log and no report has an email or a name of the sample", () => {
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
