import * as z from "zod/mini";
import { LICENSES } from "../../domain/accounts/license.ts";
import type { AccountLink } from "../../domain/accounts/link.ts";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import { EVENT_KINDS, type Fact } from "../../domain/facts/hr-event.ts";
import { Failure } from "../../domain/failures.ts";

/**
 * The format in which this release writes an employee's item. Format 1, of the first release, has no `formatVersion`,
 * decisions without `from`, and no source of an event; both are read. A later release that another one may have to read must keep to what is
 * here.
 */
export const FORMAT_VERSION = 2;

const text = z.string();
const license = z.enum(LICENSES);
const attribute = z.union([text, z.number(), z.boolean()]);
const optional = z.optional;

const facts = z.object({
  event: text,
  email: text,
  displayName: optional(text),
  effectiveAt: text,
  role: z.object({
    title: text,
    department: text,
    level: optional(z.number()),
    employmentType: optional(text),
    location: optional(text),
    attributes: z.record(text, attribute),
  }),
});

const seenEvent = z.object({ eventId: text, eventSource: optional(text), eventDigest: text });

const linkSchema = z.object({
  userId: optional(text),
  linkedUserId: optional(text),
  creationEmails: optional(z.set(text)),
  creationNotedAt: optional(text),
});

/**
 * An employee's item in the table. Its names are those of the first release, since a condition on one must hold for old
 * items, too.
 */
const itemSchema = z.object({
  formatVersion: z._default(z.int(), 1),
  employeeId: text,
  facts,
  version: text,
  previousVersion: text,
  ...seenEvent.shape,
  recentEventIds: z.array(text),
  ...linkSchema.shape,
  applied: optional(z.object({ license, version: text })),
  decisions: z.array(
    z.object({
      ...seenEvent.shape,
      rule: text,
      license,
      from: optional(license),
      outcome: z.enum(["created", "updated", "unchanged", "stale"]),
      at: text,
    }),
  ),
  revision: z.number(),
});

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
  const parsed = parse(itemSchema, item);
  const { facts, version, previousVersion, eventId, eventSource, eventDigest, applied, decisions } = parsed;
  const source = eventSource === undefined ? {} : { eventSource };
  const current = { fact: readFact(facts), version, previousVersion, eventId, ...source, eventDigest };
  const { employeeId, recentEventIds: recentEvents, revision } = parsed;
  const link = toLink(parsed);
  const record = { employeeId, current, link, decisions: decisions as EmployeeRecord["decisions"], recentEvents };
  return { ...record, ...(applied === undefined ? {} : { applied }), revision };
};

/** The link alone, of an item that is one. @throws Failure as readEmployeeItem does */
export const readAccountLink = (item: unknown): AccountLink => toLink(parse(linkSchema, item));

/** The part of an item that states the current fact. */
export const factItem = ({ kind, email, displayName, effectiveAt, role }: Fact) => ({
  event: `hr.employee.${kind}.v1`,
  email,
  ...(displayName === undefined ? {} : { displayName }),
  effectiveAt,
  role,
});

const readFact = ({ event, ...said }: z.infer<typeof facts>): Fact => {
  const kind = EVENT_KINDS.find((each) => event === `hr.employee.${each}.v1`);
  if (kind === undefined)
    throw new Failure("RecordUnreadable", "the employee's record states a fact of an unknown kind");
  return { kind, ...said } as Fact;
};

const toLink = ({
  userId,
  linkedUserId,
  creationEmails,
  creationNotedAt,
}: z.infer<typeof linkSchema>): AccountLink => ({
  ...(userId === undefined ? {} : { accountId: userId }),
  ...(linkedUserId === undefined ? {} : { candidateId: linkedUserId }),
  ...(creationEmails === undefined || creationNotedAt === undefined
    ? {}
    : { createPending: { emails: [...creationEmails], at: creationNotedAt } }),
});

const parse = <T>(schema: z.ZodMiniType<T>, item: unknown): T => {
  const result = schema.safeParse(item);
  if (result.success) return result.data;
  const members = [...new Set(result.error.issues.map(({ path }) => path.slice(0, 2).join(".")))];
  throw new Failure("RecordUnreadable", `the employee's record is damaged: ${members.slice(0, 5).join(", ")}`);
};
