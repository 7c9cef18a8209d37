import type { License } from "@aws-sdk/client-chime";
import type { Account, Accounts } from "../account.ts";
import type { AccountType } from "../account-settings.ts";
import { ChimeError, chimeError } from "../chime-error.ts";
import type { WireUser } from "../user.ts";

/** A request after routing. `labels` are the variables of its path, `body` is parsed JSON. */
export type OperationRequest = {
  readonly labels: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly query: URLSearchParams;
  readonly behavior: Behavior;
};

/** How a test wants an operation to behave. */
export type Behavior = {
  /** ListUsers does not return users younger than this. */
  readonly findLagMs: number;
  /** The users that a batch must report as failed, with their error codes. */
  readonly userErrors: Readonly<Record<string, string>>;
  /** `id` leaves all other members out, as the AWS CLI's reference shows UpdateUser. */
  readonly updateUserReturns: "user" | "id";
};

/** `userIds` are the affected users, for the call log. */
export type OperationResult = { readonly body?: object; readonly userIds: readonly string[] };

/** @throws ChimeError */
export type Operation = (accounts: Accounts, request: OperationRequest) => OperationResult;

/** An operation on the account that its path names. */
export const onAccount =
  (operation: (account: Account, request: OperationRequest) => OperationResult): Operation =>
  (accounts, request) => {
    const account = accounts.get(request.labels["AccountId"] ?? "");
    if (account === undefined) throw chimeError("NotFoundException", "The account does not exist");
    return operation(account, request);
  };

/** An operation on the user that its path names. */
export const onUser = (
  operation: (account: Account, user: WireUser, request: OperationRequest) => OperationResult,
): Operation =>
  onAccount((account, request) => operation(account, requireUser(account, request.labels["UserId"] ?? ""), request));

/** @throws ChimeError NotFoundException */
export const requireUser = (account: Account, userId: string): WireUser => {
  const user = account.get(userId);
  if (user === undefined) throw chimeError("NotFoundException", "The user does not exist");
  return user;
};

/** Chime documents the account types; ForbiddenException is the emulator's choice. @throws ChimeError */
export const requireAccountType = ({ settings }: Account, ...types: readonly AccountType[]): void => {
  if (types.includes(settings.accountType)) return;
  throw chimeError("ForbiddenException", `Not available for accounts of type ${settings.accountType}`);
};

/** Changes nothing if no license is given. @throws ChimeError BadRequestException for one that is not supported */
export const setLicense = (account: Account, user: WireUser, license: License | null | undefined): WireUser => {
  if (license === null || license === undefined) return user;
  if (!account.settings.supportedLicenses.includes(license)) {
    throw chimeError("BadRequestException", `The account does not support the license ${license}`);
  }
  return account.change(user, { LicenseType: license });
};

/** Acts on each user by itself, and returns who could not be acted on, as a batch operation of Chime does. */
export const forEachUser = <T extends { readonly UserId: string }>(
  items: readonly T[],
  { userErrors }: Behavior,
  act: (item: T) => void,
): OperationResult => {
  const UserErrors = items.flatMap((item) => {
    const chosen = userErrors[item.UserId];
    return chosen === undefined ? attempt(item, act) : [userError(item.UserId, chosen, "An injected fault")];
  });
  return { body: { UserErrors }, userIds: items.map(({ UserId }) => UserId) };
};

const attempt = <T extends { readonly UserId: string }>(item: T, act: (item: T) => void) => {
  try {
    act(item);
    return [];
  } catch (error) {
    if (!(error instanceof ChimeError)) throw error;
    return [userError(item.UserId, error.code ?? error.name, error.message)];
  }
};

const userError = (UserId: string, ErrorCode: string, ErrorMessage: string) => ({ UserId, ErrorCode, ErrorMessage });
