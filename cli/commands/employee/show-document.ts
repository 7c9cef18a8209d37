import type { EmployeeDocument } from "../../employee-document.ts";
import type { PolicyOnEmployee } from "../../employee-policy.ts";
import type { LiveAccount } from "../../live-account.ts";

/** What a directory says of an employee, with how many calls it was asked. Addresses and names are masked. */
export type LiveDocument = LiveAccount & { readonly directory: string; readonly calls: number };

/** `employee show --json`. `live` is there with --live. */
export type EmployeeShowDocument = EmployeeDocument & {
  readonly policy: PolicyOnEmployee;
  readonly live?: LiveDocument;
};
