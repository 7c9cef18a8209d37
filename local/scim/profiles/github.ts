import { type Profile, RFC_PROFILE } from "../profile.ts";

/**
 * GitHub Enterprise with managed users. Sources: docs.github.com, "provisioning users and groups with SCIM", and
 * GitHub's OpenAPI description.
 */
export const github: Profile = {
  ...RFC_PROFILE,
  name: "github",
  path: "/scim/v2/enterprises/local",
  requiredHeaders: ["user-agent"],
  seat: {
    kind: "element",
    list: "roles",
    where: {},
    values: ["user", "guest_collaborator", "enterprise_owner", "billing_manager"],
    initial: "user",
  },
  required: ["schemas", "externalId", "userName", "active", "displayName", "emails"],
  filterBy: { userName: "userName", externalId: "externalId", id: "id", displayName: "displayName" },
  filterAnd: false,
  patch: "no-filter-paths",
  limits: [
    {
      operations: ["CreateUser", "ReplaceUser", "PatchUser", "DeleteUser"],
      calls: 1_000,
      perSeconds: 3_600,
      retryAfter: "seconds",
    },
  ],
};
