import * as z from "zod";
import { chimeError } from "./chime-error.ts";
import { LICENSES } from "./licenses.ts";

// Patterns and limits of the Chime service model, API version 2018-05-01. Null counts as absent in REST-JSON.
export const nonBlank = z.string().regex(/\S/);
export const email = z.string().regex(/.+@.+\..+/);
export const license = z.enum(LICENSES);
export const userType = z.enum(["PrivateUser", "SharedDevice"]);
const alexaForBusinessMetadata = z.object({
  IsAlexaForBusinessEnabled: z.boolean().nullish(),
  AlexaForBusinessRoomArn: z.string().nullish(),
});

/** What a user may be updated with. UserType and AlexaForBusinessMetadata are checked, but have no effect. */
export const updates = {
  LicenseType: license.nullish(),
  UserType: userType.nullish(),
  AlexaForBusinessMetadata: alexaForBusinessMetadata.nullish(),
};

/** The members of a query that is read in pages. */
export const paging = {
  "max-results": z
    .string()
    .regex(/^\d{1,4}$/)
    .default("100")
    .transform(Number)
    .pipe(z.int().min(1).max(200)),
  "next-token": z.string().optional(),
};

/** @throws ChimeError BadRequestException that names the first bad member, without its value */
export const valid = <T extends z.ZodType>(schema: T, value: unknown): z.output<T> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw chimeError("BadRequestException", `Invalid ${issue?.path.join(".") || "request"}`);
};

/** @throws ChimeError BadRequestException, also for a member that is there twice */
export const validQuery = <T extends z.ZodType>(schema: T, query: URLSearchParams): z.output<T> => {
  const twice = [...query.keys()].find((name) => query.getAll(name).length > 1);
  if (twice !== undefined) throw chimeError("BadRequestException", "A member of the query is there twice");
  return valid(schema, Object.fromEntries(query));
};
