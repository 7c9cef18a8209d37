import { protocolError } from "./chime-error.ts";

const ALGORITHM = "AWS4-HMAC-SHA256";
/** Chime's only region; source: the endpoint rules of its client package. */
const REGION = "us-east-1";
const SERVICE = "chime";

/**
 * Refuses a request that is not signed for Chime: Signature Version 4, in the Authorization header. It accepts any
 * credentials, and verifies neither the signature itself nor its age. @throws ChimeError with 403:
 * MissingAuthenticationToken-, IncompleteSignature-, InvalidSignature- or UnrecognizedClientException
 */
export const requireSignature = (headers: Readonly<Record<string, string | undefined>>): void => {
  const { authorization, date, "x-amz-date": amzDate } = headers;
  if (authorization === undefined) {
    throw protocolError("MissingAuthenticationTokenException", "Missing Authentication Token");
  }
  const parts = partsOf(authorization);
  for (const name of ["Credential", "SignedHeaders", "Signature"]) {
    if (!parts.get(name)) throw incomplete(`Authorization header requires '${name}' parameter.`);
  }
  if (amzDate === undefined && date === undefined) {
    throw incomplete("Authorization header requires an 'X-Amz-Date' or a 'Date' header.");
  }
  requireScope(parts.get("Credential") ?? "", amzDate);
};

/** The `name=value` parts of an Authorization header. */
const partsOf = (authorization: string): ReadonlyMap<string, string> => {
  const [algorithm, ...rest] = authorization.trim().split(/\s+/);
  if (algorithm !== ALGORITHM) throw incomplete(`The Authorization header does not start with ${ALGORITHM}.`);
  const parts = rest.join(" ").split(",");
  return new Map(
    parts.map((part): [string, string] => {
      const [name = "", ...value] = part.trim().split("=");
      return [name, value.join("=")];
    }),
  );
};

/** `credential` is `<access key ID>/<date>/<region>/<service>/aws4_request`. */
const requireScope = (credential: string, amzDate: string | undefined): void => {
  const [key, date, region, service, terminator, ...more] = credential.split("/");
  if (terminator === undefined || more.length > 0) {
    throw incomplete("Credential must have exactly 5 slash-delimited elements.");
  }
  if (key === "") {
    throw protocolError("UnrecognizedClientException", "The security token included in the request is invalid.");
  }
  if (terminator !== "aws4_request") throw invalid("a valid terminator: 'aws4_request'");
  if (service !== SERVICE) throw invalid(`correct service: '${SERVICE}'`);
  if (region !== REGION) throw invalid(`a valid region: '${REGION}'`);
  if (amzDate !== undefined && date !== amzDate.slice(0, 8)) throw invalid("the date of the request");
};

const incomplete = (message: string) => protocolError("IncompleteSignatureException", message);

const invalid = (scope: string) =>
  protocolError("InvalidSignatureException", `Credential should be scoped to ${scope}.`);
