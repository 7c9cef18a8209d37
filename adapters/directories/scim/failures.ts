import type { ErrorAnswer } from "../../../domain/accounts/directory-file.ts";
import { Failure, type FailureCode } from "../../../domain/failures.ts";
import type { Answer } from "./answer.ts";
import { isSameText } from "./json.ts";

/** Only these are told apart by their status; another one of a server that speaks no SCIM may be a proxy's. */
const BY_STATUS: ReadonlyMap<number, FailureCode> = new Map([
  [401, "DirectoryAccessDenied"],
  [403, "DirectoryAccessDenied"],
  [408, "DirectoryUnavailable"],
  // Another version, or an email that another user has: whose own change may be on its way. Source: RFC 7644, 3.12.
  [409, "DirectoryUnavailable"],
  [412, "DirectoryUnavailable"],
  [425, "DirectoryUnavailable"],
  [429, "DirectoryThrottled"],
  ...[500, 502, 503, 504].map((status) => [status, "DirectoryUnavailable"] as const),
]);

/** A SCIM server refuses the same request again with these. Source: RFC 7644, 3.12. */
const PERMANENT: ReadonlySet<number> = new Set([400, 413, 501]);

const SCIM_TYPE = /^\w{1,40}$/;

/** What a request is about: if that is not there, a 404 says so of the user, or of what the directory file names. */
export type About = "user" | "directory";

/**
 * The failure that an answer stands for, by the directory file first. Neither the answer's text nor the request's values
 * reach the message: both may hold an email.
 */
export const failureOfAnswer = (
  operation: string,
  answer: Answer,
  about: About,
  answers: readonly ErrorAnswer[],
): Failure => {
  const { status, scimType = "", retryAfterMs } = answer;
  const code = namedByFile(answer, answers) ?? codeOf(answer, about);
  const type = SCIM_TYPE.test(scimType) ? ` ${scimType}` : "";
  return new Failure(code, `${operation} returned HTTP ${status}${type}`, { retryAfterMs });
};

export const namedByFile = (
  { status, scimType, text }: Answer,
  answers: readonly ErrorAnswer[],
): FailureCode | undefined =>
  answers.find(
    (each) =>
      each.status === status &&
      (each.scimType === undefined || isSameText(each.scimType, scimType ?? "")) &&
      (each.contains === undefined || text.toLowerCase().includes(each.contains.toLowerCase())),
  )?.means;

/**
 * Whether an answer says that what was asked for is not there. Somebody else's 404, a page or other JSON, is a proxy's,
 * or that of a wrong base URL or of a token without rights (GitHub): whoever is asked for may well be there, and a leaver
 * who counts as gone keeps her seat.
 */
export const saysGone = ({ status, isScimError, text }: Pick<Answer, "status" | "isScimError" | "text">): boolean =>
  (status === 404 || status === 410) && (isScimError || text.trim() === "");

const codeOf = (answer: Answer, about: About): FailureCode => {
  const { status, isScimError } = answer;
  if (status === 404 || status === 410) {
    return about === "user" && saysGone(answer) ? "DirectoryUserMissing" : "DirectoryMissing";
  }
  return BY_STATUS.get(status) ?? (isScimError && PERMANENT.has(status) ? "DirectoryRejected" : "Unexpected");
};
