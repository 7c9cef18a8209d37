import { expect, test } from "vitest";
import { requireSignature } from "../../../local/chime/signature.ts";
import { SIGNED } from "../../support/chime-emulator.ts";

const { authorization } = SIGNED;
const scope = "test/20261101/us-east-1/chime/aws4_request";
const scoped = (other: string) => ({ ...SIGNED, authorization: authorization.replace(scope, other) });

test.each([
  SIGNED,
  scoped("ANY-KEY/20261101/us-east-1/chime/aws4_request"),
  { ...SIGNED, authorization: authorization.replaceAll(", ", ",") },
  { authorization, date: "Sun, 01 Nov 2026 00:00:00 GMT" },
])("accepts any credentials, signed for Chime: %j", (headers) => {
  expect(() => requireSignature(headers)).not.toThrow();
});

test.each([
  [{}, "MissingAuthenticationTokenException", "Missing Authentication Token"],
  [{ ...SIGNED, authorization: "" }, "IncompleteSignatureException", "AWS4-HMAC-SHA256"],
  [{ ...SIGNED, authorization: "Bearer abc" }, "IncompleteSignatureException", "AWS4-HMAC-SHA256"],
  [{ ...SIGNED, authorization: "AWS4-HMAC-SHA256" }, "IncompleteSignatureException", "Credential"],
  [{ ...SIGNED, authorization: authorization.replace("Credential", "Crd") }, "IncompleteSignatureException", "'Cred"],
  [{ ...SIGNED, authorization: authorization.replace("SignedH", "H") }, "IncompleteSignatureException", "'SignedH"],
  [
    { ...SIGNED, authorization: authorization.replace("Signature=0", "") },
    "IncompleteSignatureException",
    "'Signature",
  ],
  [{ authorization }, "IncompleteSignatureException", "Date"],
  [scoped("test/20261101/us-east-1/chime"), "IncompleteSignatureException", "5 slash"],
  [scoped(`${scope}/more`), "IncompleteSignatureException", "5 slash"],
  [scoped("/20261101/us-east-1/chime/aws4_request"), "UnrecognizedClientException", "security token"],
  [scoped("test/20261101/us-east-1/sqs/aws4_request"), "InvalidSignatureException", "correct service: 'chime'"],
  [scoped("test/20261101/eu-west-1/chime/aws4_request"), "InvalidSignatureException", "valid region: 'us-east-1'"],
  [scoped("test/20261101/us-east-1/chime/aws5_request"), "InvalidSignatureException", "terminator"],
  [scoped("test/20261031/us-east-1/chime/aws4_request"), "InvalidSignatureException", "date"],
])("refuses %j as %s", (headers, name, message) => {
  expect(() => requireSignature(headers)).toThrow(
    expect.objectContaining({ name, status: 403, message: expect.stringContaining(message) }),
  );
});
