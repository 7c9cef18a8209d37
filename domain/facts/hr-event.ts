/** The two kinds of fact that HR publishes; the `.v1` is the version of the data's shape. */
export const HIRED = "hr.employee.hired.v1";
export const ROLE_CHANGED = "hr.employee.role-changed.v1";
export type HrEventType = typeof HIRED | typeof ROLE_CHANGED;

export type AttributeValue = string | number | boolean;

/** A whole snapshot of an employee's role, never a delta, so that the newest one alone decides. Text is trimmed. */
export type Role = {
  readonly title: string;
  readonly department: string;
  readonly level?: number;
  readonly employmentType?: string;
  readonly location?: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
};

/**
 * A validated HR event, whatever envelope it came in.
 * `occurredAt` and `effectiveAt` are normalized UTC with milliseconds (`Date.prototype.toISOString`), so that they compare as text.
 * `email` is trimmed and lower-cased. `digest` is the SHA-256 of the validated content, in hex.
 */
export type HrEvent = {
  readonly id: string;
  readonly source: string;
  readonly type: HrEventType;
  readonly occurredAt: string;
  readonly effectiveAt: string;
  readonly employeeId: string;
  readonly email: string;
  readonly displayName?: string;
  readonly role: Role;
  readonly digest: string;
};
