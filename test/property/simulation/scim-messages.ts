import type { Distortion } from "./scim-distortions.ts";

export type Json = Readonly<Record<string, unknown>>;

/** `id` is the user's or the group's in the path; `distortion` is what goes wrong with this request. */
export type ScimRequest = {
  readonly id?: string;
  readonly filter?: string;
  readonly ifMatch?: string;
  readonly body?: Json;
  readonly distortion?: Distortion;
};

/** A body that is text is no JSON. */
export type ScimAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json | string;
};

export const scimError = (status: number, scimType?: string): ScimAnswer => ({
  status,
  body: {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
  },
});
