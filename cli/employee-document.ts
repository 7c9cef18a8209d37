import type { EmployeeRecord, StatedFact } from "../domain/employee-record.ts";
import { CATALOGUE } from "../events/catalogue.ts";
import { MASK, maskedJson } from "./mask.ts";
import { waitsOf } from "./waits.ts";

/** What HR said, in the shape of the event that said it. Without `reveal` the values are masked that may be personal. */
export type FactDocument = {
  readonly id: string;
  readonly source?: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly effectiveAt: string };
};

/** An employee's record as JSON, for people and scripts. */
export const employeeDocument = (record: EmployeeRecord, reveal: boolean) => {
  const { employeeId, employment, role, upcoming, applied, link, decisions, state } = record;
  const { accountId, candidateId, createPending, releasedAt, lostId, invited } = link;
  return {
    employeeId,
    employment: employment && { status: employment.status, eventId: employment.eventId },
    account: {
      ...{ accountId, candidateId, creationBegunAt: createPending?.at, releasedAt, lostId },
      invitation: invited && { at: invited.at, email: reveal ? invited.email : MASK },
    },
    applied: applied && appliedDocument(applied, applied.state === state, reveal),
    waits: waitsOf(record),
    role: role && factDocument(employeeId, role, reveal),
    upcoming: upcoming.map((each) => factDocument(employeeId, each, reveal)),
    decisions: decisions.map(({ eventDigest: _, eventSource, ...decision }) => ({
      ...decision,
      ...(reveal ? { eventSource } : {}),
    })),
  };
};

export type EmployeeDocument = ReturnType<typeof employeeDocument>;

type Applied = NonNullable<EmployeeRecord["applied"]>;

const appliedDocument = ({ state: _, profile, ...applied }: Applied, isCurrent: boolean, reveal: boolean) => ({
  ...applied,
  ...(profile === undefined ? {} : { profile: reveal ? profile : maskedJson(JSON.stringify(profile)) }),
  isCurrent,
});

const factDocument = (
  employeeId: string,
  { fact: { kind, ...said }, eventId: id, eventSource: source }: StatedFact,
  reveal: boolean,
): FactDocument => {
  const document = {
    id,
    ...(source === undefined ? {} : { source }),
    type: CATALOGUE[kind].type,
    data: { employeeId, ...said },
  };
  return reveal ? document : (maskedJson(JSON.stringify(document)) as FactDocument);
};
