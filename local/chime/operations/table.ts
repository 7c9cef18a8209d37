import { batchSuspendUser } from "./batch-suspend-user.ts";
import { batchUnsuspendUser } from "./batch-unsuspend-user.ts";
import { batchUpdateUser } from "./batch-update-user.ts";
import { createUser } from "./create-user.ts";
import { getAccount } from "./get-account.ts";
import { getUser } from "./get-user.ts";
import { inviteUsers } from "./invite-users.ts";
import { listAccounts } from "./list-accounts.ts";
import { listUsers } from "./list-users.ts";
import { logoutUser } from "./logout-user.ts";
import type { Operation } from "./operation.ts";
import { updateUser } from "./update-user.ts";

/** The operations that are emulated, by their AWS names. */
export const OPERATIONS = {
  CreateUser: createUser,
  UpdateUser: updateUser,
  BatchUpdateUser: batchUpdateUser,
  GetUser: getUser,
  ListUsers: listUsers,
  InviteUsers: inviteUsers,
  BatchSuspendUser: batchSuspendUser,
  BatchUnsuspendUser: batchUnsuspendUser,
  LogoutUser: logoutUser,
  GetAccount: getAccount,
  ListAccounts: listAccounts,
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;
export const OPERATION_NAMES = Object.keys(OPERATIONS) as readonly OperationName[];

/** The emulated operation of this name, if there is one. */
export const emulated = (name: string): Operation | undefined =>
  OPERATION_NAMES.includes(name as OperationName) ? OPERATIONS[name as OperationName] : undefined;
