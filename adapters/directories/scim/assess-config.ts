import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import { Failure } from "../../../domain/failures.ts";
import { type Finding, notKnown, ok, wrong } from "../finding.ts";
import { isDone } from "./answer.ts";
import type { Outcome } from "./ask.ts";
import { memberOf, textOf } from "./json.ts";

const PATCH = "ServiceProviderConfig: patch";
const FILTER = "ServiceProviderConfig: filter";

type Claims = Pick<ScimFile, "carrier" | "deactivateBy" | "name" | "update">;

/**
 * What a server says of itself, beside the file. It is a hint: Zoom says that it has PATCH, which only deactivates
 * there. Source: RFC 7643, 5.
 */
export const assessConfig = (outcome: Outcome, file: Claims): readonly Finding[] => {
  if (outcome instanceof Failure) return silent(outcome.message);
  if (!isDone(outcome)) return silent(`HTTP ${outcome.status}`);
  const says = (name: string) => textOf(memberOf(memberOf(outcome.body, name), "supported"))?.toLowerCase();
  return [patchOf(says("patch"), file), filterOf(says("filter"))];
};

const silent = (because: string): readonly Finding[] =>
  [PATCH, FILTER].map((thing) => notKnown(thing, `The service does not say (${because}).`));

const patchOf = (supported: string | undefined, file: Claims): Finding => {
  const needs = needsPatch(file);
  if (needs === undefined) return ok(PATCH, `update: ${file.update} asks for no PATCH.`);
  if (supported === undefined) return notKnown(PATCH, `The service does not say whether it has PATCH, for ${needs}.`);
  if (supported === "true") return ok(PATCH, `The service has PATCH, for ${needs}. What that does, the probe tells.`);
  return wrong(
    PATCH,
    `The service says that it has no PATCH, for ${needs}.`,
    `Try put-merge or put-replace in config/directories/${file.name}.yml.`,
  );
};

/** The member of the file that takes a PATCH. */
const needsPatch = ({ update, deactivateBy, carrier }: Claims): string | undefined => {
  if (update.startsWith("patch")) return `update: ${update}`;
  if (deactivateBy === "patch") return "deactivateBy: patch";
  return carrier.kind === "group" ? "carrier: group" : undefined;
};

const filterOf = (supported: string | undefined): Finding => {
  if (supported === "true") return ok(FILTER, "The service says that it filters.");
  if (supported === undefined) return notKnown(FILTER, "The service does not say whether it filters.");
  return wrong(FILTER, "The service says that it does not filter.", "Nobody is found by email there: ask its vendor.");
};
