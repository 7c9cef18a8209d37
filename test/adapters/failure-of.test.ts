import { BadRequestException, NotFoundException, ThrottledClientException } from "@aws-sdk/client-chime";
import { expect, test } from "vitest";
import { failureOfError, failureOfUserError } from "../../adapters/failure-of.ts";

const exception = <T>(Type: new (options: { message: string; $metadata: object }) => T): T =>
  new Type({ message: "ana@example.com is bad", $metadata: {} });
const named = (name: string, extra: object = {}) => Object.assign(new Error("ana@example.com"), { name, ...extra });

test.each([
  [exception(ThrottledClientException), "TransientFailure", "DirectoryThrottled"],
  [exception(BadRequestException), "PermanentFailure", "DirectoryRejected"],
  [exception(NotFoundException), "PermanentFailure", "DirectoryUserMissing"],
  [named("UnauthorizedClientException"), "TransientFailure", "DirectoryAccessDenied"],
  [named("ForbiddenException"), "TransientFailure", "DirectoryAccessDenied"],
  [named("ServiceFailureException"), "TransientFailure", "DirectoryUnavailable"],
  [named("ServiceUnavailableException"), "TransientFailure", "DirectoryUnavailable"],
  [named("TimeoutError"), "TransientFailure", "DirectoryUnavailable"],
  [named("Error", { code: "ECONNRESET" }), "TransientFailure", "DirectoryUnavailable"],
  [named("Unknown", { $metadata: { httpStatusCode: 429 } }), "TransientFailure", "DirectoryThrottled"],
  [named("Unknown", { $metadata: { httpStatusCode: 502 } }), "TransientFailure", "DirectoryUnavailable"],
  [named("Unknown", { $metadata: { httpStatusCode: 403 } }), "TransientFailure", "DirectoryAccessDenied"],
  [named("toString"), "TransientFailure", "Unexpected"],
  [named("SomethingNew"), "TransientFailure", "Unexpected"],
  ["no error at all", "TransientFailure", "Unexpected"],
])("%s is a %s %s, told without the service's words", (error, name, code) => {
  const failure = failureOfError("UpdateUser", error);
  expect(failure).toMatchObject({ name, code, cause: error, message: expect.stringMatching(/^UpdateUser answered /) });
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
