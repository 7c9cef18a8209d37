import * as z from "zod/mini";
import type { MessageAttribute } from "./dead-letter.ts";
import type { KeptAttribute } from "./reason.ts";

export const keptAttribute: z.ZodMiniType<KeptAttribute> = z.object({
  dataType: z.string(),
  stringValue: z.optional(z.string()),
  binaryValue: z.optional(z.string()),
});

/** As a queue has it. Lambda writes null for a value that is not there. */
export const restoreAttribute = ({ dataType, stringValue, binaryValue }: KeptAttribute): MessageAttribute => ({
  dataType,
  ...(typeof stringValue === "string" ? { stringValue } : {}),
  ...(typeof binaryValue === "string" ? { binaryValue: new Uint8Array(Buffer.from(binaryValue, "base64")) } : {}),
});

export const restoreAttributes = (
  attributes: Readonly<Record<string, KeptAttribute>>,
): Readonly<Record<string, MessageAttribute>> =>
  Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, restoreAttribute(attribute)]));

export const keepAttribute = ({ dataType, stringValue, binaryValue }: MessageAttribute): KeptAttribute => ({
  dataType,
  ...(stringValue === undefined ? {} : { stringValue }),
  ...(binaryValue === undefined ? {} : { binaryValue: Buffer.from(binaryValue).toString("base64") }),
});
