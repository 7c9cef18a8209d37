import { EXCHANGE_MS } from "../../../../adapters/directories/scim/exchange.ts";
import { nodeTimer, type Timer } from "../../../../adapters/timer.ts";
import type { ScimFile } from "../../../../domain/accounts/directory-file.ts";

/** A directory file as Figma's may be, with what a test wants otherwise. */
export const scimFile = (other: Partial<ScimFile> = {}): ScimFile => ({
  protocol: "scim",
  name: "figma",
  baseUrl: "https://figma.example/scim/v2",
  auth: { scheme: "bearer", secret: "seatkeeper/test/figma" },
  headers: {},
  match: { by: "userName" },
  create: { userName: "email", externalId: "employeeId", displayName: "displayName", emails: "work" },
  update: "patch",
  deactivateBy: "update",
  licenses: [
    { name: "view", value: "View" },
    { name: "full", value: "Full" },
  ],
  carrier: { kind: "element", list: "roles", where: { type: "seatType" } },
  compare: "ignore-case",
  proof: "response",
  listShowsLicense: true,
  leave: { deactivate: true },
  can: { create: true, rename: true, deactivate: true },
  answers: [],
  ...other,
});

const underWay = new Set<() => void>();

/** Pauses end at once, and a response is given up when a test says so. */
export const quickTimer: Timer = (milliseconds, callBack) => {
  if (milliseconds !== EXCHANGE_MS) return nodeTimer(0, callBack);
  underWay.add(callBack);
  return () => underWay.delete(callBack);
};

/** The time of every response under way is up. */
export const timeOut = (): void => {
  for (const callBack of underWay) callBack();
};

export const ANA = { employeeId: "E1", email: "ana@example.com", displayName: "Ana Lopez" };

/** Ana's user, with a license. */
export const FULL = { userName: ANA.email, roles: [{ type: "seatType", value: "Full" }] };

export const NEVER = new AbortController().signal;
