import { RegistrationStatus, type User, UserType } from "@aws-sdk/client-chime";
import type { Account } from "../../../domain/accounts/directory.ts";
import { isSameEmail } from "../../../domain/facts/email.ts";
import { Failure } from "../../../domain/failures.ts";

/** Those users who have this email. One under another email is nobody's, however alike the two are. */
export const usersWithEmail = (users: readonly User[], email: string): readonly User[] =>
  users.filter(({ UserId, PrimaryEmail }) => UserId && PrimaryEmail && isSameEmail(PrimaryEmail.trim(), email));

/**
 * The account of the only user that ListUsers found; undefined if it found none.
 * @throws Failure `AmbiguousUser`, `UserIsDevice`
 */
export const foundAccount = (found: readonly User[]): Account | undefined => {
  const [user] = found;
  if (user === undefined) return undefined;
  // A list that changes while it is read may show one user twice.
  if (found.every(({ UserId }) => UserId === user.UserId)) return accountOf(user);
  throw new Failure("AmbiguousUser", "ListUsers returned more than one user with this email");
};

/**
 * The account of the user that CreateUser returned.
 * @throws Failure `UserMismatch` if it has another email than the one asked for; `UserIsDevice`; retryable if the
 * response leaves open who was created
 */
export const createdAccount = (user: User | undefined, email: string): Account => {
  if (!user?.UserId || !user.PrimaryEmail) throw new Failure("DirectoryUnavailable", "CreateUser returned no user");
  if (isSameEmail(user.PrimaryEmail.trim(), email)) return accountOf(user);
  throw new Failure("UserMismatch", "CreateUser returned a user with another email");
};

/** What a user shows of her account. @throws Failure `UserIsDevice` */
export const accountOf = ({
  UserId: id = "",
  LicenseType,
  UserType: type,
  UserRegistrationStatus: status,
}: User): Account => {
  if (type === UserType.SharedDevice) {
    throw new Failure("UserIsDevice", "the directory user with this email is a shared device");
  }
  const active = status ? { active: status !== RegistrationStatus.Suspended } : {};
  return { id, ...(LicenseType ? { license: LicenseType } : {}), ...active };
};
