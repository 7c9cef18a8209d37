import { type Context, Hono } from "hono";
import { checked, refused } from "../emulator/control-request.ts";
import { type Account, type Accounts, openAccount } from "./account.ts";
import { accountSettings } from "./account-settings.ts";
import { refusedIfConflict } from "./control-conflict.ts";
import { controlUsers } from "./control-users.ts";

/** Lists the accounts, makes or replaces one with its users, deletes one. */
export const controlAccounts = (accounts: Accounts) => {
  const accountOf = (context: Context): Account => {
    const account = accounts.get(context.req.param("accountId") ?? "");
    if (account === undefined) throw refused(404, ["The account does not exist"]);
    return account;
  };
  return new Hono()
    .get("/", (context) => context.json([...accounts.values()].map(({ settings }) => settings)))
    .put("/:accountId", async (context) => {
      const accountId = context.req.param("accountId");
      const settings = await checked(accountSettings, context, { accountId });
      const account = refusedIfConflict(() => openAccount(settings));
      accounts.set(accountId, account);
      return context.json(settings);
    })
    .delete("/:accountId", (context) => {
      accounts.delete(accountOf(context).settings.accountId);
      return context.body(null, 204);
    })
    .route("/:accountId/users", controlUsers(accountOf));
};
