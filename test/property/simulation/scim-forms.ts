import type { License } from "../../../domain/accounts/license.ts";
import { type ScimServerName, SEATS } from "./scim-files.ts";
import type { Json } from "./scim-messages.ts";
import type { SimulatedUser } from "./users.ts";

/** What a request sets; what it does not name stays. */
export type Wish = Partial<Pick<SimulatedUser, "email" | "name" | "license" | "active">>;

/**
 * How a server shows its users and takes changes. `whole` is a user alone, `listed` one of a list; `echoes`: its answers
 * may repeat what was asked for, done or not. A wish is undefined if the request names what is not there.
 */
export type ScimForm = {
  readonly firstLicense: License;
  readonly echoes: boolean;
  readonly conflictType: string | undefined;
  readonly whole: (user: SimulatedUser) => Json;
  readonly listed: (user: SimulatedUser) => Json;
  readonly wishOfNew: (body: Json) => Wish;
  readonly wishOfPatch: (operations: readonly Operation[], user: SimulatedUser) => Wish | undefined;
  readonly wishOfPut: (body: Json) => Wish | undefined;
};

export type Operation = { readonly op: string; readonly path?: string; readonly value?: unknown };

export const seatOf = (license: License): string => `Seat${license}`;
const LICENSES: readonly License[] = ["Basic", "Plus", "Pro", "ProTrial"];
/** A seat is a license's in any case. */
export const licenseOf = (seat: unknown): License | undefined =>
  LICENSES.find((license) => seatOf(license).toLowerCase() === String(seat).toLowerCase());

const licensed = (seat: unknown): Wish => {
  const license = licenseOf(seat);
  return license === undefined ? {} : { license };
};
const activated = (active: unknown): Wish =>
  active === undefined ? {} : { active: String(active).toLowerCase() === "true" };

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const shownBy = ({ userId, email, name, active }: SimulatedUser): Json => ({
  schemas: [USER],
  id: userId,
  userName: email,
  displayName: name,
  active,
});

const nothing = (): Wish => ({});
const wishOfAll = (operations: readonly Operation[], wishOf: (operation: Operation) => Wish): Wish =>
  Object.assign({}, ...operations.map(wishOf));

const SEAT = 'roles[type eq "seatType"].value';
/** The seat among the elements of a list. */
const seatIn = (roles: unknown): unknown =>
  Array.isArray(roles) ? roles.find((role) => role.type === "seatType")?.value : undefined;

const withRole = (user: SimulatedUser): Json => ({
  ...shownBy(user),
  roles: user.license === "" ? [] : [{ type: "seatType", value: seatOf(user.license) }],
});

/** Nobody has a role before one was given: its path then has no target. */
const element: ScimForm = {
  firstLicense: "",
  echoes: false,
  conflictType: "uniqueness",
  whole: withRole,
  listed: withRole,
  wishOfNew: ({ roles, active }) => ({ ...licensed(seatIn(roles)), ...activated(active) }),
  wishOfPatch: (operations, { license }) =>
    license === "" && operations.some(({ path }) => path === SEAT)
      ? undefined
      : wishOfAll(operations, ({ op, path, value }) => {
          if (path === SEAT) return licensed(value);
          if (op === "add" && path === "roles") return licensed(seatIn(value));
          return path === "active" ? activated(value) : {};
        }),
  wishOfPut: () => undefined,
};

/** A PATCH does nothing but to deactivate, and a list does not show the license. */
const attribute: ScimForm = {
  firstLicense: "Basic",
  echoes: true,
  conflictType: undefined,
  whole: (user) => ({ ...shownBy(user), userType: seatOf(user.license) }),
  listed: shownBy,
  wishOfNew: ({ userType, active }) => ({ ...licensed(userType), ...activated(active) }),
  wishOfPatch: (operations) =>
    wishOfAll(operations, ({ path, value }) => (path === "active" && value === false ? { active: false } : {})),
  wishOfPut: ({ userType, active }) => ({ ...licensed(userType), ...activated(active) }),
};

const withTier = (user: SimulatedUser): Json => ({
  ...shownBy(user),
  [SEATS]: { tier: user.license === "" ? undefined : seatOf(user.license) },
  meta: { version: `W/"${user.email} ${user.name} ${user.license} ${user.active}"` },
});

/** A PUT without the license takes it away. */
const wholeWish = (body: Json): Wish => {
  const members = lowerCased(body);
  const { username, displayname, active = true } = members;
  const { tier } = lowerCased((members[SEATS.toLowerCase()] ?? {}) as Json);
  const named = { email: String(username), name: String(displayname ?? "") };
  return { ...named, license: licenseOf(tier) ?? "", ...activated(active) };
};
const lowerCased = (object: Json): Json =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value]));

const whole: ScimForm = {
  firstLicense: "",
  echoes: false,
  conflictType: "uniqueness",
  whole: withTier,
  listed: withTier,
  wishOfNew: wholeWish,
  wishOfPatch: () => undefined,
  wishOfPut: wholeWish,
};

const withGroups = (user: SimulatedUser): Json => ({
  ...shownBy(user),
  groups: groupsIn(user).map((license) => ({ value: seatOf(license) })),
});
export const groupsIn = ({ license }: SimulatedUser): readonly License[] => license.split("+").filter(Boolean);

/** Nobody is in a group before somebody adds her. */
const group: ScimForm = {
  firstLicense: "",
  echoes: false,
  conflictType: undefined,
  whole: withGroups,
  listed: withGroups,
  wishOfNew: nothing,
  wishOfPatch: (operations) => wishOfAll(operations, ({ path, value }) => (path === "active" ? activated(value) : {})),
  wishOfPut: () => undefined,
};

export const SCIM_FORMS: Readonly<Record<ScimServerName, ScimForm>> = { element, attribute, whole, group };
