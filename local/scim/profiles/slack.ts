import type { OperationName } from "../operation-names.ts";
import { type Limit, type Profile, RFC_PROFILE } from "../profile.ts";

const WRITES = ["CreateUser", "ReplaceUser", "PatchUser", "DeleteUser"] as const;

const perMinute = (operations: readonly OperationName[], calls: number, burst?: number): Limit => ({
  operations,
  calls,
  perSeconds: 60,
  burst,
  retryAfter: "seconds",
});

/** Slack: a member is a seat, so `active` is all there is to it. Source: docs.slack.dev, SCIM API and its rate limits. */
export const slack: Profile = {
  ...RFC_PROFILE,
  name: "slack",
  path: "/scim/v2",
  seat: { kind: "active" },
  textRules: [
    { attribute: "userName", maxLength: 20 },
    { attribute: "displayName", without: "@" },
  ],
  filterBy: { userName: "userName", email: "emails.value" },
  filterAnd: false,
  delete: "deactivates",
  limits: [
    ...WRITES.map((operation) => perMinute([operation], 180, 20)),
    perMinute([...WRITES, "PatchGroup"], 600, 180),
    perMinute(["ListUsers", "GetUser", "ListGroups", "GetGroup"], 1_000),
  ],
};
