import type { Account } from "../../../domain/accounts/directory.ts";
import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import { isSameEmail } from "../../../domain/facts/email.ts";
import { Failure } from "../../../domain/failures.ts";
import { licenseIn } from "./carriers.ts";
import { elementsOf } from "./elements.ts";
import { isSameText, type Json, memberOf, textOf } from "./json.ts";

type Reading = Pick<ScimFile, "carrier" | "compare" | "licenses">;

/** A user's ID. One that would make another path of an address is none. */
export const idOf = (user: unknown): string | undefined => {
  const id = textOf(memberOf(user, "id"));
  return id === undefined || /^\.{0,2}$/.test(id) ? undefined : id;
};

/** The addresses that a user is known by, as the directory file matches them. */
export const emailsOf = (user: unknown, { match }: Pick<ScimFile, "match">): readonly string[] => {
  const shown = isSameText(match.by, "userName")
    ? [memberOf(user, "userName")]
    : elementsOf(memberOf(user, "emails")).map((each) => memberOf(each, "value") ?? each);
  return shown.flatMap((each) => textOf(each)?.trim() || []);
};

/** Whether a user has this very email: a filter may be ignored, or match more than it says. */
export const hasEmail = (user: unknown, email: string, file: Pick<ScimFile, "match">): boolean =>
  emailsOf(user, file).some((each) => isSameEmail(each, email));

/**
 * The only one of the users; undefined if there is none. A list that changes while it is read may show one twice.
 * @throws Failure `AmbiguousUser`; `DirectoryUnavailable` if a user has no ID
 */
export const onlyUser = (users: readonly Json[]): Json | undefined => {
  const ids = new Set(users.map(idOf));
  if (ids.has(undefined)) throw new Failure("DirectoryUnavailable", "GET of users returned a user without an ID");
  if (ids.size > 1) throw new Failure("AmbiguousUser", "GET of users returned more than one user with this email");
  return users[0];
};

/** What a user shows of her account. */
export const accountOf = (user: Json, id: string, file: Reading): Account => {
  const license = licenseIn(user, file);
  return { id, ...(license === undefined ? {} : { license }), ...stateOf(user) };
};

/** `active` may come as text. */
export const stateOf = (user: Json): Pick<Account, "active"> => {
  const active = textOf(memberOf(user, "active"))?.toLowerCase();
  return active === "true" || active === "false" ? { active: active === "true" } : {};
};
