import type { Distortion } from "./scim-distortions.ts";
import type { Json, ScimAnswer } from "./scim-messages.ts";

/** The answer with what is wrong with its users. */
export const distorted = (answer: ScimAnswer, distortion: Distortion | undefined): ScimAnswer => {
  const distort = DISTORT[distortion?.kind ?? ""];
  if (distort === undefined || answer.status >= 300 || typeof answer.body !== "object") return answer;
  const { Resources, ...body } = answer.body;
  const users = Array.isArray(Resources) ? { ...body, Resources: Resources.map(distort) } : distort(answer.body);
  return { ...answer, body: users };
};

const DISTORT: Readonly<Record<string, (user: Json) => Json>> = {
  "no-id": ({ id: _, ...user }) => user,
  "changed-case": (user) =>
    Object.fromEntries(Object.entries(user).map(([name, value]) => [name.toLowerCase(), inOtherCase(value, name)])),
};

/** IDs are the one thing that is compared exactly. */
const KEPT = ["id", "schemas", "groups", "meta"];

const inOtherCase = (value: unknown, name = ""): unknown => {
  if (KEPT.includes(name)) return value;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return value.toUpperCase();
  if (Array.isArray(value)) return value.map((each) => inOtherCase(each));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([each, inner]) => [each, inOtherCase(inner, each)]));
};
