import * as z from "zod";
import { nonBlank, updates, valid } from "../members.ts";
import { forEachUser, onAccount, requireUser, setLicense } from "./operation.ts";

const request = z.object({
  UpdateUserRequestItems: z
    .array(z.object({ UserId: nonBlank, ...updates }))
    .min(1)
    .max(20),
});

export const batchUpdateUser = onAccount((account, { body, behavior }) =>
  forEachUser(valid(request, body).UpdateUserRequestItems, behavior, ({ UserId, LicenseType }) =>
    setLicense(account, requireUser(account, UserId), LicenseType),
  ),
);
