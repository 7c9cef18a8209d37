import { EVENT_KINDS, type EventKind, FACT_KINDS, type FactKind } from "../domain/facts/hr-event.ts";
import type { Permissions } from "../domain/reconcile/step.ts";

/** The CloudEvents type of an event kind; `.v1` is the version of the shape of `data`. */
export type HrEventType = `hr.employee.${EventKind}.v1`;

/**
 * A queue of HR events. `queue` ends its name and that of its dead-letter queue, `functionName` is the Lambda function
 * that takes it, and their logical IDs begin with `logicalId`. `may` is what the function is allowed to do with
 * accounts, beyond changing them.
 */
export type QueueRow = {
  readonly queue: string;
  readonly functionName: string;
  readonly logicalId: string;
  readonly may: Permissions;
};

/** A queue for each kind of fact. */
export const QUEUES = {
  hired: {
    queue: "employee-hired",
    functionName: "employeeHired",
    logicalId: "EmployeeHired",
    may: { create: true, release: false },
  },
  "role-changed": {
    queue: "role-changed",
    functionName: "roleChanged",
    logicalId: "RoleChanged",
    may: { create: false, release: false },
  },
  left: {
    queue: "employee-left",
    functionName: "employeeLeft",
    logicalId: "EmployeeLeft",
    may: { create: false, release: true },
  },
} as const satisfies Readonly<Record<FactKind, QueueRow>>;

/**
 * All that differs between the event types, but for their schemas (events/event-schemas.ts) and their folds (domain/facts).
 * `detailType` is EventBridge's name for it, `title` ours for readers; `takenBy` says whose queue takes it.
 */
export type CatalogueRow = {
  readonly type: HrEventType;
  readonly detailType: string;
  readonly title: string;
  readonly takenBy: FactKind;
};

/** A row for each event kind: whatever must know the kinds reads it here. */
export const CATALOGUE = {
  hired: {
    type: "hr.employee.hired.v1",
    detailType: "employee.hired",
    title: "Employee hired",
    takenBy: "hired",
  },
  "role-changed": {
    type: "hr.employee.role-changed.v1",
    detailType: "employee.role-changed",
    title: "Employee's role changed",
    takenBy: "role-changed",
  },
  left: {
    type: "hr.employee.left.v1",
    detailType: "employee.left",
    title: "Employee left",
    takenBy: "left",
  },
  "change-cancelled": {
    type: "hr.employee.change-cancelled.v1",
    detailType: "employee.change-cancelled",
    title: "Upcoming change cancelled",
    takenBy: "role-changed",
  },
} as const satisfies Readonly<Record<EventKind, CatalogueRow>>;

/** The kind of a CloudEvents type; undefined if no row has it. */
export const kindOfType = (type: unknown): EventKind | undefined =>
  EVENT_KINDS.find((kind) => CATALOGUE[kind].type === type);

/** The kind of an EventBridge detail-type; undefined if no row has it. */
export const kindOfDetailType = (detailType: string): EventKind | undefined =>
  EVENT_KINDS.find((kind) => CATALOGUE[kind].detailType === detailType);

/** How the name of a source queue ends. */
export type QueueName = (typeof QUEUES)[FactKind]["queue"];
export const QUEUE_NAMES: readonly QueueName[] = FACT_KINDS.map((kind) => QUEUES[kind].queue);

/** Every CloudEvents type, for texts that list them. */
export const EVENT_TYPES: readonly HrEventType[] = EVENT_KINDS.map((kind) => CATALOGUE[kind].type);

/** Every EventBridge detail-type, for the same. */
export const DETAIL_TYPES: readonly string[] = EVENT_KINDS.map((kind) => CATALOGUE[kind].detailType);
