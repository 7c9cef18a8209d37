import { type Profile, RFC_PROFILE } from "../profile.ts";

/** No vendor: what RFC 7643 and RFC 7644 say. A PATCH of a group is a 204, which RFC 7644 §3.5.2 allows. */
export const scim: Profile = {
  ...RFC_PROFILE,
  name: "scim",
  path: "/scim/v2",
  oauth: { path: "/oauth/token", grant: "client_credentials", lifetimeSeconds: 3_600 },
  extensions: ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
  seat: { kind: "element", list: "roles", where: {} },
  etags: true,
  groupPatch: "nothing",
};
