import { createHash } from "node:crypto";
import * as z from "zod/mini";
import type { AccountLink } from "../../domain/accounts/link.ts";
import {
  type EmployeeRecord,
  type Employment,
  type StatedFact,
  type UpcomingFact,
  WAIT_REASONS,
} from "../../domain/employee-record.ts";
import { type ActiveFact, FACT_KINDS, type Fact } from "../../domain/facts/hr-event.ts";
import { Failure } from "../../domain/failures.ts";
import { wakeOf } from "../../domain/wake.ts";
import { fromOldFormat } from "./old-formats.ts";

/**
 * The format in which this release writes an employee's item. Older ones are read (old-formats.ts); an item is written
 * anew, whole, before anything is changed in it alone. A later release that another one may have to read must keep to
 * what is here.
 */
export const FORMAT_VERSION = 3;

/** The index of what waits has so many partitions, so that a minute in which all is due does not throttle one. */
export const WAKE_SHARDS = 8;

const text = z.string();
const license = z.string();
const optional = z.optional;
const seenEvent = { eventId: text, eventSource: optional(text), eventDigest: text };
const messageId = optional(text);

const factSchema = z.object({
  event: text,
  effectiveAt: text,
  messageId,
  email: optional(text),
  displayName: optional(text),
  role: optional(
    z.object({
      title: text,
      department: text,
      level: optional(z.number()),
      employmentType: optional(text),
      location: optional(text),
      attributes: z.record(text, z.union([text, z.number(), z.boolean()])),
    }),
  ),
});

const linkSchema = z.object({
  userId: optional(text),
  linkedUserId: optional(text),
  creationEmails: optional(z.set(text)),
  creationNotedAt: optional(text),
  releasedAt: optional(text),
  lostUserId: optional(text),
  invitedEmail: optional(text),
  invitedAt: optional(text),
});

const waiting = z.object({
  because: z.enum(WAIT_REASONS),
  since: text,
  until: text,
  for: optional(z.enum(FACT_KINDS)),
});

/** What an item of any format has. Names are those of the first release, where a condition may meet an old item. */
const itemSchema = z.object({
  employeeId: text,
  facts: optional(factSchema),
  version: optional(text),
  eventId: optional(text),
  eventSource: optional(text),
  eventDigest: optional(text),
  employment: optional(z.object({ status: z.enum(["hired", "left"]), version: text, ...seenEvent, messageId })),
  upcoming: z.array(z.object({ facts: factSchema, version: text, ...seenEvent, refused: optional(z.literal(true)) })),
  cancelled: z.array(text),
  state: z.number(),
  recentEventIds: z.array(text),
  ...linkSchema.shape,
  applied: optional(
    z.object({
      license: optional(license),
      profile: optional(z.object({ email: text, displayName: optional(text) })),
      active: z.boolean(),
      entitled: z.boolean(),
      state: z.number(),
      at: optional(text),
    }),
  ),
  waiting: optional(waiting),
  decisions: z.array(
    z.object({
      ...seenEvent,
      messageId,
      rule: text,
      license: optional(license),
      from: optional(license),
      outcome: z.enum(["created", "updated", "unchanged", "released", "reactivated", "stale", "refused"]),
      at: text,
    }),
  ),
  revision: z.number(),
});
type Item = z.infer<typeof itemSchema>;

/**
 * @throws Failure `RecordUnreadable` if the item has a format that this release does not know, or is damaged; it names
 * the members
 */
export const readEmployeeItem = (item: unknown): EmployeeRecord => {
  const { formatVersion = 1 } = item as { formatVersion?: unknown };
  if (typeof formatVersion === "number" && formatVersion > FORMAT_VERSION) {
    const expected = `this release knows formats up to ${FORMAT_VERSION}`;
    throw new Failure("RecordUnreadable", `the employee's record has format ${formatVersion}, and ${expected}`);
  }
  const current = formatVersion === FORMAT_VERSION ? item : fromOldFormat(item as Record<string, unknown>);
  return toRecord(parse(itemSchema, current));
};

/** The link alone, of an item that is one. @throws Failure as readEmployeeItem does */
export const readAccountLink = (item: unknown): AccountLink => toLink(parse(linkSchema, item));

/**
 * All of a record that is written as a whole, in the table's words; what is undefined the item must not have. Of the
 * link it is the account alone, and that only if there is one: the rest has writes of its own.
 */
