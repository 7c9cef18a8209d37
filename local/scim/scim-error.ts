import type { JsonObject } from "./json-object.ts";

/** The values of `scimType`; source: RFC 7644 §3.12, table 9. */
export type ScimType =
  | "invalidFilter"
  | "tooMany"
  | "uniqueness"
  | "mutability"
  | "invalidSyntax"
  | "invalidPath"
  | "noTarget"
  | "invalidValue"
  | "sensitive";

type Details = { readonly scimType?: string | undefined; readonly headers?: Readonly<Record<string, string>> };

/** An error response of SCIM: RFC 7644 §3.12. */
export class ScimError extends Error {
  override readonly name = "ScimError";
  readonly status: number;
  readonly scimType: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, detail: string, { scimType, headers = {} }: Details = {}) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
    this.headers = headers;
  }
}

export const badRequest = (scimType: ScimType, detail: string): ScimError => new ScimError(400, detail, { scimType });

export const notFound = (what: string): ScimError => new ScimError(404, `${what} does not exist`);

/** The body of an error response. */
export const errorBody = ({ status, scimType, message }: ScimError): JsonObject => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
  status: String(status),
  ...(scimType !== undefined && { scimType }),
  detail: message,
});
