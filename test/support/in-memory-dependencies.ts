import type { CreationLock } from "../../domain/accounts/create-account.ts";
import type { Account, Directory } from "../../domain/accounts/directory.ts";
import type { License } from "../../domain/accounts/license.ts";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import type { Employees } from "../../domain/employees.ts";
import { fold } from "../../domain/facts/fold.ts";
import { Failure } from "../../domain/failures.ts";
import type { ConvergeDependencies } from "../../domain/reconcile/converge.ts";
import { NOW } from "./hr-events.ts";
import { TITLED_POLICY } from "./titled-policy.ts";

/** The domain's dependencies over plain maps. `calls` records the calls to the directory. */
export const inMemoryDependencies = () => {
  const { records, claims, employees } = inMemoryEmployees();
  const { accounts, calls, addAccount, directory } = inMemoryDirectory();
  const dependencies: ConvergeDependencies = {
    employees,
    directory,
    creationLock: inMemoryLock(),
    policy: TITLED_POLICY,
    mayCreate: true,
    now: () => NOW,
    signal: { aborted: false },
  };
  return { dependencies, records, claims, accounts, calls, addAccount };
};

export type InMemory = ReturnType<typeof inMemoryDependencies>;

const inMemoryEmployees = () => {
  const records = new Map<string, EmployeeRecord>();
  const claims = new Map<string, string>();
  const recordOf = (employeeId: string): EmployeeRecord => {
    const record = records.get(employeeId);
    if (record === undefined) throw new Failure("StateUnavailable", "no such record");
    return record;
  };
  const employees: Employees = {
    fold: async (event) => {
      const folded = fold(records.get(event.employeeId), event);
      records.set(event.employeeId, folded.record);
      return folded;
    },
    read: async (employeeId) => recordOf(employeeId),
    claim: async (accountId, employeeId) => {
      const owner = claims.get(accountId) ?? employeeId;
      if (owner !== employeeId) throw new Failure("UserOwnedByAnotherEmployee", "claimed");
      claims.set(accountId, employeeId);
    },
    markCreatePending: async (employeeId, email, at) => {
      const record = recordOf(employeeId);
      const { accountId, candidateId, createPending } = record.link;
      if (accountId !== undefined || candidateId !== undefined) return record.link;
      const emails = [...new Set(createPending?.emails).add(email)];
      const link = { ...record.link, createPending: { emails, at: at.toISOString() } };
      records.set(employeeId, { ...record, link });
      return link;
    },
    linkCandidate: async ({ employeeId, link: { createPending } }, candidateId) => {
      const record = recordOf(employeeId);
      const isOther = (other = candidateId) => other !== candidateId;
      if (isOther(record.link.accountId) || isOther(record.link.candidateId)) return false;
      if (record.link.createPending?.at !== createPending?.at) return false;
      records.set(employeeId, { ...record, link: { ...record.link, candidateId } });
      return true;
    },
    unlinkCandidate: async (employeeId, accountId) => {
      const record = recordOf(employeeId);
      const { candidateId, ...link } = record.link;
      if (candidateId === accountId) records.set(employeeId, { ...record, link });
    },
    confirm: async (before, after) => {
      if (recordOf(before.employeeId).revision !== before.revision) return false;
      records.set(before.employeeId, after);
      return true;
    },
  };
  return { records, claims, employees };
};

const inMemoryDirectory = () => {
  const accounts = new Map<string, { readonly id: string; readonly email: string; readonly license: License }>();
  const calls: string[] = [];
  const addAccount = (email: string, license: License = "Basic") => {
    const account = { id: `U${accounts.size + 1}`, email, license };
    accounts.set(account.id, account);
    return account;
  };
  const directory: Directory = {
    find: async (email) => {
      calls.push("find");
      return [...accounts.values()].find((account) => account.email === email);
    },
    create: async (email) => {
      calls.push("create");
      return addAccount(email);
    },
    change: async (accountId, license) => {
      calls.push(`set ${accountId} ${license}`);
      const account = accounts.get(accountId);
      if (account === undefined) throw new Failure("DirectoryUserMissing", "no such user");
      accounts.set(accountId, { ...account, license });
    },
  };
  return { accounts, calls, addAccount, directory };
};

const inMemoryLock = (): CreationLock => {
  const stored = new Map<string, Account>();
  return async (employeeId, create) => {
    const known = stored.get(employeeId);
    if (known !== undefined) return { account: known, ran: false };
    const account = await create();
    stored.set(employeeId, account);
    return { account, ran: true };
  };
};
