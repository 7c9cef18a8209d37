import { onAccount } from "./operation.ts";
import { wireAccount } from "./wire-account.ts";

export const getAccount = onAccount(({ settings }) => ({ body: { Account: wireAccount(settings) }, userIds: [] }));
