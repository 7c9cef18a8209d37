import * as z from "zod";
import { updates, valid } from "../members.ts";
import { onUser, setLicense } from "./operation.ts";

const request = z.object(updates);

/** Only the license is changed: "Currently, only LicenseType updates are supported". */
export const updateUser = onUser((account, user, { body, behavior }) => {
  const updated = setLicense(account, user, valid(request, body).LicenseType);
  const { UserId } = updated;
  return { body: { User: behavior.updateUserReturns === "id" ? { UserId } : updated }, userIds: [UserId] };
});
