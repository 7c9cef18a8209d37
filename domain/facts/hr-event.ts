/** The kinds of fact that HR publishes, and the kind of event that takes one back. */
export const FACT_KINDS = ["hired", "role-changed", "left"] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** The kinds of event that HR publishes. Each has one row in events/catalogue.ts. */
export const EVENT_KINDS = [...FACT_KINDS, "change-cancelled"] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export type AttributeValue = string | number | boolean;

/** A whole snapshot of an employee's role, never a delta, so that the newest one alone decides. Text is trimmed, and no member is blank. */
export type Role = {
  readonly title: string;
  readonly department: string;
  readonly level?: number;
  readonly employmentType?: string;
  readonly location?: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
};

/**
 * What HR says of somebody who works here, from `effectiveAt` on: normalized UTC with milliseconds
 * (`Date.prototype.toISOString`), so that it compares as text. `email` is as `comparableEmail` has it.
 */
export type ActiveFact = {
  readonly kind: "hired" | "role-changed";
  readonly effectiveAt: string;
  readonly email: string;
  readonly displayName?: string;
  readonly role: Role;
};

/** From `effectiveAt` on the employee works here no more. */
export type LeftFact = { readonly kind: "left"; readonly effectiveAt: string };

export type Fact = ActiveFact | LeftFact;

/**
 * Who published an event, and when: `publishedAt` in the form of `effectiveAt`, `sequence` as CloudEvents has it.
 * `digest` is the SHA-256 of the validated content, in hex. `messageId` is the SQS message that brought the event, if one
 * did.
 */
type Published = {
  readonly id: string;
  readonly source: string;
  readonly publishedAt: string;
  readonly sequence?: string;
  readonly employeeId: string;
  readonly digest: string;
  readonly messageId?: string;
};

/** A validated event that states a fact, whatever envelope it came in. */
export type FactEvent = Published & { readonly fact: Fact };

/** Takes the fact of an earlier event of the same source back, by its ID, if its day has not come. */
export type Cancellation = Published & { readonly cancels: string };

export type HrEvent = FactEvent | Cancellation;

export const kindOf = (event: HrEvent): EventKind => ("fact" in event ? event.fact.kind : "change-cancelled");
