import { type BatchUpdateUserCommandInput, ConflictException, NotFoundException } from "@aws-sdk/client-chime";
import type { License } from "../../../domain/accounts/license.ts";
import type { SimulatedUser, SimulatedUsers } from "./users.ts";

type UserIds = { readonly UserIdList: readonly string[] };

/**
 * A Chime account in memory: CreateUser rejects an email that is in use, ignoring case. It does not share code with the
 * emulator, so that a mistake in one shows in the other.
 */
export const chimeAccount = ({ add, byEmail, byId, isListed }: SimulatedUsers) => {
  const requireUser = (userId: string): SimulatedUser => {
    const user = byId(userId);
    if (user === undefined) throw new NotFoundException({ message: "no such user", $metadata: {} });
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
      return { Users: user !== undefined && isListed(user) ? [wire(user)] : [] };
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

  /** @throws the SDK's errors */
  return (operation: string, input: object): object => {
    const run = operations[operation];
    if (run === undefined) throw new Error(`the simulated Chime account has no ${operation}`);
    return run(input as never);
  };
};

const wire = ({ userId, email, license, active }: SimulatedUser) => ({
  UserId: userId,
  PrimaryEmail: email,
  LicenseType: license,
  UserRegistrationStatus: active ? "Registered" : "Suspended",
});
