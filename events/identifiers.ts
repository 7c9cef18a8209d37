/** What an ID may be. Light, so that a command line can check one without loading the schemas. */
type Identifier = { readonly expected: string; readonly pattern: RegExp; readonly maxLength: number };

/** Without `#`, so that no employee's record can take the key of a `user#` claim. */
export const EMPLOYEE_ID: Identifier = {
  expected: "1 to 64 letters, digits, `.`, `_` and `-`",
  pattern: /^[A-Za-z0-9_.-]+$/,
  maxLength: 64,
};

/** IDs are written to logs: an email address cannot be one. */
export const EVENT_ID: Identifier = {
  expected: "1 to 128 letters, digits and `._:/+=-`",
  pattern: /^[A-Za-z0-9_.:/+=-]+$/,
  maxLength: 128,
};
