import { type DirectoryBelow, NO_ACCOUNTS, overlayDirectory } from "../../adapters/directories/overlay-directory.ts";
import { type EmployeesBelow, NO_EMPLOYEES, overlayEmployees } from "../../adapters/state/overlay-employees.ts";
import type { CreationLock } from "../../domain/accounts/create-account.ts";
import type { Account } from "../../domain/accounts/directory.ts";
import type { License } from "../../domain/accounts/license.ts";
import type { Claim } from "../../domain/accounts/transfer.ts";
import type { FactKind } from "../../domain/facts/hr-event.ts";
import type { LicensePolicy } from "../../domain/policy/license-policy.ts";
import type { ConvergeDependencies } from "../../domain/reconcile/converge.ts";
import { QUEUES } from "../../events/catalogue.ts";
import { recordStore } from "./record-store.ts";

/** How many calls were made to read a stage, every attempt and every page. */
export type Calls = { readonly dynamodb: number; readonly directory: number };

/**
 * What a preview starts from. `licenses` are those of the directory; `invites` says that its accounts come by
 * invitation. `employees` and `directory` are read, and only read; without them nobody is known.
 */
export type PreviewOptions = {
  readonly policy: LicensePolicy;
  readonly licenses: readonly License[];
  readonly hireGraceMs: number;
  readonly now: () => Date;
  readonly invites?: boolean;
  readonly employees?: EmployeesBelow;
  readonly directory?: DirectoryBelow;
  readonly calls?: () => Calls;
};

/** The world of the functions, in which whatever is written stays in memory. */
export const openWorld = (options: PreviewOptions) => {
  const { policy, hireGraceMs, invites = false, employees: below = NO_EMPLOYEES } = options;
  const clock = { aheadMs: 0 };
  const now = () => new Date(options.now().getTime() + clock.aheadMs);
  const records = recordStore();
  const claims = new Map<string, Claim>();
  const found = new Map<string, Account>();
  const onFound = (account: Account) => found.set(account.id, account);
  const directory = overlayDirectory(options.directory ?? NO_ACCOUNTS, { invites, onFound });
  /** Nobody can have claimed an account that was created here. */
  const claimOn = async (accountId: string) => (directory.isNew(accountId) ? {} : below.claimOn(accountId));
  const employees = overlayEmployees({ read: below.read, claimOn }, { records, claims });
  const shared = { employees, directory, creationLock: unlocked, policy, hireGraceMs, now, signal: NEVER };
  /** As the function of this queue has them. */
  const dependenciesOf = (queue: FactKind): ConvergeDependencies => ({ ...shared, may: QUEUES[queue].may });
  return { clock, now, records, found, directory, employees, dependenciesOf };
};

export type PreviewWorld = ReturnType<typeof openWorld>;

/** A preview takes as long as it takes. */
const NEVER = { aborted: false };

/** Nobody else creates an account meanwhile. */
const unlocked: CreationLock = async (_, create) => ({ account: await create(), ran: true });
