import * as z from "zod";
import { type License, NO_LICENSE } from "../domain/accounts/license.ts";
import type { Report } from "./yaml-file.ts";

const licenseName = z
  .string()
  .regex(/^[A-Za-z][\w.-]{0,63}$/, "expected a name of letters, digits, `.`, `_` and `-`, and a letter first")
  .refine(
    (name) => name.toLowerCase() !== NO_LICENSE,
    `${NO_LICENSE} is always there and means no account: leave it out`,
  );

/** A list of names if the directory calls its licenses so, else its own value for each name. In rising order. */
export const licenses = z
  .union(
    [
      z.array(licenseName).min(1, "expected at least one"),
      z.record(licenseName, z.string().trim().min(1, "expected a text")),
    ],
    {
      error: "expected a list of names, or names and what the directory calls them, such as full: Full",
    },
  )
  .describe("The licenses that a policy may give, in rising order. `none` is always there and means no account");

export type LicensesSource = z.infer<typeof licenses>;
type Licenses = readonly { readonly name: License; readonly value: string }[];

/** The licenses by name. Two whose names differ in signs alone are one to people, and to the names of alarms. */
export const compileLicenses = (source: LicensesSource, compare: "exact" | "ignore-case", report: Report): Licenses => {
  const named = Array.isArray(source) ? source.map((name) => ({ name, value: name })) : fromRecord(source);
  if (named.length === 0) report(["licenses"], "licenses: expected at least one");
  const compared = (value: string) => (compare === "exact" ? value : value.toLowerCase());
  named.forEach(({ name, value }, index) => {
    const [earlier, path] = [named.slice(0, index), ["licenses", Array.isArray(source) ? index : name]];
    const same = earlier.find((other) => bare(other.name) === bare(name));
    if (same !== undefined) report(path, `the license ${name} is listed twice (${same.name}): leave one out`);
    const alike = earlier.find((other) => other !== same && compared(other.value) === compared(value));
    if (alike !== undefined)
      report(path, `the licenses ${alike.name} and ${name} have the same value ${value}: expected one of their own`);
  });
  return named;
};

const fromRecord = (source: Readonly<Record<string, string>>): Licenses =>
  Object.entries(source).map(([name, value]) => ({ name, value }));

const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