export const recordItem = (record: EmployeeRecord) => {
  const { role, employment, upcoming, cancelled, state, link, applied, waiting, decisions, recentEvents } = record;
  return {
    formatVersion: FORMAT_VERSION,
    ...(role === undefined ? {} : statedItem(role)),
    employment,
    upcoming: upcoming.map(upcomingItem),
    cancelled,
    state,
    ...(link.accountId === undefined ? {} : { userId: link.accountId }),
    applied,
    waiting,
    decisions,
    recentEventIds: recentEvents,
    revision: record.revision,
    ...wakeItem(record),
  };
};

/** What the sparse index of what waits is made of: nothing if nothing waits. */
const wakeItem = (record: EmployeeRecord) => {
  const wake = wakeOf(record);
  return { wakeAt: wake?.at, wakeBy: wake?.by, wakeShard: wake === undefined ? undefined : shardOf(record.employeeId) };
};

const shardOf = (employeeId: string): string =>
  String(createHash("sha256").update(employeeId).digest().readUInt32BE() % WAKE_SHARDS);

const upcomingItem = ({ refused, ...stated }: UpcomingFact) => ({
  ...statedItem(stated),
  ...(refused === undefined ? {} : { refused }),
});

/**
 * A fact and its event. The message's ID lies in `facts`, which every release writes whole: in a member of its own an
 * older release would leave it beside the next event.
 */
export const statedItem = ({ fact, version, messageId, eventId, eventSource, eventDigest }: StatedFact) => {
  const { kind, ...said } = fact;
  const message = messageId === undefined ? {} : { messageId };
  const facts = { event: `hr.employee.${kind}.v1`, ...message, ...said };
  return { facts, version, eventId, eventSource, eventDigest };
};

const toRecord = (item: Item): EmployeeRecord => {
  const { employeeId, facts, version, eventId, eventSource, eventDigest, recentEventIds: recentEvents } = item;
  const { upcoming, cancelled, state, employment, applied, waiting, revision } = item;
  const role = facts === undefined ? undefined : readStated({ facts, version, eventId, eventSource, eventDigest });
  const optionals = { role, employment, applied, waiting };
  const known = Object.fromEntries(Object.entries(optionals).filter(([, value]) => value !== undefined));
  const decisions = item.decisions as EmployeeRecord["decisions"];
  const lists = { upcoming: upcoming.map(readUpcoming), decisions, recentEvents, cancelled };
  return { employeeId, ...(known as Optionals), ...lists, state, link: toLink(item), revision };
};
type Optionals = {
  readonly role?: StatedFact<ActiveFact>;
  readonly employment?: Employment;
} & Pick<EmployeeRecord, "applied" | "waiting">;

const readUpcoming = ({ refused, ...stated }: Item["upcoming"][number]): UpcomingFact => ({
  ...readStated(stated),
  ...(refused === undefined ? {} : { refused }),
});

type StatedItem = Pick<Item, "version" | "eventId" | "eventSource" | "eventDigest"> & {
  readonly facts: z.infer<typeof factSchema>;
};

const readStated = ({ facts, version = "", eventId = "", eventSource, eventDigest = "" }: StatedItem): StatedFact => {
  const source = eventSource === undefined ? {} : { eventSource };
  const message = facts.messageId === undefined ? {} : { messageId: facts.messageId };
  return { fact: readFact(facts), version, eventId, ...source, eventDigest, ...message };
};

const readFact = ({ event, messageId: _, ...said }: StatedItem["facts"]): Fact => {
  const kind = FACT_KINDS.find((each) => event === `hr.employee.${each}.v1`);
  const isWhole = kind === "left" || (said.email !== undefined && said.role !== undefined);
  if (kind !== undefined && isWhole) return { kind, ...said } as Fact;
  throw new Failure("RecordUnreadable", "the employee's record states a fact of an unknown kind");
};

const toLink = (item: z.infer<typeof linkSchema>): AccountLink => {
  const { userId: accountId, linkedUserId: candidateId, releasedAt, lostUserId: lostId } = item;
  const { creationEmails, creationNotedAt: at, invitedEmail: email, invitedAt } = item;
  const createPending =
    creationEmails === undefined || at === undefined ? undefined : { emails: [...creationEmails], at };
  const invited = email === undefined || invitedAt === undefined ? undefined : { email, at: invitedAt };
  const members = Object.entries({ accountId, candidateId, createPending, releasedAt, lostId, invited });
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
};

const parse = <T>(schema: z.ZodMiniType<T>, item: unknown): T => {
  const result = schema.safeParse(item);
  if (result.success) return result.data;
  const members = [...new Set(result.error.issues.map(({ path }) => path.slice(0, 2).join(".")))];
  throw new Failure("RecordUnreadable", `the employee's record is damaged: ${members.slice(0, 5).join(", ")}`);
};
