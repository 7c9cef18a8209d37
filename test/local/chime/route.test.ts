import { describe, expect, test } from "vitest";
import { MODELED_OPERATIONS } from "../../../local/chime/model.ts";
import { labelsOf, operationOf } from "../../../local/chime/route.ts";

const url = (path: string) => new URL(path, "http://127.0.0.1:8181");
const nameOf = (method: string, path: string) => operationOf(method, url(path))?.name;

describe("operationOf", () => {
  test.each(MODELED_OPERATIONS)("finds $name by its own method, path and query", (operation) => {
    const path = operation.segments.map((segment) => segment.replace(/^\{.*\}$/, "x")).join("/");
    expect(nameOf(operation.method, `/${path}?${operation.query}`)).toBe(operation.name);
    expect(nameOf(operation.method, `/console/${path}?${operation.query}`)).toBe(operation.name);
  });

  test.each([
    ["POST", "/accounts/a/users?operation=create", "CreateUser"],
    ["POST", "/accounts/a/users?other=1", "BatchUpdateUser"],
    ["POST", "/accounts/a/users/u", "UpdateUser"],
    ["POST", "/accounts/a/users/u?operation=reset-personal-pin", "ResetPersonalPIN"],
    ["GET", "/accounts/a/users?user-type=SharedDevice", "ListUsers"],
    ["GET", "/accounts/a/users/", "GetUser"],
  ])("%s %s is %s", (method, path, name) => {
    expect(nameOf(method, path)).toBe(name);
  });

  test.each([
    ["POST", "/accounts/a/users?operation=CREATE"],
    ["POST", "/accounts/a/users?operation=create%20"],
    ["POST", "/accounts/a/users?operation="],
    ["POST", "/accounts/a/users?operation=create&operation=create"],
    ["POST", "/accounts/a/users?operation=create&operation=suspend"],
    ["POST", "/accounts/a/users?operation=logout"],
    ["POST", "/accounts/a/users/u?operation=create"],
    ["GET", "/accounts/a/users?operation=create"],
    ["DELETE", "/accounts/a/users/u"],
    ["PUT", "/accounts/a/users/u"],
    ["post", "/accounts/a/users"],
    ["GET", "/Accounts/a/users"],
    ["GET", "/console"],
    ["GET", "/console/console/accounts"],
    ["GET", "/"],
    ["GET", "/accounts/a/users/u/"],
  ])("%s %s is no operation", (method, path) => {
    expect(nameOf(method, path)).toBeUndefined();
  });
});

describe("labelsOf", () => {
  const labels = (path: string) => {
    const operation = operationOf("GET", url(path));
    return operation && labelsOf(operation, url(path));
  };

  test("decodes the variables of the path, which may hold a slash", () => {
    expect(labels("/console/accounts/a%2Fb/users/%C3%A9")).toEqual({ AccountId: "a/b", UserId: "é" });
  });

  test.each([
    ["/accounts/a/users/", "UserId"],
    ["/accounts/a/users/%20%09", "UserId"],
    ["/accounts//users", "AccountId"],
    ["/accounts/a/users/%zz", "UserId"],
  ])("refuses %s with BadRequestException", (path, label) => {
    expect(() => labels(path)).toThrow(
      expect.objectContaining({ name: "BadRequestException", message: `Invalid ${label}` }),
    );
  });
});
