import * as z from "zod";
import { isUnassigned, type JsonObject, memberOf } from "./json-object.ts";
import type { Profile } from "./profile.ts";
import { badRequest } from "./scim-error.ts";
import { requireKnownSeat, withInitialSeat } from "./seat.ts";

export const nonBlank = z.string().regex(/\S/);
const list = z.array(z.looseObject({ value: z.string() })).readonly();
const text = z.string().nullish();

/** The attributes of a user that have a type here; others are kept as they come. Source: RFC 7643 §4.1. */
export const userMembers = {
  userName: nonBlank,
  externalId: text,
  displayName: text,
  active: z.boolean().nullish(),
  name: z.looseObject({ givenName: text, familyName: text }).nullish(),
  emails: list.nullish(),
  roles: list.nullish(),
  entitlements: list.nullish(),
};
const userSchema = z.looseObject(userMembers);

export const USER_URN = "urn:ietf:params:scim:schemas:core:2.0:User";

/** What the server sets itself, and ignores in a request: RFC 7644 §3.3. */
const OF_THE_SERVER = ["id", "meta", "groups"];

/** A user as it is kept: without what has no value, with what the profile sets by itself. */
export const withDefaults = ({ seat }: Profile, user: JsonObject): JsonObject => {
  const assigned = Object.entries(user).filter(
    ([name, value]) => !isUnassigned(value) && !OF_THE_SERVER.includes(name),
  );
  return withInitialSeat(seat, { schemas: [USER_URN], active: true, ...Object.fromEntries(assigned) });
};

/**
 * A user that a caller wrote, as it is kept. @throws ScimError 400 invalidValue that names the first bad attribute,
 * without its value
 */
export const checkedUser = (profile: Profile, user: JsonObject): JsonObject => {
  const { success, error } = userSchema.safeParse(user);
  if (!success) throw badRequest("invalidValue", `Invalid ${error.issues[0]?.path.join(".") || "user"}`);
  const kept = withDefaults(profile, user);
  checkTexts(profile, kept);
  requireKnownSeat(profile.seat, kept);
  return kept;
};

/** @throws ScimError 400 invalidValue for a new user that lacks an attribute */
export const requireAttributes = ({ required }: Profile, user: JsonObject): void => {
  const missing = required.find((name) => isUnassigned(memberOf(user, name)));
  if (missing !== undefined) throw badRequest("invalidValue", `${missing} is required`);
};

const checkTexts = ({ textRules }: Profile, user: JsonObject): void => {
  for (const { attribute, maxLength, without } of textRules) {
    const value = user[attribute];
    if (typeof value !== "string") continue;
    if (maxLength !== undefined && value.length > maxLength) {
      throw badRequest("invalidValue", `${attribute} has more than ${maxLength} characters`);
    }
    if (without !== undefined && value.includes(without)) {
      throw badRequest("invalidValue", `${attribute} has a ${without}`);
    }
  }
};
