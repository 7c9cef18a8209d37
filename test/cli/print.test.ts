import { afterEach, expect, test, vi } from "vitest";
import { table, wrong } from "../../cli/print.ts";

afterEach(() => void vi.unstubAllEnvs());

const ID = "0f8b6c1e-8f0a-4b5e-9d3c-6a1f2e7d4c58";
const REASON =
  "the directory refused the user, because an administrator has to confirm the domain of the address first";
const tableOf = (columns: string): readonly string[] => {
  vi.stubEnv("COLUMNS", columns);
  return table(["id", "code", "reason"], [[ID, "DirectoryRejected", REASON]]).split("\n");
};
const widestOf = (lines: readonly string[]): number => Math.max(...lines.map(({ length }) => length));

test.each([80, 100])("a table fits %i columns: texts are wrapped between words, and IDs stay whole", (columns) => {
  const lines = tableOf(String(columns));
  expect(widestOf(lines)).toBeLessThanOrEqual(columns);
  expect(lines.join("")).toContain(`│ ${ID} │ DirectoryRejected │`);
  const reason = lines.slice(3, -1).map((line) => line.split("│")[3]?.trim());
  expect(reason.join(" ")).toBe(REASON);
});

test("a row that does not fit is a block", () => {
  const lines = tableOf("60");
  expect(widestOf(lines)).toBeLessThanOrEqual(60);
  expect(lines.slice(0, 3)).toEqual([
    `id      ${ID}`,
    "code    DirectoryRejected",
    "reason  the directory refused the user, because an",
  ]);
});

test("nothing is wrapped if there is room, or in a pipe", () => {
  expect(tableOf("200")).toHaveLength(5);
  expect(tableOf("")).toHaveLength(5);
});

test("colors go by FORCE_COLOR and NO_COLOR, in tables, too", () => {
  vi.stubEnv("NO_COLOR", undefined);
  vi.stubEnv("FORCE_COLOR", "1");
  expect(wrong("x")).toBe("\u001b[31mx\u001b[39m");
  expect(table(["n"], [[{ text: 3, as: "wrong" }]])).toContain("│ \u001b[31m3\u001b[39m │");
  vi.stubEnv("FORCE_COLOR", undefined);
  vi.stubEnv("NO_COLOR", "1");
  expect(wrong("x")).toBe("x");
});
