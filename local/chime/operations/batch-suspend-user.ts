import { forEachUser, onAccount, requireAccountType, requireUser } from "./operation.ts";
import { userIdList } from "./user-id-list.ts";

/**
 * For Team and EnterpriseLWA accounts. A Team account loses the user, who comes back by a new invitation; in an
 * EnterpriseLWA account the user stays, suspended. Source: the client package's text on BatchSuspendUser.
 */
export const batchSuspendUser = onAccount((account, { body, behavior }) => {
  const users = userIdList(body);
  requireAccountType(account, "Team", "EnterpriseLWA");
  return forEachUser(users, behavior, ({ UserId }) => {
    const user = requireUser(account, UserId);
    if (account.settings.accountType === "Team") account.disassociate(user);
    else account.change(user, { UserRegistrationStatus: "Suspended" });
  });
});
