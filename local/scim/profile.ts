import type { OperationName } from "./operation-names.ts";
import type { RetryAfterForm } from "./retry-after.ts";

/**
 * Where a user shows its seat. `values` are the ones taken (all if missing), `initial` is what a user gets who names
 * none. An `element` is the one of `list` whose members are as `where` says; its `value` is the seat.
 */
export type Seat =
  | { readonly kind: "active" }
  | {
      readonly kind: "attribute";
      readonly path: string;
      readonly values?: readonly string[];
      readonly initial?: string;
    }
  | {
      readonly kind: "element";
      readonly list: string;
      readonly where: Readonly<Record<string, string>>;
      readonly values?: readonly string[];
      readonly initial?: string;
    };

/**
 * How many calls of `operations` are taken, all of them together: `calls` in `perSeconds`, filled up steadily, at most
 * `burst` (else `calls`) at once; or `calls` in a day, which ends at midnight UTC.
 */
export type Limit = {
  readonly operations: readonly OperationName[];
  readonly calls: number;
  readonly retryAfter: RetryAfterForm;
} & ({ readonly perSeconds: number; readonly burst?: number | undefined } | { readonly perDay: true });

/** A rule of the vendor's own about an attribute that a caller writes. */
export type TextRule = { readonly attribute: string; readonly maxLength?: number; readonly without?: string };

/**
 * How a vendor's SCIM differs from the next one's, as data: the emulator itself knows no vendor. A new vendor is a new
 * profile. Facts and sources: docs/emulator.md.
 */
export type Profile = {
  readonly name: string;
  /** The path of the SCIM base URL, without a slash at its end. */
  readonly path: string;
  /** Headers without which a request is a 403. */
  readonly requiredHeaders: readonly string[];
  /** The token endpoint beside the SCIM base URL, if tokens come from one; they end after `lifetimeSeconds`. */
  readonly oauth?: { readonly path: string; readonly grant: string; readonly lifetimeSeconds: number };
  /** URNs of the schema extensions that users may have. */
  readonly extensions: readonly string[];
  readonly seat: Seat;
  /** Attributes without which a POST is a 400. */
  readonly required: readonly string[];
  readonly textRules: readonly TextRule[];
  /** Attributes that a list does not show, though the GET of one user does. */
  readonly hiddenInLists: readonly string[];
  /** Whether SCIM sees users that were not made by SCIM. */
  readonly seesOthers: boolean;
  /** What a filter may ask for, by the name that the vendor has for it; every attribute if missing. */
  readonly filterBy?: Readonly<Record<string, string>>;
  readonly filterAnd: boolean;
  readonly maxPage: number;
  readonly etags: boolean;
  readonly put: "replaces" | "merges";
  /** `deactivates`: `active: false` alone has an effect. `no-filter-paths`: a path with a filter has none. */
  readonly patch: "full" | "deactivates" | "no-filter-paths";
  readonly delete: "deletes" | "deactivates";
  /** What a PATCH of a group returns: 200 with the group, or 204. */
  readonly groupPatch: "group" | "nothing";
  readonly limits: readonly Limit[];
};

/** What RFC 7643 and 7644 say, for a profile to differ from. */
export const RFC_PROFILE = {
  requiredHeaders: [],
  extensions: [],
  required: ["userName"],
  textRules: [],
  hiddenInLists: [],
  seesOthers: true,
  filterAnd: true,
  maxPage: 100,
  etags: false,
  put: "replaces",
  patch: "full",
  delete: "deletes",
  groupPatch: "group",
  limits: [],
} as const satisfies Partial<Profile>;
