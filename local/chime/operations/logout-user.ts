import { onUser } from "./operation.ts";

/** The emulated users have no sessions: the call log alone shows that it was called. */
export const logoutUser = onUser((_account, user) => ({ userIds: [user.UserId] }));
