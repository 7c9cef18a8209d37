import type { Fault } from "./faults.ts";
import { isObject, type JsonObject } from "./json-object.ts";
import type { Answer } from "./operations/operation.ts";

/** IDs, dates and URNs: what a vendor that changes values leaves alone. */
const KEPT = ["id", "schemas", "meta", "members", "groups", "totalResults", "startIndex", "itemsPerPage"];

/** An answer as a fault makes it look; what was done stays done. */
export const reshaped = (answer: Answer, fault: Fault | undefined): Answer => {
  const { body } = answer;
  if (fault?.effect === "partial") return { ...answer, status: 206 };
  if (body === undefined) return answer;
  if (fault?.effect === "without-id") return { ...withoutLocation(answer), body: without(body, ["id", "meta"]) };
  if (fault?.effect === "lower-case") return { ...answer, body: mapped(body, (value) => lowerCase(value)) };
  if (fault?.effect === "text-booleans") return { ...answer, body: mapped(body, (value) => textBoolean(value)) };
  return answer;
};

const without = (body: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));

const withoutLocation = (answer: Answer): Answer => ({
  ...answer,
  headers: without(answer.headers ?? {}, ["location"]) as Record<string, string>,
});

const lowerCase = (value: unknown): unknown => (typeof value === "string" ? value.toLowerCase() : value);

/** As some vendors write them: "True", "False". */
const textBoolean = (value: unknown): unknown => (typeof value === "boolean" ? (value ? "True" : "False") : value);

const mapped = (object: JsonObject, change: (value: unknown) => unknown): JsonObject =>
  Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, KEPT.includes(name) ? value : mappedValue(value, change)]),
  );

const mappedValue = (value: unknown, change: (value: unknown) => unknown): unknown => {
  if (Array.isArray(value)) return value.map((each) => mappedValue(each, change));
  return isObject(value) ? mapped(value, change) : change(value);
};
