import { Hono } from "hono";
import { LICENSES } from "../../domain/accounts/license.ts";
import type { Accounts } from "./account.ts";
import { controlAccounts } from "./control-accounts.ts";
import { checked } from "./control-request.ts";
import { faultsSchema } from "./faults.ts";
import type { Emulation } from "./serve-operation.ts";

/** Endpoints that Chime does not have: faults, the calls received, the seats in use, accounts and their users. */
export const controlRoutes = ({ accounts, faults, log }: Emulation) =>
  new Hono()
    .get("/faults", (context) => context.json(faults.settings()))
    .put("/faults", async (context) => {
      faults.set(await checked(faultsSchema, context));
      return context.json(faults.settings());
    })
    .delete("/faults", (context) => {
      faults.set(faultsSchema.parse({}));
      return context.body(null, 204);
    })
    .get("/calls", (context) => context.json(log.read()))
    .delete("/calls", (context) => {
      log.clear();
      return context.body(null, 204);
    })
    .get("/seats", (context) => context.json(seatsOf(accounts)))
    .route("/accounts", controlAccounts(accounts));

const seatsOf = (accounts: Accounts): Readonly<Record<string, number>> => {
  const users = [...accounts.values()].flatMap((account) => [...account.all()]);
  const taken = LICENSES.map((license) => [license, users.filter(({ user }) => user.LicenseType === license).length]);
  return Object.fromEntries(taken);
};
