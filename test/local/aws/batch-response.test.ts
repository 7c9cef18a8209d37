import { expect, test } from "vitest";
import { failedMessages } from "../../../local/aws/batch-response.ts";

const IDS = ["a", "b", "c"];

test.each([
  ["null", null, []],
  ["nothing", undefined, []],
  ["an empty object", {}, []],
  ["an empty list", { batchItemFailures: [] }, []],
  ["a null list", { batchItemFailures: null }, []],
  ["one failure", { batchItemFailures: [{ itemIdentifier: "b" }] }, ["b"]],
  ["a text", "done", IDS],
  ["a list", [], IDS],
  ["failures that are not a list", { batchItemFailures: "a" }, IDS],
  ["an unknown ID", { batchItemFailures: [{ itemIdentifier: "z" }] }, IDS],
  ["an empty ID", { batchItemFailures: [{ itemIdentifier: "" }] }, IDS],
  ["a null ID", { batchItemFailures: [{ itemIdentifier: null }] }, IDS],
  ["a wrong key", { batchItemFailures: [{ itemId: "a" }] }, IDS],
  ["a null failure", { batchItemFailures: [null] }, IDS],
  ["one bad failure among good ones", { batchItemFailures: [{ itemIdentifier: "a" }, {}] }, IDS],
])("%s fails the right messages", (_, response, failed) => {
  expect([...failedMessages(response, IDS)]).toEqual(failed);
});
