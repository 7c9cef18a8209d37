import { isObject, type JsonObject, memberOf, withMember } from "./json-object.ts";
import type { Seat } from "./profile.ts";
import { badRequest } from "./scim-error.ts";

/** The name under which `active` counts as a seat. */
const MEMBER = "member";

/** The seat that a user has; undefined if it has none, or is not active. */
export const seatOf = (seat: Seat, user: JsonObject): string | undefined => {
  if (user["active"] === false) return undefined;
  return seat.kind === "active" ? MEMBER : seatValue(seat, user);
};

/** A user with the seat that it gets by itself if it names none. */
export const withInitialSeat = (seat: Seat, user: JsonObject): JsonObject => {
  if (seat.kind === "active" || seat.initial === undefined || seatValue(seat, user) !== undefined) return user;
  return withSeatValue(seat, user, seat.initial);
};

/** @throws ScimError 400 invalidValue for a seat that the vendor does not have */
export const requireKnownSeat = (seat: Seat, user: JsonObject): void => {
  if (seat.kind === "active" || seat.values === undefined) return;
  const value = seatValue(seat, user);
  if (value === undefined || seat.values.includes(value)) return;
  throw badRequest("invalidValue", `${value} is not one of ${seat.values.join(", ")}`);
};

/** A user whose seat stays as it was `before`, for the vendor that applies the rest. */
export const withSeatOf = (seat: Seat, before: JsonObject, user: JsonObject): JsonObject => {
  const name = carrierOf(seat);
  return withMember(user, name, memberOf(before, name));
};

type ValueSeat = Exclude<Seat, { kind: "active" }>;

const carrierOf = (seat: Seat): string =>
  seat.kind === "element" ? seat.list : seat.kind === "attribute" ? seat.path : "active";

const seatValue = (seat: ValueSeat, user: JsonObject): string | undefined => {
  const member = memberOf(user, carrierOf(seat));
  if (seat.kind === "attribute") return text(member);
  const element = Array.isArray(member) ? member.find((each) => isLike(seat.where, each)) : undefined;
  return isObject(element) ? text(element["value"]) : undefined;
};

const withSeatValue = (seat: ValueSeat, user: JsonObject, value: string): JsonObject => {
  if (seat.kind === "attribute") return withMember(user, seat.path, value);
  const list = memberOf(user, seat.list);
  return withMember(user, seat.list, [...(Array.isArray(list) ? list : []), { ...seat.where, value }]);
};

const isLike = (where: Readonly<Record<string, string>>, element: unknown): boolean =>
  isObject(element) && Object.entries(where).every(([name, value]) => element[name] === value);

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
