import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { PermanentFailure } from "../../domain/failure.ts";
import { parseHrEvent } from "../../events/parse.ts";

const SAMPLES = join(import.meta.dirname, "../../events/samples");
const committed = readFileSync(join(SAMPLES, "employees.jsonl"), "utf8");
const lines = committed.trimEnd().split("\n");

test("the committed sample is what its script writes", () => {
  const directory = mkdtempSync(join(tmpdir(), "samples-"));
  const file = join(directory, "employees.jsonl");
  execFileSync(process.execPath, [join(SAMPLES, "make-samples.ts"), file]);
  expect(readFileSync(file, "utf8") === committed).toBe(true);
  rmSync(directory, { recursive: true });
});

test("the sample holds what its README counts", () => {
  const codes = lines.map((line) => {
    try {
      return parseHrEvent(line).type;
    } catch (error) {
      return (error as PermanentFailure).code;
    }
  });
  const counts = Object.fromEntries([...new Set(codes)].sort().map((code) => [code, codes.filter((it) => it === code).length]));
  expect(counts).toEqual({
    BodyTooDeep: 1,
    InvalidEvent: 3,
    MalformedBody: 1,
    UnknownEventType: 1,
    UnknownEventVersion: 1,
    "hr.employee.hired.v1": 133,
    "hr.employee.role-changed.v1": 61,
  });
});
