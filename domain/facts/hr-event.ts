/** The kinds of fact that HR publishes. Each has one row in events/catalogue.ts, and a policy rule may ask for one. */
export const EVENT_KINDS = ["hired", "role-changed"] as const;
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
 * What HR says of one employee, from `effectiveAt` on: normalized UTC with milliseconds (`Date.prototype.toISOString`),
 * so that it compares as text. `email` is as `comparableEmail` has it.
 */
export type Fact = {
  readonly kind: EventKind;
  readonly effectiveAt: string;
  readonly email: string;
  readonly displayName?: string;
  readonly role: Role;
};

/**
 * A validated HR event, whatever envelope it came in: a fact, and who said it when. `publishedAt` is when HR published
 * it, in the form of `effectiveAt`. `digest` is the SHA-256 of the validated content, in hex.
 */
export type HrEvent = {
  readonly id: string;
  readonly source: string;
  readonly publishedAt: string;
  readonly employeeId: string;
  readonly fact: Fact;
  readonly digest: string;
};
