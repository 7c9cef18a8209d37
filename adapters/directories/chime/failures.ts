import { getRetryAfterHint } from "@smithy/core/retry";
import { Failure, type FailureCode } from "../../../domain/failures.ts";
import { errorName, errorNames, isNetworkError } from "../../error-names.ts";

type Names = Partial<Readonly<Record<FailureCode, string>>>;

/**
 * Why Amazon Chime will refuse the same request again, by the name of the exception or the code in `UserErrors`. Only
 * these are permanent, whatever the HTTP status: a 400 is also what a proxy, an expired token or a clock that is wrong
 * leads to. Source: `ErrorCode` and the exceptions of the Chime service model, 2018-05-01.
 */
const PERMANENT = {
  DirectoryRejected: [
    "BadRequestException BadRequest ConflictException Conflict PreconditionFailed ResourceLimitExceeded Unprocessable",
    "VoiceConnectorGroupAssociationsExist PhoneNumberAssociationsExist",
  ].join(" "),
  DirectoryUserMissing: "NotFoundException NotFound",
} as const satisfies Names;

/**
 * What may be over at the next try. Credentials, signatures and permissions are among it: somebody repairs them, and
 * until then no event may be lost. Source: the same, the SDK's lists of retryable errors, and "Common Errors" in the
 * API references of AWS.
 */
const TRANSIENT = {
  DirectoryThrottled: [
    "ThrottledClientException Throttled Throttling ThrottlingException ThrottledException TooManyRequestsException",
    "RequestLimitExceeded RequestThrottled RequestThrottledException LimitExceededException SlowDown",
  ].join(" "),
  DirectoryUnavailable: [
    "ServiceUnavailableException ServiceUnavailable ServiceFailureException ServiceFailure InternalFailure",
    "InternalServerError InternalServerException RequestTimeout RequestTimeoutException",
  ].join(" "),
  DirectoryAccessDenied: [
    "UnauthorizedClientException Unauthorized ForbiddenException Forbidden AccessDenied AccessDeniedException AuthFailure",
    "ExpiredToken ExpiredTokenException RequestExpired RequestInTheFuture RequestTimeTooSkewed IncompleteSignature",
    "IncompleteSignatureException InvalidAccessKeyId InvalidClientTokenId InvalidSignatureException InvalidToken",
    "MissingAuthenticationToken MissingAuthenticationTokenException NotAuthorized NotAuthorizedException OptInRequired",
    "SignatureDoesNotMatch TokenRefreshRequired UnrecognizedClientException CredentialsProviderError",
  ].join(" "),
  DeadlineExceeded: "AbortError",
} as const satisfies Names;

const byName = (names: Names): ReadonlyMap<string, FailureCode> =>
  new Map(Object.entries(names).flatMap(([code, list]) => list.split(" ").map((name) => [name, code as FailureCode])));

const PERMANENT_CODE = byName(PERMANENT);
const TRANSIENT_CODE = byName(TRANSIENT);

/** Of an error that nobody named. A status tells transient failures apart, and makes none permanent. */
const BY_STATUS: ReadonlyMap<number | undefined, FailureCode> = new Map([
  [429, "DirectoryThrottled"],
  [401, "DirectoryAccessDenied"],
  [403, "DirectoryAccessDenied"],
  ...[500, 502, 503, 504].map((status) => [status, "DirectoryUnavailable"] as const),
]);

/** They name no user, so that what is not found is the account itself. */
const ABOUT_THE_ACCOUNT: ReadonlySet<string> = new Set(["ListUsers", "CreateUser", "InviteUsers", "GetAccount"]);

/**
 * The failure that an error of the Chime client stands for. Only the error's name and the operation reach the message:
 * the service's own text may repeat an email. A Failure passes as it is.
 */
export const failureOfError = (operation: string, error: unknown): Failure => {
  if (error instanceof Failure) return error;
  const permanent = error instanceof Error ? PERMANENT_CODE.get(error.name) : undefined;
  if (permanent === "DirectoryUserMissing" && ABOUT_THE_ACCOUNT.has(operation)) {
    return new Failure("DirectoryMissing", `${operation} found no Chime account with the ID of this stage`, {
      cause: error,
    });
  }
  const [code, name] = permanent === undefined ? transientOf(error) : [permanent, errorName(error)];
  return new Failure(code, `${operation} failed with ${name}`, { cause: error, retryAfterMs: retryAfterMs(error) });
};

/** The failure that one entry of a batch operation's `UserErrors` stands for. */
export const failureOfUserError = (errorCode: string | undefined, operation = "BatchUpdateUser"): Failure => {
  const code = PERMANENT_CODE.get(errorCode ?? "") ?? TRANSIENT_CODE.get(errorCode ?? "") ?? "Unexpected";
  return new Failure(code, `${operation} returned ${errorCode ?? "no code"} for this user`);
};

/** The code, and the name that led to it: of the error itself, else of a cause, else its HTTP status. */
const transientOf = (error: unknown): readonly [code: FailureCode, name: string | number] => {
  for (const name of errorNames(error)) {
    const code = isNetworkError(name) ? "DirectoryUnavailable" : TRANSIENT_CODE.get(name);
    if (code !== undefined) return [code, name];
  }
  const status = statusOf(error);
  return [BY_STATUS.get(status) ?? "Unexpected", BY_STATUS.has(status) ? `HTTP ${status}` : errorName(error)];
};

/** What `Retry-After` asks for: seconds, an HTTP date or an ISO 8601 one. Chime documents none, a proxy may send it. */
const retryAfterMs = (error: unknown): number | undefined => {
  if (!(error instanceof Error && "$response" in error)) return undefined;
  const at = getRetryAfterHint(error.$response)?.getTime() ?? Number.NaN;
  return at > Date.now() ? at - Date.now() : undefined;
};

const statusOf = (error: unknown): number | undefined =>
  error instanceof Error && "$metadata" in error
    ? (error.$metadata as { readonly httpStatusCode?: number } | undefined)?.httpStatusCode
    : undefined;
