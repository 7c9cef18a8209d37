/**
 * What HR says of seven working lives, in three chapters; `npm start` sends it after employees.jsonl, each chapter when
 * the one before it is settled. Some of it comes due seconds later. README.md beside this file tells the lives.
 * `node events/samples/working-lives.ts` prints all of it as JSON Lines, around now, for `npm run send -- -`.
 */
import { change, cloudEvent, day, hire, type Person, person, position } from "./company.ts";

/** How long after its chapter's moment something comes due, in ms: long enough to see that it waits. */
const SOON = 8_000;
/** If all chapters have one moment, what is due then comes after what is due soon. */
const AFTER_SOON = 12_000;
/** A leaver's account passes on two minutes after it was released (domain/accounts/link.ts). */
const LATER = 300_000;
const FAR = 30 * 24 * 60 * 60 * 1000;

/** Positions of company.ts, by what the license policy gives them. */
const ENGINEER = position(1);
const CONTRACTOR = position(9);
const MANAGER = position(7);

/** E001 to E006, before those of employees.jsonl in any list. Their addresses are the company's. */
const life = (number: number): Person => ({ ...person(140 + number), employeeId: `E00${number}` });
const PROMOTED = life(1);
const LEAVER = life(2);
const RETURNER = life(3);
const CONVERTED = life(4);
const CORRECTED = life(5);
const KEPT = life(6);
/** The contractor E004, hired for good: another ID, and the same address. */
const CONVERT = { ...CONVERTED, employeeId: "E007" };

/** The bodies that HR publishes at a moment, in its order. */
export type Chapter = (now: Date) => readonly object[];

/** The chapters of one telling. Its days differ from those of any other, so the IDs do: they carry `telling`. */
export const workingLives = (telling: number): readonly Chapter[] => [hires, announced(telling), afterwards(telling)];

const hires: Chapter = () => [
  ...[PROMOTED, LEAVER, RETURNER, CORRECTED, KEPT].map((who) => hireLongAgo(who, ENGINEER)),
  hireLongAgo(CONVERTED, CONTRACTOR),
];

const hireLongAgo = (who: Person, role: typeof ENGINEER) => hire(140, { id: `hire-${who.employeeId}`, who, role });

/** Days to come, and a promotion that is corrected later. */
const announced =
  (telling: number): Chapter =>
  (now) => {
    const publishedAt = after(now, 0);
    const promoted = (who: Person, effectiveAt: string) =>
      change(140, 1, { id: promotionOf(who, telling), publishedAt, who, effectiveAt, role: MANAGER });
    const left = ({ employeeId }: Person) =>
      cloudEvent(
        "left",
        { id: `leave-${employeeId}-${telling}`, publishedAt },
        { employeeId, effectiveAt: after(now, SOON) },
      );
    return [
      promoted(PROMOTED, after(now, SOON)),
      ...[LEAVER, RETURNER, CONVERTED].map(left),
      change(140, 1, { id: "promotion-E005", who: CORRECTED, effectiveAt: day(200), role: MANAGER }),
      promoted(KEPT, after(now, FAR)),
    ];
  };

/** A re-hire, a conversion, a correction and a cancellation. */
const afterwards =
  (telling: number): Chapter =>
  (now) => {
    const publishedAt = after(now, 0);
    const hiredAgain = (who: Person, effectiveAt: string) =>
      hire(140, { id: `rehire-${who.employeeId}-${telling}`, publishedAt, who, effectiveAt, role: ENGINEER });
    const { employeeId } = KEPT;
    return [
      hiredAgain(RETURNER, after(now, AFTER_SOON)),
      hiredAgain(CONVERT, after(now, LATER)),
      // Published later than the promotion, so it counts, though its date is earlier.
      change(140, 2, {
        id: "correction-E005",
        publishedAt: day(210),
        who: CORRECTED,
        effectiveAt: day(190),
        role: ENGINEER,
      }),
      cloudEvent(
        "change-cancelled",
        { id: `cancellation-${employeeId}-${telling}`, publishedAt },
        { employeeId, cancels: promotionOf(KEPT, telling) },
      ),
    ];
  };

const promotionOf = ({ employeeId }: Person, telling: number): string => `promotion-${employeeId}-${telling}`;

const after = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();

if (import.meta.main) {
  const now = new Date();
  for (const chapter of workingLives(now.getTime())) for (const body of chapter(now)) console.log(JSON.stringify(body));
}
