import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import { Failure } from "../../../domain/failures.ts";
import { type Finding, notKnown, ok, wrong } from "../finding.ts";
import { type Answer, isDone } from "./answer.ts";
import type { Outcome } from "./ask.ts";
import { memberOf, textOf } from "./json.ts";

/** No mail can go there, so nobody has it. Source: RFC 2606. */
export const NOBODY = "nobody@seatkeeper.invalid";

type Asked = { readonly file: Pick<ScimFile, "auth" | "match" | "name">; readonly baseUrl: string };

/**
 * What the look-up of NOBODY tells of the address, of what the token may do, and of the filter. `everybody` is the count
 * of all users; undefined if it is not known. To find nobody in an empty directory says nothing.
 */
export const assessUsers = (
  outcome: Outcome,
  everybody: number | undefined,
  { file, baseUrl }: Asked,
): readonly Finding[] => {
  const address = addressOf(outcome, baseUrl, file.name);
  if (address.verdict !== "ok" || outcome instanceof Failure) {
    return [address, ...["rights", "filter"].map((thing) => notKnown(thing, "The address has to be right before."))];
  }
  const rights = rightsOf(outcome, file);
  if (rights.verdict !== "ok") return [address, rights, notKnown("filter", "The token has to be right before.")];
  return [address, rights, filterOf(outcome, everybody, file)];
};

const addressOf = (outcome: Outcome, baseUrl: string, name: string): Finding => {
  const fix = `Correct baseUrl in config/directories/${name}.yml or the stage's variables, or the network.`;
  if (outcome instanceof Failure) return wrong("address", `${baseUrl}: ${outcome.message}.`, fix);
  const { status, body, text } = outcome;
  const said = `${baseUrl}: HTTP ${status}`;
  if (status === 401) return ok("address", `${said} in answer to a look-up.`);
  if (isBusy(status)) return wrong("address", `${said}: the service is down, or limits calls.`, "Try again later.");
  if (body === undefined && text.trim() !== "") return wrong("address", `${said}, and no JSON.`, fix);
  if (status === 404 || status === 410) return wrong("address", `${said}: there is no /Users.`, fix);
  if (isDone(outcome) && hitsIn(outcome) === undefined) return wrong("address", `${said}, and no list of users.`, fix);
  return ok("address", `${said}, and JSON.`);
};

const isBusy = (status: number): boolean => status >= 500 || status === 429 || status === 408;

const rightsOf = (answer: Answer, { auth: { secret } }: Asked["file"]): Finding => {
  const { status } = answer;
  if (status === 401) {
    return wrong(
      "rights",
      "HTTP 401: the token is wrong, or has ended.",
      `Put a new one into the secret ${secret}, in the stage's region.`,
    );
  }
  if (status === 403) {
    return wrong(
      "rights",
      "HTTP 403: the token is known, and may not list users.",
      "Give it the right: docs/directories.md has plan, scope and who must make it. See also the file's headers.",
    );
  }
  return ok("rights", "The token may list users. Whether it may write, the probe tells.");
};

const filterOf = (answer: Answer, everybody: number | undefined, { match: { by }, name }: Asked["file"]): Finding => {
  const fix = `Correct match.by in config/directories/${name}.yml.`;
  if (!isDone(answer)) return wrong("filter", `A filter on ${by} is refused with HTTP ${answer.status}.`, fix);
  const hits = hitsIn(answer) ?? 0;
  if (hits > 0) return wrong("filter", `A filter on ${by} is ignored: it gives users who cannot exist.`, fix);
  if (everybody === undefined || everybody === 0) {
    return notKnown(
      "filter",
      `A filter on ${by} gives nobody, but nobody is shown without it either: the probe tells.`,
    );
  }
  return ok("filter", `A filter on ${by} gives nobody for a user who cannot exist.`);
};

/** How many users an answer has; undefined if it is no list. */
export const hitsIn = ({ body }: Answer): number | undefined => {
  const resources = memberOf(body, "Resources");
  const total = Number(textOf(memberOf(body, "totalResults")) ?? Number.NaN);
  if (Array.isArray(resources)) return Math.max(resources.length, total || 0);
  return Number.isNaN(total) ? undefined : total;
};
