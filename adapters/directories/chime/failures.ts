import { Failure, type FailureCode } from "../../../domain/failures.ts";

const THROTTLED = "DirectoryThrottled";
const UNAVAILABLE = "DirectoryUnavailable";
const DENIED = "DirectoryAccessDenied";
const REJECTED = "DirectoryRejected";
const MISSING = "DirectoryUserMissing";
const UNEXPECTED = "Unexpected";
const EXCEEDED = "DeadlineExceeded";

/**
 * What each response of Amazon Chime means for a retry, by exception name, `UserErrors` code, network error and HTTP status.
 * Denied access is retryable: somebody fixes the permission, and until then no event may be lost.
 * What is not in the table is retryable, too. Source: `ErrorCode` and the exceptions of the Chime service model, 2018-05-01.
 */
const KIND_OF: Readonly<Record<string, FailureCode>> = {
  ThrottledClientException: THROTTLED,
  Throttled: THROTTLED,
  Throttling: THROTTLED,
  429: THROTTLED,
  ServiceUnavailableException: UNAVAILABLE,
  ServiceUnavailable: UNAVAILABLE,
  ServiceFailureException: UNAVAILABLE,
  ServiceFailure: UNAVAILABLE,
  AbortError: EXCEEDED,
  TimeoutError: UNAVAILABLE,
  ECONNRESET: UNAVAILABLE,
  ECONNREFUSED: UNAVAILABLE,
  EPIPE: UNAVAILABLE,
  ENOTFOUND: UNAVAILABLE,
  500: UNAVAILABLE,
  502: UNAVAILABLE,
  503: UNAVAILABLE,
  504: UNAVAILABLE,
  UnauthorizedClientException: DENIED,
  ForbiddenException: DENIED,
  Unauthorized: DENIED,
  Forbidden: DENIED,
  AccessDenied: DENIED,
  401: DENIED,
  403: DENIED,
  BadRequestException: REJECTED,
  BadRequest: REJECTED,
  ConflictException: REJECTED,
  Conflict: REJECTED,
  PreconditionFailed: REJECTED,
  ResourceLimitExceeded: REJECTED,
  Unprocessable: REJECTED,
  VoiceConnectorGroupAssociationsExist: REJECTED,
  PhoneNumberAssociationsExist: REJECTED,
  400: REJECTED,
  NotFoundException: MISSING,
  NotFound: MISSING,
  404: MISSING,
};

/**
 * The failure that an error of the Chime client stands for. Only the error's name and the operation reach the message: the
 * service's own text may repeat an email. A retryable Failure passes as it is.
 */
export const failureOfError = (operation: string, error: unknown): Failure => {
  if (error instanceof Failure && error.retryable) return error;
  const keys = keysOf(error);
  const known = keys.find((key) => Object.hasOwn(KIND_OF, key));
  return new Failure(KIND_OF[known ?? ""] ?? UNEXPECTED, `${operation} failed with ${known ?? keys[0] ?? "an error"}`, {
    cause: error,
  });
};

/** The failure that one entry of BatchUpdateUser's `UserErrors` stands for. */
export const failureOfUserError = (errorCode: string | undefined): Failure =>
  new Failure(lookUp(errorCode), `BatchUpdateUser returned ${errorCode ?? "no code"} for this user`);

const lookUp = (key: string | undefined): FailureCode =>
  (key !== undefined && Object.hasOwn(KIND_OF, key) ? KIND_OF[key] : undefined) ?? UNEXPECTED;

/** From the most telling to the least: the exception, the socket's error code, the HTTP status. */
const keysOf = (error: unknown): readonly string[] => {
  if (!(error instanceof Error)) return [];
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  return [error.name, code, $metadata?.httpStatusCode].filter((key) => key !== undefined).map(String);
};
