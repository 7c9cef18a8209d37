import { forEachUser, onAccount, requireAccountType, requireUser } from "./operation.ts";
import { userIdList } from "./user-id-list.ts";

/**
 * For EnterpriseLWA accounts. Suspended users are as they were before: registered if they ever were. "Users who are not
 * previously suspended are ignored": the client package's text on BatchUnsuspendUser.
 */
export const batchUnsuspendUser = onAccount((account, { body, behavior }) => {
  const users = userIdList(body);
  requireAccountType(account, "EnterpriseLWA");
  return forEachUser(users, behavior, ({ UserId }) => {
    const user = requireUser(account, UserId);
    if (user.UserRegistrationStatus !== "Suspended") return;
    const before = user.RegisteredOn === undefined ? "Unregistered" : "Registered";
    account.change(user, { UserRegistrationStatus: before });
  });
});
