import { protocolError } from "./chime-error.ts";

/**
 * The JSON of a request body; `{}` if it is empty. @throws ChimeError UnsupportedMediaTypeException if a body is there
 * and its content type is not JSON, SerializationException if it cannot be parsed
 */
export const readBody = (text: string, contentType: string | undefined): unknown => {
  if (text === "") return {};
  const [mediaType = ""] = (contentType ?? "").split(";");
  if (mediaType.trim().toLowerCase() !== "application/json") {
    throw protocolError("UnsupportedMediaTypeException", "The content type is not application/json");
  }
  try {
    return JSON.parse(text);
  } catch {
    throw protocolError("SerializationException", "The request body is not JSON");
  }
};
