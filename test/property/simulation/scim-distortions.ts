/**
 * What only a SCIM server does wrong; a call that it cannot befall is as ever. `ineffective`: a 2xx, and no effect.
 * `unfiltered`: a filter is ignored. `two-hits`: two users with the email. `conflict`: a 409 without scimType, of a user
 * who is not there. `no-id`: users without their IDs. `changed-case`: values in another case, and booleans as text.
 */
export const DISTORTIONS = ["ineffective", "unfiltered", "two-hits", "conflict", "no-id", "changed-case"] as const;
export type DistortionKind = (typeof DISTORTIONS)[number];

/** `code` selects one of the ways in which it comes. */
export type Distortion = { readonly kind: DistortionKind; readonly code: number };

/** The operations that each of them befalls. */
export const BEFALLS: Readonly<Record<DistortionKind, readonly string[]>> = {
  ineffective: ["POST user", "PATCH user", "PUT user", "PATCH group"],
  unfiltered: ["GET users"],
  "two-hits": ["GET users"],
  conflict: ["POST user"],
  "no-id": ["POST user", "GET users"],
  "changed-case": ["POST user", "PATCH user", "PUT user", "GET user", "GET users"],
};
