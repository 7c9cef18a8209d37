import type { EmployeeRecord } from "../employee-record.ts";
import { type AdoptDependencies, adoptAccount } from "./adopt-account.ts";
import type { TransferStep } from "./transfer.ts";

/** `resync` asks the function of the new owner to look at her again. */
export type TransferDependencies = AdoptDependencies & { readonly resync: (to: EmployeeRecord) => Promise<void> };

export type Transfer = {
  readonly from: EmployeeRecord;
  readonly to: EmployeeRecord;
  readonly accountId: string;
  readonly steps: readonly TransferStep[];
};

/**
 * Performs the steps of a transfer, each of which is refused if what it was decided by no longer holds. After a crash,
 * decide and perform again.
 * @throws Failure `UserOwnedByAnotherEmployee` if somebody else has the account by now, or its release has begun again;
 * `CreationInProgress` if the new owner got another account meanwhile; and what `resync` throws
 */
export const performTransfer = async (dependencies: TransferDependencies, transfer: Transfer): Promise<void> => {
  for (const step of transfer.steps) await perform(dependencies, transfer, step);
};

const perform = async (
  dependencies: TransferDependencies,
  { from, to, accountId }: Transfer,
  step: TransferStep,
): Promise<void> => {
  const { employees, resync } = dependencies;
  switch (step) {
    case "letGo":
      return employees.letGo(accountId, from.employeeId);
    case "adopt":
      return adoptAccount(dependencies, to, { id: accountId });
    case "resync":
      return resync(to);
    case "untie":
      return employees.unlink(from.employeeId, accountId);
  }
};
