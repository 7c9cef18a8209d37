import * as z from "zod";
import { chimeError } from "../chime-error.ts";
import { email, userType, valid } from "../members.ts";
import { onAccount, requireAccountType } from "./operation.ts";

const request = z.object({ Email: email.nullish(), Username: z.string().nullish(), UserType: userType.nullish() });

/** The account's directory knows the person, so that the user is registered at once. Without an email it is refused. */
export const createUser = onAccount((account, { body }) => {
  const { Email, UserType } = valid(request, body);
  requireAccountType(account, "EnterpriseDirectory", "EnterpriseLWA", "EnterpriseOIDC");
  const PrimaryEmail = (Email ?? "").trim();
  if (PrimaryEmail === "") throw chimeError("BadRequestException", "Email is required");
  if (account.withEmail(PrimaryEmail).length > 0) throw chimeError("ConflictException", "The user already exists");
  const user = account.add({ PrimaryEmail, UserType: UserType ?? "PrivateUser" });
  return { body: { User: user }, userIds: [user.UserId] };
});
