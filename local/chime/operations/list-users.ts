import * as z from "zod";
import { email, paging, userType, validQuery } from "../members.ts";
import { emailKey } from "../user.ts";
import type { Entry } from "../user-store.ts";
import { onAccount } from "./operation.ts";
import { pageOf } from "./page.ts";

const request = z.object({ "user-email": email.optional(), "user-type": userType.optional(), ...paging });

/** In order of creation, so that users made while a client pages come last. */
export const listUsers = onAccount((account, { query, behavior: { findLagMs } }) => {
  const { "user-email": address, "user-type": type, ...page } = validQuery(request, query);
  const candidates = address === undefined ? account.all() : account.withEmail(address);
  const isFound = ({ user, addedAt }: Entry) =>
    (type === undefined || user.UserType === type) &&
    (account.settings.listsInvited || user.UserInvitationStatus !== "Pending") &&
    (findLagMs === 0 || Date.now() - addedAt >= findLagMs);
  const asked = ["ListUsers", account.settings.accountId, address && emailKey(address), type];
  const { items, ...next } = pageOf(candidates, isFound, page, asked);
  const Users = items.map(({ user }) => user);
  return { body: { Users, ...next }, userIds: Users.map(({ UserId }) => UserId) };
});
