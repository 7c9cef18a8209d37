import { type ChimeClient, type Invite, InviteUsersCommand } from "@aws-sdk/client-chime";
import type { Account, Directory, Person } from "../../../domain/accounts/directory.ts";
import { isSameEmail } from "../../../domain/facts/email.ts";
import { Failure } from "../../../domain/failures.ts";
import { requireTime } from "../../../domain/require-time.ts";
import { failureOfError } from "./failures.ts";

/**
 * Invites users, for Team accounts. `client` must not send a call again, or somebody gets two emails. InviteUsers does
 * not say which user an invitation leads to, so `find` is asked; AWS's guides say that she shows once she has accepted.
 */
export const invitations = (
  client: ChimeClient,
  AccountId: string,
  abortSignal: AbortSignal,
  find: Directory["find"],
): Pick<Directory, "create"> => {
  /** Undefined if the invitation was sent. */
  const invite = async (email: string): Promise<Failure | undefined> => {
    requireTime(abortSignal);
    try {
      const command = new InviteUsersCommand({ AccountId, UserEmailList: [email] });
      const { Invites = [] } = await client.send(command, { abortSignal });
      return problemOf(Invites, email);
    } catch (error) {
      return failureOfError("InviteUsers", error);
    }
  };

  /** An invitation in doubt is sent once more, unless it shows: two emails are better than none. */
  const create = async ({ email }: Person): Promise<Account> => {
    const failure = await invite(email);
    const account = failure === undefined || failure.retryable ? await find(email) : undefined;
    // Without its license: a member of old keeps hers, and acceptance may set another.
    if (account !== undefined) return { id: account.id };
    throw failure ?? new Failure("InvitationPending", "InviteUsers sent an invitation that is not accepted yet");
  };

  return { create };
};

/** That it was not sent, if the response says so. Source: `InviteStatus` and `EmailStatus` of the Chime service model. */
const problemOf = (invites: readonly Invite[], email: string): Failure | undefined => {
  const invite = invites.find(({ EmailAddress }) => EmailAddress && isSameEmail(EmailAddress.trim(), email));
  if (invite === undefined) return new Failure("DirectoryUnavailable", "InviteUsers returned no invitation");
  if (invite.Status !== "Failed" && invite.EmailStatus !== "Failed") return undefined;
  return new Failure("DirectoryUnavailable", "InviteUsers could not send the invitation");
};
