import * as z from "zod";
import { email, nonBlank, paging, validQuery } from "../members.ts";
import { emailKey } from "../user.ts";
import type { Operation } from "./operation.ts";
import { pageOf } from "./page.ts";
import { wireAccount } from "./wire-account.ts";

const request = z.object({ name: nonBlank.max(100).optional(), "user-email": email.optional(), ...paging });

/** Filtered by the beginning of the account's name, and by the email of one of its users. */
export const listAccounts: Operation = (accounts, { query }) => {
  const { name = "", "user-email": address, ...page } = validQuery(request, query);
  const found = [...accounts.values()]
    .map((account, index) => ({ account, sequence: index + 1 }))
    .filter(({ account }) => account.settings.name.startsWith(name))
    .filter(({ account }) => address === undefined || account.withEmail(address).length > 0);
  const { items, ...next } = pageOf(found, () => true, page, ["ListAccounts", name, address && emailKey(address)]);
  return { body: { Accounts: items.map(({ account }) => wireAccount(account.settings)), ...next }, userIds: [] };
};
