import { BadRequestException, NotFoundException, ThrottledClientException } from "@aws-sdk/client-chime";
import { HttpResponse } from "@smithy/core/protocols";
import { expect, test, vi } from "vitest";
import { failureOfError, failureOfUserError } from "../../../../adapters/directories/chime/failures.ts";

const exception = <T>(Type: new (options: { message: string; $metadata: object }) => T): T =>
  new Type({ message: "ana@example.com is bad", $metadata: {} });
const named = (name: string, extra: object = {}) => Object.assign(new Error("ana@example.com"), { name, ...extra });

const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });
const coded = (code: string) => Object.assign(new Error("ana@example.com"), { code });

test.each([
  [exception(ThrottledClientException), "DirectoryThrottled"],
  [named("ServiceFailureException"), "DirectoryUnavailable"],
  [named("ServiceUnavailableException"), "DirectoryUnavailable"],
  [named("TimeoutError"), "DirectoryUnavailable"],
  [named("Error", { code: "ECONNRESET" }), "DirectoryUnavailable"],
  [named("AbortError"), "DeadlineExceeded"],
  [named("Unknown", status(429)), "DirectoryThrottled"],
  [named("Unknown", status(502)), "DirectoryUnavailable"],
  [named("Unknown", status(403)), "DirectoryAccessDenied"],
  [named("Unknown", status(404)), "Unexpected"],
  [named("toString"), "Unexpected"],
  [named("SomethingNew", status(400)), "Unexpected"],
  ["not an error", "Unexpected"],
  [undefined, "Unexpected"],
])("%s is %s, which is tried again", (error, code) => {
  const failure = failureOfError("UpdateUser", error);
  expect(failure).toMatchObject({ retryable: true, code, cause: error });
  expect(failure.message).toMatch(/^UpdateUser failed with \w+/);
  expect(failure.message).not.toContain("@");
});

test.each([
  "AccessDeniedException",
  "ExpiredTokenException",
  "RequestExpired",
  "NotAuthorized",
  "IncompleteSignature",
  "UnrecognizedClientException",
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "UnauthorizedClientException",
  "ForbiddenException",
  "CredentialsProviderError",
])("an HTTP 400 with %s denies access, and is tried again", (name) => {
  const failure = failureOfError("UpdateUser", named(name, status(400)));
  expect(failure).toMatchObject({ retryable: true, code: "DirectoryAccessDenied" });
  expect(failure.message).toBe(`UpdateUser failed with ${name}`);
});

test("no HTTP status alone is permanent", () => {
  for (let each = 100; each < 600; each += 1) {
    expect(failureOfError("UpdateUser", named("SomethingNew", status(each))).retryable).toBe(true);
  }
});

test.each([
  [exception(BadRequestException), "DirectoryRejected"],
  [exception(NotFoundException), "DirectoryUserMissing"],
  [named("ConflictException", status(503)), "DirectoryRejected"],
])("%s is %s, which is permanent by its name", (error, code) => {
  expect(failureOfError("UpdateUser", error)).toMatchObject({ retryable: false, code, cause: error });
});

test("a permanent name of a mere cause makes nothing permanent", () => {
  const error = new Error("wrapped", { cause: exception(BadRequestException) });
  expect(failureOfError("UpdateUser", error)).toMatchObject({ retryable: true, code: "Unexpected" });
});

test.each(["ETIMEDOUT", "EAI_AGAIN", "ENETUNREACH", "ENOTFOUND", "EHOSTUNREACH", "CERT_HAS_EXPIRED"])(
  "%s inside an AggregateError or a cause is told by its code",
  (code) => {
    for (const error of [new AggregateError([coded(code)]), new Error("failed", { cause: coded(code) })]) {
      const failure = failureOfError("ListUsers", error);
      expect(failure).toMatchObject({ code: "DirectoryUnavailable", message: `ListUsers failed with ${code}` });
    }
  },
);

test.each(["ListUsers", "CreateUser"])(
  "a %s that finds nothing is about the account, and is tried again",
  (operation) => {
    const failure = failureOfError(operation, exception(NotFoundException));
    const message = `${operation} found no Chime account with the ID of this stage`;
    expect(failure).toMatchObject({ retryable: true, code: "DirectoryMissing", message });
  },
);

test.each([
  ["Throttled", "DirectoryThrottled"],
  ["Throttling", "DirectoryThrottled"],
  ["ServiceFailure", "DirectoryUnavailable"],
  ["ServiceUnavailable", "DirectoryUnavailable"],
  ["Unauthorized", "DirectoryAccessDenied"],
  ["Forbidden", "DirectoryAccessDenied"],
  ["AccessDenied", "DirectoryAccessDenied"],
  ["NotFound", "DirectoryUserMissing"],
  ["BadRequest", "DirectoryRejected"],
  ["Conflict", "DirectoryRejected"],
  ["PreconditionFailed", "DirectoryRejected"],
  ["ResourceLimitExceeded", "DirectoryRejected"],
  ["Unprocessable", "DirectoryRejected"],
  ["SomethingNew", "Unexpected"],
  [undefined, "Unexpected"],
])("the UserErrors code %s is %s", (errorCode, code) => {
  expect(failureOfUserError(errorCode).code).toBe(code);
});

test.each<[what: string, header: string | undefined, ms: number | undefined]>([
  ["seconds", "120", 120_000],
  ["an HTTP date", "Thu, 01 Jan 2026 00:01:00 GMT", 60_000],
  ["an ISO 8601 date", "2026-01-01T10:00:00Z", 36_000_000],
  ["a date that has passed", "Wed, 31 Dec 2025 00:00:00 GMT", undefined],
  ["no time", "soon", undefined],
  ["nothing", undefined, undefined],
])("keeps how long the directory asks to wait: %s", (_, header, ms) => {
  vi.useFakeTimers({ now: new Date("2026-01-01T00:00:00Z"), toFake: ["Date"] });
  const headers: Record<string, string> = header === undefined ? {} : { "retry-after": header };
  const $response = new HttpResponse({ statusCode: 429, headers });
  const failure = failureOfError("UpdateUser", named("ThrottledClientException", { $response }));
  vi.useRealTimers();
  expect(failure.retryAfterMs).toBe(ms);
});
