import { EVENT_KINDS, type EventKind } from "../domain/facts/hr-event.ts";

/** The CloudEvents type of an event kind; `.v1` is the version of the shape of `data`. */
export type HrEventType = `hr.employee.${EventKind}.v1`;

/**
 * All that differs between the event types, but for their schemas (events/schema.ts) and their folds (domain/facts).
 * `detailType` is EventBridge's name for it, `title` ours for readers. `queue` ends the names of its queue and
 * dead-letter queue, `functionName` is the Lambda function that takes it, and their logical IDs begin with `logicalId`.
 * `mayCreate` lets it create accounts.
 */
export type CatalogueRow = {
  readonly type: HrEventType;
  readonly detailType: string;
  readonly title: string;
  readonly queue: string;
  readonly functionName: string;
  readonly logicalId: string;
  readonly mayCreate: boolean;
};

/** A row for each event kind: whatever must know the kinds reads it here. */
export const CATALOGUE = {
  hired: {
    type: "hr.employee.hired.v1",
    detailType: "employee.hired",
    title: "Employee hired",
    queue: "employee-hired",
    functionName: "employeeHired",
    logicalId: "EmployeeHired",
    mayCreate: true,
  },
  "role-changed": {
    type: "hr.employee.role-changed.v1",
    detailType: "employee.role-changed",
    title: "Employee's role changed",
    queue: "role-changed",
    functionName: "roleChanged",
    logicalId: "RoleChanged",
    mayCreate: false,
  },
} as const satisfies Readonly<Record<EventKind, CatalogueRow>>;

/** The kind of a CloudEvents type; undefined if no row has it. */
export const kindOfType = (type: unknown): EventKind | undefined =>
  EVENT_KINDS.find((kind) => CATALOGUE[kind].type === type);

/** The kind of an EventBridge detail-type; undefined if no row has it. */
export const kindOfDetailType = (detailType: string): EventKind | undefined =>
  EVENT_KINDS.find((kind) => CATALOGUE[kind].detailType === detailType);

/** How the name of a source queue ends. */
export type QueueName = (typeof CATALOGUE)[EventKind]["queue"];
export const QUEUE_NAMES: readonly QueueName[] = EVENT_KINDS.map((kind) => CATALOGUE[kind].queue);

/** Every CloudEvents type, for texts that list them. */
export const EVENT_TYPES: readonly HrEventType[] = EVENT_KINDS.map((kind) => CATALOGUE[kind].type);
