import { type Profile, RFC_PROFILE } from "../profile.ts";

const EXTENSION = "urn:ietf:params:scim:schemas:extension:zoom:1.0:User";
const READS = ["ListUsers", "GetUser", "ListGroups", "GetGroup"] as const;
const WRITES = ["CreateUser", "ReplaceUser", "PatchUser", "DeleteUser", "PatchGroup"] as const;

/**
 * Zoom: PUT merges, PATCH only deactivates. The number of calls a day depends on the plan, so the one here is a guess.
 * Source: Zoom's developer documentation and changelogs of SCIM2.
 */
export const zoom: Profile = {
  ...RFC_PROFILE,
  name: "zoom",
  path: "/scim2",
  oauth: { path: "/oauth/token", grant: "account_credentials", lifetimeSeconds: 3_600 },
  extensions: [EXTENSION],
  seat: { kind: "attribute", path: "userType", values: ["Basic", "Licensed", "On-Prem"], initial: "Basic" },
  hiddenInLists: ["userType", EXTENSION],
  filterBy: { userName: "userName" },
  filterAnd: false,
  put: "merges",
  patch: "deactivates",
  limits: [
    { operations: READS, calls: 80, perSeconds: 1, retryAfter: "seconds" },
    { operations: WRITES, calls: 60, perSeconds: 1, retryAfter: "seconds" },
    { operations: [...READS, ...WRITES], calls: 60_000, perDay: true, retryAfter: "iso-date-time" },
  ],
};
