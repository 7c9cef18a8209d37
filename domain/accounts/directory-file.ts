import type { FailureCode } from "../failures.ts";
import type { License } from "./license.ts";

/** A directory file, compiled: which directory a stage keeps in step, and how it is spoken to. */
export type DirectoryFile = ChimeFile | ScimFile;

/**
 * `licenses` are in rising order; `value` is what the directory calls each. `leave` is what becomes of a leaver's
 * account. `can` says what the directory is able to do, and nothing more is ever asked of it.
 */
type Common = {
  readonly name: string;
  readonly licenses: readonly { readonly name: License; readonly value: string }[];
  readonly leave: { readonly license?: License; readonly deactivate: boolean };
  readonly can: { readonly create: boolean; readonly rename: boolean; readonly deactivate: boolean };
};

/**
 * The types of Amazon Chime accounts; source: `AccountType` in the Chime service model, API version 2018-05-01.
 */
export const CHIME_ACCOUNT_TYPES = ["Team", "EnterpriseDirectory", "EnterpriseLWA", "EnterpriseOIDC"] as const;
export type ChimeAccountType = (typeof CHIME_ACCOUNT_TYPES)[number];

/** A stage says of which type its account is. What follows from that is in `newUsers` and `can`. */
export type ChimeFile = Common & {
  readonly protocol: "chime";
  readonly accountType: ChimeAccountType;
  readonly newUsers: "create" | "invite";
};

/** `baseUrl` has its variables filled in. */
export type ScimFile = Common & {
  readonly protocol: "scim";
  readonly baseUrl: string;
  readonly auth: ScimAuth;
  readonly headers: Readonly<Record<string, string>>;
  /** The attribute to look a user up by. Each hit is compared: its `userName`, or any of its emails. */
  readonly match: { readonly by: string };
  /** What a new user has: attribute path to source. */
  readonly create: Readonly<Record<string, CreateSource>>;
  readonly update: "patch" | "patch-pathless" | "put-merge" | "put-replace";
  readonly deactivateBy: "update" | "patch" | "delete";
  /** Whoever leaves is deleted, and does not come back: by `deactivateBy: delete`, or because the directory does so. */
  readonly irreversible?: true;
  readonly carrier: Carrier;
  readonly compare: "exact" | "ignore-case";
  /** What must show a change before it counts as applied. */
  readonly proof: "response" | "get";
  /** If not, a user who was found is read once more, alone. */
  readonly listShowsLicense: boolean;
  /** A ceiling: no more calls than this, however many the directory takes. */
  readonly limits?: CallLimits;
  /** What the directory's own errors mean; the first that fits counts. `contains` is looked for in the body. */
  readonly answers: readonly ErrorAnswer[];
};

/** `secret` is the name of the secret, never its text. */
export type ScimAuth =
  | { readonly scheme: "bearer"; readonly secret: string }
  | {
      readonly scheme: "oauth2";
      readonly secret: string;
      readonly tokenUrl: string;
      readonly grant: "client_credentials" | "account_credentials";
      readonly scope?: string;
    };

/** `work` is a list with one element: the email, of type `work`, and the primary one. */
export type CreateSource =
  | "email"
  | "emailLocalPart"
  | "employeeId"
  | "displayName"
  | "givenName"
  | "familyName"
  | "work";

/**
 * Where a user's license is: in an attribute (`path` may have the URN of an extension), in the one element of a list
 * that has these members, in the group that she belongs to (a license's value is the group's ID), or in `active` itself.
 */
export type Carrier =
  | { readonly kind: "attribute"; readonly path: string }
  | { readonly kind: "element"; readonly list: string; readonly where?: Readonly<Record<string, string>> }
  | { readonly kind: "group" }
  | { readonly kind: "active" };

/** So many calls in so many seconds; `burst` is how many may come at once after a rest. */
export type CallLimits = { readonly calls: number; readonly perSeconds: number; readonly burst: number };

export type ErrorAnswer = {
  readonly status: number;
  readonly contains?: string;
  readonly scimType?: string;
  readonly means: FailureCode;
};
