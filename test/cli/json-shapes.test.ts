import { expect, test } from "vitest";
import { shapeProblems } from "../support/json-shapes.ts";

const type = '{ stage: string; rows: { code: "a" | "b"; at?: string }[] }';

test.each<[string, object, string | undefined]>([
  ["what fits", { stage: "local", rows: [{ code: "a" }, { code: "b", at: "x" }] }, undefined],
  ["a member that is missing", { stage: "local" }, "Property 'rows' is missing"],
  ["a member that is not described", { stage: "local", rows: [{ code: "a", more: 1 }] }, "'\"more\"' does not exist"],
  ["a value that is not described", { stage: "local", rows: [{ code: "c" }] }, "Type '\"c\"' is not assignable"],
])("a document is compared with its type: %s", (_, document, problem) => {
  const problems = shapeProblems([{ name: "it", type, json: JSON.stringify(document) }]);
  expect(problems).toEqual(problem === undefined ? [] : [expect.stringContaining(problem)]);
});
