import { type BatchUpdateUserCommandInput, ConflictException, NotFoundException } from "@aws-sdk/client-chime";
import type { License } from "../../../domain/accounts/license.ts";
import type { ByHand } from "./history.ts";

export type SimulatedUser = {
  readonly userId: string;
  readonly email: string;
  license: License;
  active: boolean;
  /** In ms of the simulated clock. */
  readonly createdAt: number;
  /** False if the user existed before Seatkeeper ran, or an operator made it. */
  readonly created: boolean;
};

const DEFAULT_LICENSE: License = "Basic";
const normalize = (email: string): string => email.trim().toLowerCase();

type UserIds = { readonly UserIdList: readonly string[] };

/**
 * A Chime account in memory: CreateUser rejects an email that is in use, ignoring case; ListUsers does not return users
 * younger than `lag()` ms. It does not share code with the emulator, so that a mistake in one shows in the other.
 */
export const openDirectory = (now: () => number, lag: () => number) => {
  const users: SimulatedUser[] = [];
  let added = 0;
  const byEmail = (email: string) => users.find((user) => normalize(user.email) === normalize(email));
  const byId = (userId: string) => users.find((user) => user.userId === userId);
  const requireUser = (userId: string): SimulatedUser => {
    const user = byId(userId);
    if (user === undefined) throw new NotFoundException({ message: "no such user", $metadata: {} });
    return user;
  };

  const add = (email: string, created: boolean): SimulatedUser => {
    added += 1;
    const is = { license: DEFAULT_LICENSE, active: true, createdAt: now(), created };
    const user = { userId: `U${added}`, email, ...is };
    users.push(user);
    return user;
  };

  /** `UserErrors` for whoever does not exist. */
  const each = (userIds: readonly string[], act: (user: SimulatedUser, index: number) => void): object => {
    const found = userIds.map(byId);
    found.forEach((user, index) => {
      if (user !== undefined) act(user, index);
    });
    const missing = userIds.filter((_, index) => found[index] === undefined);
    return { UserErrors: missing.map((UserId) => ({ UserId, ErrorCode: "NotFound" })) };
  };
  const setActive =
    (active: boolean) =>
    ({ UserIdList }: UserIds) =>
      each(UserIdList, (user) => {
        user.active = active;
      });

  const operations: Readonly<Record<string, (input: never) => object>> = {
    ListUsers: ({ UserEmail }: { UserEmail: string }) => {
      const user = byEmail(UserEmail);
      const isListed = user !== undefined && (!user.created || now() - user.createdAt >= lag());
      return { Users: isListed ? [wire(user)] : [] };
    },
    CreateUser: ({ Email }: { Email: string }) => {
      if (byEmail(Email) !== undefined) throw new ConflictException({ message: "the email is in use", $metadata: {} });
      return { User: wire(add(Email, true)) };
    },
    UpdateUser: ({ UserId, LicenseType }: { UserId: string; LicenseType: License }) => {
      const user = requireUser(UserId);
      user.license = LicenseType;
      return { User: wire(user) };
    },
    BatchUpdateUser: ({ UpdateUserRequestItems: items = [] }: BatchUpdateUserCommandInput) =>
      each(
        items.map(({ UserId = "" }) => UserId),
        (user, index) => {
          user.license = items[index]?.LicenseType ?? user.license;
        },
      ),
    BatchSuspendUser: setActive(false),
    BatchUnsuspendUser: setActive(true),
    LogoutUser: ({ UserId }: { UserId: string }) => {
      requireUser(UserId);
      return {};
    },
  };

  const execute = (operation: string, input: object): object => {
    const run = operations[operation];
    if (run === undefined) throw new Error(`the simulated directory has no ${operation}`);
    return run(input as never);
  };

  const byHand = (act: ByHand, user: SimulatedUser, license: License): void => {
    if (act === "license") user.license = license;
    else if (act === "suspend") user.active = false;
    else users.splice(users.indexOf(user), 1);
    if (act === "remake") add(user.email, false);
  };
  return { execute, add, byHand, users };
};

const wire = ({ userId, email, license, active }: SimulatedUser) => ({
  UserId: userId,
  PrimaryEmail: email,
  LicenseType: license,
  UserRegistrationStatus: active ? "Registered" : "Suspended",
});
