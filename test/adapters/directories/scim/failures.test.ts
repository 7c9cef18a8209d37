import { expect, test, vi } from "vitest";
import { readAnswer } from "../../../../adapters/directories/scim/answer.ts";
import { failureOfAnswer } from "../../../../adapters/directories/scim/failures.ts";
import type { ErrorAnswer } from "../../../../domain/accounts/directory-file.ts";
import { scimError } from "./scim-server.ts";

const answer = (status: number, body: unknown = "", headers: Record<string, string> = {}) =>
  readAnswer({ status, headers: new Headers(headers), text: typeof body === "string" ? body : JSON.stringify(body) });
const ofScim = (status: number, scimType?: string) =>
  answer(status, scimError(status, scimType, "ana@example.com is bad").body);
const codeOf = (given: ReturnType<typeof answer>, about: "user" | "directory" = "user", answers: ErrorAnswer[] = []) =>
  failureOfAnswer("PATCH of a user", given, about, answers).code;

test.each([
  [401, "DirectoryAccessDenied"],
  [403, "DirectoryAccessDenied"],
  [408, "DirectoryUnavailable"],
  [409, "DirectoryUnavailable"],
  [412, "DirectoryUnavailable"],
  [429, "DirectoryThrottled"],
  [500, "DirectoryUnavailable"],
  [502, "DirectoryUnavailable"],
  [503, "DirectoryUnavailable"],
  [504, "DirectoryUnavailable"],
  [418, "Unexpected"],
])("%s is %s, whoever wrote it", (status, code) => {
  expect(codeOf(answer(status, "<html>"))).toBe(code);
  expect(codeOf(ofScim(status))).toBe(code);
});

test.each([400, 413, 501])("a %s is permanent only if a SCIM server says so", (status) => {
  expect(codeOf(ofScim(status))).toBe("DirectoryRejected");
  expect(codeOf(answer(status, { Errors: { code: status } }))).toBe("DirectoryRejected");
  expect(codeOf(answer(status, "<html>"))).toBe("Unexpected");
  expect(codeOf(answer(status, { message: "bad gateway" }))).toBe("Unexpected");
});

test("a 404 is about the user only if one was asked for, and the directory itself says it", () => {
  expect(codeOf(ofScim(404))).toBe("DirectoryUserMissing");
  expect(codeOf(answer(404))).toBe("DirectoryUserMissing");
  expect(codeOf(ofScim(404), "directory")).toBe("DirectoryMissing");
  expect(codeOf(answer(404, "<html>"))).toBe("DirectoryMissing");
  expect(codeOf(answer(404, { message: "Not Found", documentation_url: "https://docs.example" }))).toBe(
    "DirectoryMissing",
  );
});

test("what the directory file says comes first, and the first that fits", () => {
  const answers: ErrorAnswer[] = [
    { status: 403, contains: "NO SEAT", means: "NoSeatLeft" },
    { status: 400, scimType: "tooMany", means: "DirectoryThrottled" },
    { status: 403, means: "DirectoryRejected" },
  ];
  expect(codeOf(answer(403, "there is no seat"), "user", answers)).toBe("NoSeatLeft");
  expect(codeOf(answer(403), "user", answers)).toBe("DirectoryRejected");
  expect(codeOf(ofScim(400, "toomany"), "user", answers)).toBe("DirectoryThrottled");
  expect(codeOf(ofScim(400, "invalidValue"), "user", answers)).toBe("DirectoryRejected");
});

test("the message has the status and a plain scimType, and nothing that anybody sent", () => {
  const messageOf = (given: ReturnType<typeof answer>) => failureOfAnswer("PATCH of a user", given, "user", []).message;
  expect(messageOf(ofScim(400, "invalidValue"))).toBe("PATCH of a user returned HTTP 400 invalidValue");
  expect(messageOf(ofScim(400, "ana@example.com"))).toBe("PATCH of a user returned HTTP 400");
});

test.each<[what: string, header: string, ms: number | undefined]>([
  ["seconds", "120", 120_000],
  ["an HTTP date", "Thu, 01 Jan 2026 00:01:00 GMT", 60_000],
  ["an ISO 8601 date", "2026-01-01T10:00:00Z", 36_000_000],
  ["a date that has passed", "Wed, 31 Dec 2025 00:00:00 GMT", undefined],
  ["no time", "soon", undefined],
])("keeps how long the directory asks to wait: %s", (_, header, ms) => {
  vi.useFakeTimers({ now: new Date("2026-01-01T00:00:00Z"), toFake: ["Date"] });
  const { retryAfterMs } = answer(429, "", { "Retry-After": header });
  vi.useRealTimers();
  expect(retryAfterMs).toBe(ms);
});

test("an ETag is the header's, else the version of the user", () => {
  expect(answer(200, { meta: { version: 'W/"2"' } }, { ETag: 'W/"1"' }).etag).toBe('W/"1"');
  expect(answer(200, { meta: { version: 'W/"2"' } }).etag).toBe('W/"2"');
  expect(answer(200, {}).etag).toBeUndefined();
});
