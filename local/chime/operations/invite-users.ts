import * as z from "zod";
import type { Account } from "../account.ts";
import { email, userType, valid } from "../members.ts";
import type { WireUser } from "../user.ts";
import { onAccount, requireAccountType } from "./operation.ts";

const request = z.object({ UserEmailList: z.array(email).max(50), UserType: userType.nullish() });

/** For Team accounts. Whoever is invited is unregistered until the invitation is accepted: control-routes.ts. */
export const inviteUsers = onAccount((account, { body }) => {
  const { UserEmailList, UserType } = valid(request, body);
  requireAccountType(account, "Team");
  const users = UserEmailList.map((address) => invitedUser(account, address, UserType ?? "PrivateUser"));
  const Invites = UserEmailList.map((EmailAddress) => ({
    InviteId: account.nextInviteId(),
    Status: "Pending",
    EmailAddress,
    EmailStatus: "Sent",
  }));
  return { body: { Invites }, userIds: users.map(({ UserId }) => UserId) };
});

/** A member of the account stays as it is. A former one comes back with its ID and license. */
const invitedUser = (account: Account, address: string, UserType: "PrivateUser" | "SharedDevice"): WireUser => {
  const member = account.withEmail(address)[0]?.user;
  if (member !== undefined) return member;
  return account.add({
    UserType,
    ...(account.formerUser(address) ?? { PrimaryEmail: address }),
    UserRegistrationStatus: "Unregistered",
    UserInvitationStatus: "Pending",
    RegisteredOn: null,
    InvitedOn: account.now(),
  });
};
