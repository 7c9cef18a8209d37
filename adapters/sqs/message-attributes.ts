import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { MessageAttribute } from "../../dead-letters/dead-letter.ts";

type Attributes = Readonly<Record<string, MessageAttribute>>;

/** Message attributes, by name, as SQS's requests take them. */
export const toMessageAttributes = (attributes: Attributes): Record<string, MessageAttributeValue> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
      name,
      { DataType: dataType, StringValue: stringValue, BinaryValue: binaryValue },
    ]),
  );
