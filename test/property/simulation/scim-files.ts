import type { ScimFile } from "../../../domain/accounts/directory-file.ts";

const COMMON = {
  protocol: "scim",
  baseUrl: "https://scim.example/v2",
  auth: { scheme: "bearer", secret: "seatkeeper/simulation/scim" },
  headers: {},
  match: { by: "userName" },
  create: { userName: "email", externalId: "employeeId", displayName: "displayName" },
  licenses: ["Basic", "Plus", "Pro", "ProTrial"].map((name) => ({ name, value: `Seat${name}` })),
  compare: "ignore-case",
  leave: { license: "Basic", deactivate: true },
  can: { create: true, rename: false, deactivate: true },
  answers: [],
} as const satisfies Partial<ScimFile>;

/** The extension that has the license of `whole`. */
export const SEATS = "urn:ietf:params:scim:schemas:extension:seats:2.0:User";

/**
 * The directory files of the simulated SCIM servers, which are as different as vendors are. `element` is changed by a
 * PATCH, has the license in one element of a list, and its answers are believed. `attribute` has it in an attribute that
 * only a GET of the user shows; its PUT merges, its PATCH only deactivates, and its answers prove nothing. `whole` has it
 * in an extension; its PUT deletes what is left out and has etags, and email and name may change. In `group` a license is
 * a group, which is another resource than the user.
 */
export const SCIM_FILES = {
  element: {
    ...COMMON,
    name: "element",
    update: "patch",
    deactivateBy: "update",
    carrier: { kind: "element", list: "roles", where: { type: "seatType" } },
    proof: "response",
    listShowsLicense: true,
  },
  attribute: {
    ...COMMON,
    name: "attribute",
    update: "put-merge",
    deactivateBy: "patch",
    carrier: { kind: "attribute", path: "userType" },
    proof: "get",
    listShowsLicense: false,
  },
  whole: {
    ...COMMON,
    name: "whole",
    update: "put-replace",
    deactivateBy: "update",
    carrier: { kind: "attribute", path: `${SEATS}:tier` },
    proof: "response",
    listShowsLicense: true,
    can: { create: true, rename: true, deactivate: true },
  },
  group: {
    ...COMMON,
    name: "group",
    update: "patch",
    deactivateBy: "update",
    carrier: { kind: "group" },
    proof: "get",
    listShowsLicense: true,
  },
} as const satisfies Readonly<Record<string, ScimFile>>;

export type ScimServerName = keyof typeof SCIM_FILES;
