import { randomUUID } from "node:crypto";
import type { License } from "../../domain/accounts/license.ts";
import type { Account, WireUser } from "./account.ts";
import { ChimeError, type ErrorCode } from "./chime-error.ts";
import { requests, valid } from "./requests.ts";

/** A request after routing. `body` is parsed JSON, `query` the query string's members. */
export type OperationRequest = {
  readonly userId: string;
  readonly body: unknown;
  readonly query: Readonly<Record<string, string>>;
};

/** `userIds` are the affected users, for the call log. */
export type OperationResult = {
  readonly status: 200 | 201 | 204;
  readonly body?: object;
  readonly userIds: readonly string[];
};

export type OperationOptions = {
  /** ListUsers does not return users younger than this. */
  readonly findLagMs: number;
  /** The users that BatchUpdateUser must report as failed, with their error codes. */
  readonly userErrors: Readonly<Record<string, string>>;
};

export type Operation = (account: Account, request: OperationRequest, options: OperationOptions) => OperationResult;

const createUser: Operation = (account, { body }) => {
  const { Email, Username, UserType } = valid(requests.createUser, body);
  const email = (Email ?? Username ?? "").trim();
  if (email === "") throw new ChimeError("BadRequestException", "Email or Username is required");
  if (account.findByEmail(email) !== undefined) throw new ChimeError("ConflictException", "The user already exists");
  const user = account.add(email, { UserType: UserType ?? "PrivateUser", ...registered() });
  return { status: 201, body: { User: user }, userIds: [user.UserId] };
};

const updateUser: Operation = (account, { userId, body }) => {
  const { LicenseType } = valid(requests.updateUser, body);
  const user = setLicense(account, userId, LicenseType);
  return { status: 200, body: { User: user }, userIds: [userId] };
};

const batchUpdateUser: Operation = (account, { body }, { userErrors }) => {
  const { UpdateUserRequestItems: items } = valid(requests.batchUpdateUser, body);
  const errors = items.flatMap(({ UserId, LicenseType }) => {
    const chosen = userErrors[UserId];
    if (chosen !== undefined) return [userError(UserId, chosen, "An injected fault")];
    return attempt(UserId, () => setLicense(account, UserId, LicenseType));
  });
  return { status: 200, body: { UserErrors: errors }, userIds: items.map(({ UserId }) => UserId) };
};

const getUser: Operation = (account, { userId }) => ({
  status: 200,
  body: { User: requireUser(account, userId) },
  userIds: [userId],
});

const listUsers: Operation = (account, { query }, { findLagMs }) => {
  const { "user-email": email, "user-type": type, ...page } = valid(requests.listUsers, query);
  const byEmail = email === undefined ? undefined : account.findByEmail(email);
  const candidates = email === undefined ? account.all() : byEmail === undefined ? [] : [byEmail];
  const users = candidates.filter(
    ({ UserId, UserType }) =>
      (type === undefined || UserType === type) && (findLagMs === 0 || account.ageMs(UserId) >= findLagMs),
  );
  const start = readToken(page["next-token"]);
  const end = start + page["max-results"];
  const Users = users.slice(start, end);
  const NextToken = end < users.length ? { NextToken: writeToken(end) } : {};
  return { status: 200, body: { Users, ...NextToken }, userIds: Users.map(({ UserId }) => UserId) };
};

const inviteUsers: Operation = (account, { body }) => {
  const { UserEmailList, UserType } = valid(requests.inviteUsers, body);
  const invited = UserEmailList.map((email) => {
    const details = { UserType: UserType ?? "PrivateUser", UserInvitationStatus: "Pending", InvitedOn: now() } as const;
    return { email, user: account.findByEmail(email) ?? account.add(email, details) };
  });
  const Invites = invited.map(({ email }) => ({
    InviteId: randomUUID(),
    Status: "Pending",
    EmailAddress: email,
    EmailStatus: "Sent",
  }));
  return { status: 201, body: { Invites }, userIds: invited.map(({ user }) => user.UserId) };
};

const changeStatus =
  (UserRegistrationStatus: WireUser["UserRegistrationStatus"]): Operation =>
  (account, { body }) => {
    const { UserIdList } = valid(requests.userIdList, body);
    const errors = UserIdList.flatMap((userId) =>
      attempt(userId, () => account.change(requireUser(account, userId), { UserRegistrationStatus })),
    );
    return { status: 200, body: { UserErrors: errors }, userIds: UserIdList };
  };

const logoutUser: Operation = (account, { userId }) => {
  requireUser(account, userId);
  return { status: 204, userIds: [userId] };
};

const getAccount: Operation = ({ settings }) => ({
  status: 200,
  body: {
    Account: {
      AwsAccountId: "000000000000",
      AccountId: settings.accountId,
      Name: "Emulated account",
      AccountType: settings.accountType,
      DefaultLicense: settings.defaultLicense,
      SupportedLicenses: settings.supportedLicenses,
    },
  },
  userIds: [],
});

/** The operations by their AWS names. */
export const OPERATIONS = {
  CreateUser: createUser,
  UpdateUser: updateUser,
  BatchUpdateUser: batchUpdateUser,
  GetUser: getUser,
  ListUsers: listUsers,
  InviteUsers: inviteUsers,
  BatchSuspendUser: changeStatus("Suspended"),
  BatchUnsuspendUser: changeStatus("Registered"),
  LogoutUser: logoutUser,
  GetAccount: getAccount,
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;

const requireUser = (account: Account, userId: string): WireUser => {
  const user = account.get(userId);
  if (user === undefined) throw new ChimeError("NotFoundException", "The user does not exist");
  return user;
};

const setLicense = (account: Account, userId: string, license: License | null | undefined): WireUser => {
  const user = requireUser(account, userId);
  if (license === null || license === undefined) return user;
  if (!account.settings.supportedLicenses.includes(license)) {
    throw new ChimeError("BadRequestException", `The account does not support the license ${license}`);
  }
  return account.change(user, { LicenseType: license });
};

const attempt = (userId: string, act: () => void) => {
  try {
    act();
    return [];
  } catch (error) {
    if (!(error instanceof ChimeError)) throw error;
    return [userError(userId, error.code, error.message)];
  }
};

const userError = (UserId: string, ErrorCode: ErrorCode | string, ErrorMessage: string) => ({
  UserId,
  ErrorCode,
  ErrorMessage,
});

const now = (): string => new Date().toISOString();

const registered = () => ({ UserRegistrationStatus: "Registered", RegisteredOn: now() }) as const;

const writeToken = (offset: number): string => Buffer.from(`offset:${offset}`).toString("base64url");

const readToken = (token: string | undefined): number => {
  if (token === undefined) return 0;
  const offset = /^offset:(\d{1,9})$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  if (offset === undefined) throw new ChimeError("BadRequestException", "Invalid next-token");
  return Number(offset);
};
