import { describe, expect, test } from "vitest";
import { fold } from "../../../domain/facts/fold.ts";
import type { HrEvent } from "../../../domain/facts/hr-event.ts";
import { hired, left, NOW, roleChanged } from "../../support/hr-events.ts";
import { folded } from "./folded.ts";

const ANA = { email: "ana@example.com", displayName: "Ana Diaz" };
const BO = { email: "bo@example.com", displayName: "Bo Li" };
const APRIL = { publishedAt: "2026-04-01T00:00:00.000Z", effectiveAt: "2026-04-01T00:00:00.000Z" };
const MAY = { publishedAt: "2026-05-01T00:00:00.000Z", effectiveAt: "2026-05-01T00:00:00.000Z" };

const ana = hired(ANA);
const hireInMay = (who: object) => hired({ id: "hire-2", ...MAY, ...who });
const reused = expect.objectContaining({ code: "EmployeeIdReused", retryable: false });

test("a hire of somebody who works here, under another address and another name, is refused", () => {
  expect(() => fold(folded([ana]), hireInMay(BO), NOW)).toThrow(reused);
});

describe("the same person is hired", () => {
  test.each<[what: string, before: HrEvent[], HrEvent]>([
    ["with another address", [ana], hireInMay({ ...BO, displayName: ANA.displayName })],
    ["with another name, as after a wedding", [ana], hireInMay({ ...BO, email: ANA.email })],
    ["with her name written another way", [ana], hireInMay({ email: BO.email, displayName: " ＡNA  DIAZ" })],
    ["without a name", [ana], hireInMay({ email: BO.email })],
    ["if no name was known", [hired({ email: ANA.email })], hireInMay(BO)],
    ["after her leave, even as somebody else", [ana, left()], hireInMay(BO)],
    ["if only changes of her were seen", [roleChanged(ANA)], hireInMay(BO)],
    [
      "under the address and name of an earlier hire",
      [ana, roleChanged({ ...MAY, ...BO })],
      hired({ id: "hire-2", ...APRIL, ...ANA }),
    ],
  ])("%s", (_, before, event) => {
    expect(fold(folded(before), event, NOW).verdict).toBe("newer");
  });

  test("again by an older hire of somebody else, which counts for nothing", () => {
    const older = hired({
      id: "hire-0",
      publishedAt: "2026-02-01T00:00:00.000Z",
      effectiveAt: "2026-02-01T00:00:00.000Z",
    });
    expect(fold(folded([ana]), { ...older, fact: { ...older.fact, ...BO } }, NOW).verdict).toBe("stale");
  });
});

test("a role change may give another address and another name at once", () => {
  expect(fold(folded([ana]), roleChanged({ ...MAY, ...BO }), NOW).verdict).toBe("newer");
});
