import { onUser } from "./operation.ts";

export const getUser = onUser((_account, user) => ({ body: { User: user }, userIds: [user.UserId] }));
