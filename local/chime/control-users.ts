import { type Context, Hono } from "hono";
import { checked, refused } from "../emulator/control-request.ts";
import type { Account } from "./account.ts";
import { refusedIfConflict } from "./control-conflict.ts";
import { userChanges, userSeed, type WireUser } from "./user.ts";

/** What an administrator does by hand with the users of an account, which `accountOf` finds by the path. */
export const controlUsers = (accountOf: (context: Context) => Account) => {
  const userOf = (context: Context): WireUser => {
    const user = accountOf(context).get(context.req.param("userId") ?? "");
    if (user === undefined) throw refused(404, ["The user does not exist"]);
    return user;
  };
  return new Hono()
    .get("/", (context) => {
      const entries = [...accountOf(context).all()];
      return context.json(entries.map(({ user }) => user));
    })
    .post("/", async (context) => {
      const seed = await checked(userSeed, context);
      const added = refusedIfConflict(() => accountOf(context).add(seed));
      return context.json(added, 201);
    })
    .patch("/:userId", async (context) => {
      const changes = await checked(userChanges, context);
      return context.json(accountOf(context).change(userOf(context), changes));
    })
    .delete("/:userId", (context) => {
      accountOf(context).remove(userOf(context));
      return context.body(null, 204);
    })
    .post("/:userId/accept", (context) => context.json(accept(accountOf(context), userOf(context))));
};

/** The invited person registers, with the license that the invitation gave. */
const accept = (account: Account, user: WireUser): WireUser => {
  if (user.UserInvitationStatus !== "Pending") throw refused(409, ["The user has no pending invitation"]);
  return account.change(user, {
    UserInvitationStatus: "Accepted",
    UserRegistrationStatus: "Registered",
    RegisteredOn: account.now(),
  });
};
