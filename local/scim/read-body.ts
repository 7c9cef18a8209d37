import { badRequest, ScimError } from "./scim-error.ts";

const MEDIA_TYPES = ["application/scim+json", "application/json"];

/** The JSON of a request body; undefined if it is empty. @throws ScimError 415, or 400 invalidSyntax if it is not JSON */
export const readBody = (text: string, contentType: string | undefined): unknown => {
  if (text === "") return undefined;
  const [mediaType = ""] = (contentType ?? "").split(";");
  if (!MEDIA_TYPES.includes(mediaType.trim().toLowerCase())) {
    throw new ScimError(415, `The content type is not ${MEDIA_TYPES.join(" or ")}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("invalidSyntax", "The request body is not JSON");
  }
};
