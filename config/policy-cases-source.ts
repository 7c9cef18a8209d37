import * as z from "zod";
import { members } from "./known-members.ts";

const text = z.string().trim().min(1, "expected a text");
const attribute = z.union([z.string(), z.number(), z.boolean()], { error: "expected a text, a number or a boolean" });

/** What HR says of somebody. Whoever leaves is asked about by no rule. */
const facts = members({
  event: z.enum(["hired", "role-changed"]).default("role-changed"),
  title: text,
  department: text,
  level: z.int().optional(),
  employmentType: text.optional(),
  location: text.optional(),
  attributes: z.record(z.string(), attribute).default({}),
});

const policyCase = members({ name: text, facts, license: text, rule: text.optional() });

/** A file of cases: what a policy must say of somebody. */
export const policyCasesSource = members({ cases: z.array(policyCase).min(1, "expected at least one case") });
