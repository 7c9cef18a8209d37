import { connect } from "node:net";
import { expect, test } from "vitest";
import { errorName, errorNames, isNetworkError } from "../../adapters/error-names.ts";

const coded = (code: string): Error => Object.assign(new Error("ana@example.com"), { code });

test.each<[string, error: unknown, name: string]>([
  ["a name", new RangeError("ana@example.com"), "RangeError"],
  ["a code rather than the name Error", coded("ECONNRESET"), "ECONNRESET"],
  ["a code inside an AggregateError", new AggregateError([coded("ENETUNREACH")], "ana@example.com"), "ENETUNREACH"],
  ["a code of a cause", new Error("failed", { cause: new Error("again", { cause: coded("EAI_AGAIN") }) }), "EAI_AGAIN"],
  ["no name but Error, if there is no better one", new Error("ana@example.com"), "Error"],
  ["nothing of a name that holds more than a word", Object.assign(new Error(), { name: "ana@example.com" }), "error"],
  ["nothing of what is no error", "ana@example.com", "error"],
])("reports %s", (_, error, name) => expect(errorName(error)).toBe(name));

test("a cause that is its own cause ends", () => {
  const error = new Error("round");
  error.cause = error;
  expect(new Set(errorNames(error))).toEqual(new Set(["Error"]));
});

test.each([
  "ETIMEDOUT",
  "EAI_AGAIN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "EPIPE",
  "EPROTO",
  "ESERVFAIL",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ERR_SSL_WRONG_VERSION_NUMBER",
])("%s is a failure of the network", (code) => expect(isNetworkError(code)).toBe(true));

test.each(["EACCES", "ENOENT", "EXPIRED", "BadRequestException", "Error"])("%s is none", (code) =>
  expect(isNetworkError(code)).toBe(false),
);

test("what Node throws if no address of a host can be reached is told by its code", async () => {
  const { promise, resolve } = Promise.withResolvers<Error>();
  const lookup = (_host: string, _options: object, found: (error: null, addresses: object[]) => void) =>
    found(null, [
      { address: "127.0.0.1", family: 4 },
      { address: "::1", family: 6 },
    ]);
  connect({ host: "chime.example", port: 1, lookup: lookup as never, autoSelectFamily: true }).on("error", resolve);
  expect(isNetworkError(errorName(await promise))).toBe(true);
});
