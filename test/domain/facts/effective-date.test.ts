import { expect, test } from "vitest";
import { requireEffective } from "../../../domain/facts/effective-date.ts";
import { hired, NOW } from "../../support/hr-events.ts";

const at = (milliseconds: number) => hired({ effectiveAt: new Date(NOW.getTime() + milliseconds).toISOString() });
const MINUTE = 60_000;

test.each([-1, 0, 15 * MINUTE])("accepts an event whose effective date is %d ms from now", (milliseconds) => {
  expect(() => requireEffective(at(milliseconds), NOW)).not.toThrow();
});

test("rejects an event more than 15 minutes ahead, and says when to replay it", () => {
  expect(() => requireEffective(at(15 * MINUTE + 1), NOW)).toThrow(
    expect.objectContaining({ code: "NotYetEffective", message: expect.stringContaining("2026-06-01T12:15:00.001Z") }),
  );
});
