import { Failure, type FailureCode } from "../../../domain/failures.ts";

/**
 * What each response of Amazon Chime means for a retry, by exception name, `UserErrors` code, network error and HTTP
 * status. Denied access is retryable: somebody fixes the permission, and until then no event may be lost. What is not
 * here is retryable, too. Source: `ErrorCode` and the exceptions of the Chime service model, 2018-05-01.
 */
const NAMES_OF = {
  DirectoryThrottled: "ThrottledClientException Throttled Throttling 429",
  DirectoryUnavailable: [
    "ServiceUnavailableException ServiceUnavailable ServiceFailureException ServiceFailure",
    "TimeoutError ECONNRESET ECONNREFUSED EPIPE ENOTFOUND 500 502 503 504",
  ].join(" "),
  DirectoryAccessDenied: "UnauthorizedClientException ForbiddenException Unauthorized Forbidden AccessDenied 401 403",
  DirectoryRejected: [
    "BadRequestException BadRequest ConflictException Conflict PreconditionFailed ResourceLimitExceeded Unprocessable",
    "VoiceConnectorGroupAssociationsExist PhoneNumberAssociationsExist 400",
  ].join(" "),
  DirectoryUserMissing: "NotFoundException NotFound 404",
  DeadlineExceeded: "AbortError",
} as const satisfies Partial<Readonly<Record<FailureCode, string>>>;

const CODE_OF: ReadonlyMap<string, FailureCode> = new Map(
  Object.entries(NAMES_OF).flatMap(([code, names]) => names.split(" ").map((name) => [name, code as FailureCode])),
);

/**
 * The failure that an error of the Chime client stands for. Only the error's name and the operation reach the message:
 * the service's own text may repeat an email. A retryable Failure passes as it is.
 */
export const failureOfError = (operation: string, error: unknown): Failure => {
  if (error instanceof Failure && error.retryable) return error;
  const keys = keysOf(error);
  const known = keys.find((key) => CODE_OF.has(key));
  const message = `${operation} failed with ${known ?? keys[0] ?? "an error"}`;
  return new Failure(codeOf(known), message, { cause: error });
};

/** The failure that one entry of BatchUpdateUser's `UserErrors` stands for. */
export const failureOfUserError = (errorCode: string | undefined): Failure =>
  new Failure(codeOf(errorCode), `BatchUpdateUser returned ${errorCode ?? "no code"} for this user`);

const codeOf = (name = ""): FailureCode => CODE_OF.get(name) ?? "Unexpected";

/** From the most telling to the least: the exception, the socket's error code, the HTTP status. */
const keysOf = (error: unknown): readonly string[] => {
  if (!(error instanceof Error)) return [];
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  return [error.name, code, $metadata?.httpStatusCode].filter((key) => key !== undefined).map(String);
};
