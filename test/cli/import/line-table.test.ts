import { expect, test } from "vitest";
import { lineTable } from "../../../cli/import/line-table.ts";

test("of many values the line of the first one is known", () => {
  const table = lineTable();
  const values = Array.from({ length: 5000 }, (_, index) => `value ${index}`);
  for (const [index, value] of values.entries()) expect(table.note(value, index + 1)).toBeUndefined();
  for (const [index, value] of values.entries())
    expect([table.note(value, 9999), table.has(value)]).toEqual([index + 1, true]);
  expect(table.has("another")).toBe(false);
});
