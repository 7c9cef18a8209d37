import { dayOf, type SentEvent, SOURCE } from "./simulation/history.ts";
import { resyncedIn } from "./simulation/resyncs.ts";
import type { EndState, Named } from "./simulation/trace.ts";

/** How an event is written as a body. */
export type ToBody = (event: SentEvent) => string;

/**
 * What HR has said of an employee in the end: her newest hire or role change, her newest hire or leave, and all events
 * that count.
 */
export type LastWord = {
  readonly role?: SentEvent;
  readonly employment?: SentEvent;
  readonly facts: readonly SentEvent[];
};

/** Dead letters of these facts stay: HR has to say something else. */
const REFUSED = ["EventIdReused", "EmployeeIdReused", "TooManyUpcoming"];

/** Computed from the events alone, once all of them are due, and from what was refused. It uses no code under test. */
export const lastWordOn = (
  employeeId: string,
  sent: readonly SentEvent[],
  { deadLetters, records }: Pick<EndState, "deadLetters" | "records">,
  toBody: ToBody,
): LastWord => {
  const own = sent.filter((event) => event.employeeId === employeeId && event.poison !== true);
  const refusals = deadLetters.filter(({ code }) => REFUSED.includes(code)).map(({ body }) => body);
  const pending = deadLetters.filter(({ body }) => resyncedIn(body) === undefined).map(({ body }) => body);
  const cancelled = own.filter((event) => isCancellation(event) && !pending.includes(toBody(event)));
  const decisions = records.find((record) => record.employeeId === employeeId)?.decisions ?? [];
  const refused = decisions.filter(({ outcome }) => outcome === "refused");
  const facts = own.filter(
    (event) =>
      !isCancellation(event) &&
      !(own.some((other) => isOtherPerson(event, other)) && refused.some((each) => isNamed(each, event))) &&
      !refusals.includes(toBody(event)) &&
      !cancelled.some((each) => each.cancels === event.id && sourceOf(each) === sourceOf(event)),
  );
  const role = newestOf(facts.filter(({ kind }) => kind !== "left"));
  const employment = newestOf(facts.filter(({ kind }) => kind !== "role-changed"));
  return { ...(role === undefined ? {} : { role }), ...(employment === undefined ? {} : { employment }), facts };
};

export const isCancellation = ({ kind }: SentEvent): boolean => kind === "change-cancelled";

export const sourceOf = ({ source = SOURCE }: SentEvent): string => source;

/** Somebody works here unless her newest hire or leave says that she left. */
export const isEmployed = ({ employment }: LastWord): boolean => employment?.kind !== "left";

const newestOf = (facts: readonly SentEvent[]): SentEvent | undefined =>
  facts.reduce<SentEvent | undefined>((a, b) => (a === undefined || isNewer(b, a) ? b : a), undefined);

/**
 * The newer fact has the later moment, that is from when it holds and is known; then the later publication, the greater
 * sequence, source and ID.
 */
export const isNewer = (one: SentEvent, than: SentEvent): boolean => {
  const [a, b] = [placeOf(one), placeOf(than)];
  const differs = a.findIndex((part, index) => part !== b[index]);
  return differs >= 0 && (a[differs] ?? "") > (b[differs] ?? "");
};

/** Days have one form, and a sequence of one digit is text as well. */
const placeOf = (event: SentEvent): readonly string[] => [
  momentOf(event),
  dayOf(event.publishedDay),
  String(event.sequence ?? ""),
  sourceOf(event),
  event.id,
];

export const momentOf = ({ effectiveDay, publishedDay }: SentEvent): string =>
  dayOf(Math.max(effectiveDay, publishedDay));

/** Whether a record means this event of the employee, or one that HR sent under the same ID by mistake. */
export const isNamed = ({ eventId, eventSource }: Named, event: SentEvent): boolean =>
  eventId === event.id && eventSource === sourceOf(event);

/** A hire under another address and another name: HR gave the ID of somebody to another person. */
export const isOtherPerson = (hire: SentEvent, other: SentEvent): boolean =>
  hire.kind === "hired" &&
  other.kind !== "left" &&
  other.email.toLowerCase() !== hire.email.toLowerCase() &&
  (other.name ?? "") !== (hire.name ?? "");
