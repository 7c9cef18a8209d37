import * as z from "zod";
import type { FailureCode } from "../domain/failures.ts";
import { licenses } from "./directory-licenses.ts";
import { members, oneMemberOf } from "./known-members.ts";

/**
 * The shape of a file of config/directories/, as it is written. Editors get it as directory.schema.json. What one member
 * demands of another is in check-scim-file.ts, because a schema cannot say it.
 */

const text = z.string().trim().min(1, "expected a text");

const leave = {
  license: text.describe("The license that the account keeps, so that its seat is free").optional(),
  active: z.boolean().describe("false deactivates the account").optional(),
};

const auth = oneMemberOf("how Seatkeeper signs in", {
  bearer: members({ secret: text.describe("Name of the secret in AWS Secrets Manager that holds the token") }),
  oauth2: members({
    secret: text.describe("Name of the secret in AWS Secrets Manager: JSON with clientId, clientSecret, accountId"),
    tokenUrl: text.describe("Where tokens are asked for"),
    grant: z.enum(["client_credentials", "account_credentials"]),
    scope: text.optional(),
  }),
}).describe("How Seatkeeper signs in. The secret itself is never in a file");

/** A name of an attribute, of a member of it, or either under the URN of an extension. Source: RFC 7644, 3.10. */
const attributePath = z
  .string()
  .regex(
    /^(urn:[\w.:-]+:)?[A-Za-z][\w$-]*(\.[A-Za-z][\w$-]*)?$/,
    "expected the path of an attribute, such as name.givenName",
  );

const create = z
  .record(
    attributePath,
    z.enum(["email", "emailLocalPart", "employeeId", "displayName", "givenName", "familyName", "work"]),
  )
  .describe("What a new user holds: attribute path and what HR says. `emails: work` is a list of one");

const carrier = z
  .union(
    [
      z.enum(["group", "active"]),
      members({
        attribute: attributePath.describe("An attribute that holds the license").optional(),
        list: attributePath.describe("A list with an element that holds the license as its value").optional(),
        where: z.record(z.string(), text).describe("Which element of the list it is: type: seatType").optional(),
      }),
    ],
    { error: "expected group, active, { attribute: … } or { list: …, where: … }" },
  )
  .describe("Where the directory holds the license");

const positive = z.int().min(1);

const limits = members({
  perSecond: positive.optional(),
  perMinute: positive.optional(),
  perHour: positive.optional(),
  burst: positive.describe("How many calls may come at once").default(1),
}).describe("A ceiling for the calls of one function: one of perSecond, perMinute, perHour");

/** What an answer of a directory may mean. The other codes are of events and of our own state. */
const MEANINGS = [
  "NoSeatLeft",
  "NotApplied",
  "DirectoryThrottled",
  "DirectoryUnavailable",
  "DirectoryAccessDenied",
  "DirectoryRejected",
  "DirectoryUserMissing",
  "DirectoryMissing",
] as const satisfies readonly FailureCode[];

const answer = members({
  // What a 2xx says is proven, or is not.
  status: z.int().min(300).max(599),
  contains: text.describe("A part of the body, in any case").optional(),
  scimType: text.optional(),
  means: z.enum(MEANINGS).describe("A failure code of docs/runbook.md"),
});

const chimeSource = members({ protocol: z.literal("chime"), licenses, leave: members(leave) });

const scimSource = members({
  protocol: z.literal("scim"),
  baseUrl: text.describe("The address under which /Users is, with variables of the stage"),
  auth,
  headers: z.record(z.string(), text).describe("Headers that the vendor asks for").default({}),
  match: members({ by: z.enum(["userName", "email", "emails.value"]).describe("What the filter of a find compares") }),
  create,
  rename: z.boolean().describe("Whether email and name may change after the creation").default(false),
  update: z
    .enum(["patch", "patch-pathless", "put-merge", "put-replace"])
    .describe("How a user is changed; no server says so itself"),
  deactivateBy: z
    .enum(["update", "patch"])
    .describe("How a user is deactivated, if not as it is changed")
    .default("update"),
  licenses,
  carrier,
  compare: z
    .enum(["exact", "ignore-case"])
    .describe("How a license that comes back is compared")
    .default("ignore-case"),
  proof: z
    .enum(["response", "get"])
    .describe("What must show a change before it counts as applied")
    .default("response"),
  lists: members({ license: z.boolean().describe("Whether a list of users shows their licenses") }).default({
    license: true,
  }),
  leave: members({
    ...leave,
    delete: z.boolean().describe("true deletes the user; needs irreversible: true").optional(),
  }),
  irreversible: z.boolean().describe("Says that what leave does cannot be undone").default(false),
  limits: limits.optional(),
  answers: z.array(answer).describe("What an answer means, if the vendor has a meaning of its own for it").default([]),
});

export const directorySource = z.discriminatedUnion("protocol", [scimSource, chimeSource], {
  error: "expected protocol: scim or chime",
});

export type ChimeSource = z.infer<typeof chimeSource>;
export type ScimSource = z.infer<typeof scimSource>;
export type LeaveSource = ScimSource["leave"];
