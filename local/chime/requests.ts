import * as z from "zod";
import { LICENSES } from "../../domain/accounts/license.ts";
import { ChimeError } from "./chime-error.ts";

// Patterns and limits from the Chime service model, 2018-05-01.
const nonBlank = z.string().regex(/.*\S.*/);
const email = z.string().regex(/.+@.+\..+/);
const userType = z.enum(["PrivateUser", "SharedDevice"]);
const license = z.enum(LICENSES);
const alexa = z.object({
  IsAlexaForBusinessEnabled: z.boolean().optional(),
  AlexaForBusinessRoomArn: z.string().optional(),
});
const nullish = <T extends z.ZodType>(schema: T) => schema.nullish();

const update = {
  LicenseType: nullish(license),
  UserType: nullish(userType),
  AlexaForBusinessMetadata: nullish(alexa),
};

/** The JSON body or query of each operation. */
export const requests = {
  createUser: z.object({ Username: nullish(z.string()), Email: nullish(email), UserType: nullish(userType) }),
  updateUser: z.object(update),
  batchUpdateUser: z.object({
    UpdateUserRequestItems: z
      .array(z.object({ UserId: nonBlank, ...update }))
      .min(1)
      .max(20),
  }),
  userIdList: z.object({ UserIdList: z.array(nonBlank).max(50) }),
  inviteUsers: z.object({ UserEmailList: z.array(email).max(50), UserType: nullish(userType) }),
  listUsers: z.object({
    "user-email": email.optional(),
    "user-type": userType.optional(),
    "max-results": z.coerce.number().int().min(1).max(200).default(100),
    "next-token": z.string().optional(),
  }),
};

/** @throws ChimeError BadRequestException that names the first bad member */
export const valid = <T extends z.ZodType>(schema: T, value: unknown): z.infer<T> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ChimeError("BadRequestException", `Invalid ${issue?.path.join(".") || "request"}`);
};

/** @throws ChimeError BadRequestException */
export const jsonBody = (text: string): unknown => {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    throw new ChimeError("BadRequestException", "The request body is not JSON");
  }
};
