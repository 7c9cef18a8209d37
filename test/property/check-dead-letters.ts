import { isHeldByAnother, isNameTaken } from "./held-accounts.ts";
import {
  isCancellation,
  isEmployed,
  isOtherPerson,
  type LastWord,
  momentOf,
  sourceOf,
  type ToBody,
} from "./last-word.ts";
import { bodyOf, type SentEvent } from "./simulation/history.ts";
import { resyncedIn } from "./simulation/resyncs.ts";
import type { DeadLetter, EndState } from "./simulation/trace.ts";
import { violation } from "./violation.ts";

/** How many upcoming facts a record holds. docs/events.md says so. */
const MAX_UPCOMING = 20;

type Context = {
  readonly end: EndState;
  readonly words: ReadonlyMap<string, LastWord>;
  readonly toBody: ToBody;
};

/** Only dead letters that no replay can fix may be left. */
export const checkDeadLetter = (
  { body, code, failedAt = "" }: DeadLetter,
  sent: readonly SentEvent[],
  context: Context,
): readonly string[] => {
  const resynced = resyncedIn(body);
  const event = sent.find((each) => context.toBody(each) === body);
  const employeeId = resynced ?? event?.employeeId;
  if (employeeId === undefined) return [`a dead letter that was never sent: ${body}`];
  const isRight =
    (event !== undefined && isRefused(event, { code, failedAt }, sent, context)) ||
    (resynced !== undefined && isRefusedWhenDue(resynced, code, sent)) ||
    isUnprovisioned(employeeId, code, context);
  const what = event?.id ?? `resync of ${employeeId}`;
  return violation(!isRight, `${what}: dead-lettered as ${code}, which a replay should have fixed`);
};

/** What HR has to say in another way. */
const isRefused = (
  event: SentEvent,
  { code, failedAt }: { readonly code: string; readonly failedAt: string },
  sent: readonly SentEvent[],
  { end, toBody }: Context,
): boolean => {
  if (event.poison === true) return code === "MalformedBody";
  const targets = sent.filter((each) => isTarget(event, each));
  const own = sent.filter(({ employeeId }) => employeeId === event.employeeId);
  const isDeadLetter = (one: SentEvent) => end.deadLetters.some((each) => each.body === toBody(one));
  const causes: Readonly<Record<string, boolean>> = {
    InvalidEvent: isCancellation(event) && event.cancels === event.id,
    EventIdReused: own.some((other) => isReused(event, other)),
    EmployeeIdReused: own.some((other) => isOtherPerson(event, other)),
    TooManyUpcoming: own.length > MAX_UPCOMING,
    AlreadyEffective: targets.some((target) => momentOf(target) <= failedAt),
    CancelsUnknownEvent: isCancellation(event) && targets.every(isDeadLetter),
  };
  return causes[code] === true;
};

/** A resync says so of an upcoming hire, whose own message is gone. */
const isRefusedWhenDue = (employeeId: string, code: string, sent: readonly SentEvent[]): boolean => {
  const own = sent.filter((event) => event.employeeId === employeeId);
  return code === "EmployeeIdReused" && own.some((event) => own.some((other) => isOtherPerson(event, other)));
};

/** Somebody who works here has no account: nobody has hired her, or her address is somebody else's who works here. */
const isUnprovisioned = (employeeId: string, code: string, { end, words }: Context): boolean => {
  const word = words.get(employeeId);
  if (word === undefined || !isEmployed(word)) return false;
  if (code === "EmployeeNotProvisioned") return word.employment === undefined;
  // Whoever has the address may be about to give it up.
  if (code === "DirectoryUnavailable") return isNameTaken(word.role, employeeId, end);
  return code === "UserOwnedByAnotherEmployee" && isHeldByAnother(word.role, employeeId, { end, words });
};

const isTarget = (cancellation: SentEvent, event: SentEvent): boolean =>
  cancellation.cancels === event.id &&
  !isCancellation(event) &&
  event.poison !== true &&
  sourceOf(cancellation) === sourceOf(event) &&
  cancellation.employeeId === event.employeeId;

const isReused = (event: SentEvent, other: SentEvent): boolean =>
  other.id === event.id && sourceOf(other) === sourceOf(event) && bodyOf(other) !== bodyOf(event);
