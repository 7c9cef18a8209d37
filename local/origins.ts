import type { DeadLettered } from "./outcomes.ts";

/** Where a message came from. Its body is not kept: there may be many. */
export type Origin = { readonly file: string; readonly line: number };

type Reason = {
  readonly code: string;
  readonly message: string;
  readonly eventId: string;
  readonly employeeId: string;
};

/**
 * Finds where a dead letter came from. One that a function sent has an ID of its own, so it is known by what the
 * function logged of the message; one that SQS moved has kept the message's ID. Two that say the same are told apart by
 * nothing, and each gets one of the two lines. The function reads no IDs in a body that is too large, a dead letter has
 * them all the same.
 */
export const originsOf = (sent: ReadonlyMap<string, Origin>, logged: readonly DeadLettered[]) => {
  const bySubject = Map.groupBy(logged, keyOf);
  return (id: string, { message, ...subject }: Reason): Origin | undefined => {
    const withoutIds = { ...subject, eventId: "", employeeId: "" };
    const groups = [subject, withoutIds].map((each) => bySubject.get(keyOf(each)) ?? []);
    const candidates = groups.find(({ length }) => length > 0) ?? [];
    const index = Math.max(
      0,
      candidates.findIndex(({ reason }) => reason === message),
    );
    const [found] = sent.has(id) ? [] : candidates.splice(index, 1);
    return sent.get(found?.messageId ?? id);
  };
};

const keyOf = ({ code, eventId, employeeId }: Pick<Reason, "code" | "eventId" | "employeeId">): string =>
  JSON.stringify([code, eventId, employeeId]);
