import { type BatchUpdateUserCommandInput, ConflictException, NotFoundException } from "@aws-sdk/client-chime";
import type { License } from "../../../domain/accounts/license.ts";

export type SimulatedUser = {
  readonly userId: string;
  readonly email: string;
  license: License;
  /** In ms of the simulated clock. */
  readonly createdAt: number;
  /** False if the user existed before Seatkeeper ran. */
  readonly created: boolean;
};

const DEFAULT_LICENSE: License = "Basic";
const normalize = (email: string): string => email.trim().toLowerCase();

/**
 * A Chime account in memory: CreateUser rejects an email that is in use, ignoring case; ListUsers does not return users
 * younger than `lag()` ms. It does not share code with the emulator, so that a mistake in one shows in the other.
 */
export const openDirectory = (now: () => number, lag: () => number) => {
  const users: SimulatedUser[] = [];
  const byEmail = (email: string) => users.find((user) => normalize(user.email) === normalize(email));
  const byId = (userId: string) => users.find((user) => user.userId === userId);

  const add = (email: string, created: boolean): SimulatedUser => {
    const user = { userId: `U${users.length + 1}`, email, license: DEFAULT_LICENSE, createdAt: now(), created };
    users.push(user);
    return user;
  };

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
      const user = byId(UserId);
      if (user === undefined) throw new NotFoundException({ message: "no such user", $metadata: {} });
      user.license = LicenseType;
      return { User: wire(user) };
    },
    BatchUpdateUser: ({ UpdateUserRequestItems = [] }: BatchUpdateUserCommandInput) => {
      const missing = UpdateUserRequestItems.filter(({ UserId = "" }) => byId(UserId) === undefined);
      for (const { UserId = "", LicenseType } of UpdateUserRequestItems) {
        const user = byId(UserId);
        if (user !== undefined && LicenseType !== undefined) user.license = LicenseType;
      }
      return { UserErrors: missing.map(({ UserId }) => ({ UserId, ErrorCode: "NotFound" })) };
    },
  };

  const execute = (operation: string, input: object): object => {
    const run = operations[operation];
    if (run === undefined) throw new Error(`the simulated directory has no ${operation}`);
    return run(input as never);
  };
  return { execute, add, users };
};

const wire = ({ userId, email, license }: SimulatedUser) => ({
  UserId: userId,
  PrimaryEmail: email,
  LicenseType: license,
});
