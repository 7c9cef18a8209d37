import { BadRequestException, NotFoundException, ThrottledClientException } from "@aws-sdk/client-chime";
import { expect, test } from "vitest";
import { failureOfError, failureOfUserError } from "../../../../adapters/directories/chime/failures.ts";

const exception = <T>(Type: new (options: { message: string; $metadata: object }) => T): T =>
  new Type({ message: "ana@example.com is bad", $metadata: {} });
const named = (name: string, extra: object = {}) => Object.assign(new Error("ana@example.com"), { name, ...extra });

test.each([
  [exception(ThrottledClientException), true, "DirectoryThrottled"],
  [exception(BadRequestException), false, "DirectoryRejected"],
  [exception(NotFoundException), false, "DirectoryUserMissing"],
  [named("UnauthorizedClientException"), true, "DirectoryAccessDenied"],
  [named("ForbiddenException"), true, "DirectoryAccessDenied"],
  [named("ServiceFailureException"), true, "DirectoryUnavailable"],
  [named("ServiceUnavailableException"), true, "DirectoryUnavailable"],
  [named("TimeoutError"), true, "DirectoryUnavailable"],
  [named("Error", { code: "ECONNRESET" }), true, "DirectoryUnavailable"],
  [named("Unknown", { $metadata: { httpStatusCode: 429 } }), true, "DirectoryThrottled"],
  [named("Unknown", { $metadata: { httpStatusCode: 502 } }), true, "DirectoryUnavailable"],
  [named("Unknown", { $metadata: { httpStatusCode: 403 } }), true, "DirectoryAccessDenied"],
  [named("toString"), true, "Unexpected"],
  [named("SomethingNew"), true, "Unexpected"],
  ["not an error", true, "Unexpected"],
])("%s (retryable: %s) is %s, without the service's message", (error, retryable, code) => {
  const failure = failureOfError("UpdateUser", error);
  expect(failure).toMatchObject({
    retryable,
    code,
    cause: error,
    message: expect.stringMatching(/^UpdateUser failed with /),
  });
  expect(failure.message).not.toContain("@");
});

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
