import * as client from "@aws-sdk/client-chime";
import { expect, test } from "vitest";
import { codeOf, exceptionWithCode, exceptionWithStatus, statusOf } from "../../../local/chime/chime-error.ts";

const modeled = Object.values<unknown>(client).flatMap((schema): [name: string, status: number][] =>
  Array.isArray(schema) && schema[0] === -3 && schema[3]?.httpError ? [[schema[2], schema[3].httpError]] : [],
);

test("the client package models eleven exceptions", () => {
  expect(modeled).toHaveLength(11);
});

test.each(modeled)("%s has the status and an ErrorCode of the client package", (name, status) => {
  expect(statusOf(name)).toBe(status);
  expect(client.ErrorCode).toHaveProperty(codeOf(name) ?? "none");
  expect(exceptionWithCode(codeOf(name) ?? "")).toBe(name);
});

test("a status stands for the exception that every operation can return", () => {
  expect([400, 401, 403, 404, 409, 429, 500, 503].map(exceptionWithStatus)).toEqual([
    "BadRequestException",
    "UnauthorizedClientException",
    "ForbiddenException",
    "NotFoundException",
    "ConflictException",
    "ThrottledClientException",
    "ServiceFailureException",
    "ServiceUnavailableException",
  ]);
  expect(exceptionWithStatus(418)).toBeUndefined();
});

test.each(["ExpiredTokenException", "toString"])("%s is none of Chime's names", (name) => {
  expect([statusOf(name), codeOf(name)]).toEqual([undefined, undefined]);
});
