import { Hono } from "hono";
import { commonRoutes } from "../emulator/control-routes.ts";
import type { Accounts } from "./account.ts";
import { controlAccounts } from "./control-accounts.ts";
import { faultsSchema } from "./faults.ts";
import { LICENSES } from "./licenses.ts";
import type { Emulation } from "./serve-operation.ts";

/** Endpoints that Chime does not have: faults, the calls received, the seats in use, accounts and their users. */
export const controlRoutes = ({ accounts, faults, log }: Emulation) =>
  new Hono()
    .route("/", commonRoutes({ schema: faultsSchema, ...faults }, log))
    .get("/seats", (context) => context.json(seatsOf(accounts)))
    .route("/accounts", controlAccounts(accounts));

const seatsOf = (accounts: Accounts): Readonly<Record<string, number>> => {
  const users = [...accounts.values()].flatMap((account) => [...account.all()]);
  const taken = LICENSES.map((license) => [license, users.filter(({ user }) => user.LicenseType === license).length]);
  return Object.fromEntries(taken);
};
