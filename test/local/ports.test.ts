import { expect, test } from "vitest";
import { DEFAULT_PORTS, portsFrom } from "../../local/ports.ts";

test("the ports are those of docs/local.md, or three in a row", () => {
  expect(DEFAULT_PORTS).toEqual({ sqs: 9324, dynamodb: 8000, directory: 8181 });
  expect(portsFrom(9000)).toEqual({ sqs: 9000, dynamodb: 9001, directory: 9002 });
});
