import { NO_EMPLOYEES, overlayEmployees } from "../../adapters/state/overlay-employees.ts";
import type { CreationLock } from "../../domain/accounts/create-account.ts";
import type { Account, Directory } from "../../domain/accounts/directory.ts";
import type { License } from "../../domain/accounts/license.ts";
import type { Claim } from "../../domain/accounts/transfer.ts";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import type { FactKind } from "../../domain/facts/hr-event.ts";
import { Failure } from "../../domain/failures.ts";
import type { ConvergeDependencies } from "../../domain/reconcile/converge.ts";
import type { Permissions } from "../../domain/reconcile/step.ts";
import { NOW } from "./hr-events.ts";
import { TITLED_POLICY } from "./titled-policy.ts";

/** What the function of each kind of event may do. */
export const MAY = {
  hired: { create: true, release: false },
  "role-changed": { create: false, release: false },
  left: { create: false, release: true },
} as const satisfies Record<FactKind, Permissions>;

/**
 * The domain's dependencies over plain maps, of a function that may do everything. `calls` records the calls to the
 * directory; `clock` is what time it is.
 */
export const inMemoryDependencies = () => {
  const clock = { now: NOW };
  const { records, claims, employees } = inMemoryEmployees();
  const { accounts, calls, addAccount, directory } = inMemoryDirectory();
  const dependencies: ConvergeDependencies = {
    employees,
    directory,
    creationLock: inMemoryLock(),
    policy: TITLED_POLICY,
    may: { create: true, release: true },
    hireGraceMs: 3_600_000,
    now: () => clock.now,
    signal: { aborted: false },
  };
  return { dependencies, clock, records, claims, accounts, calls, addAccount };
};

export type InMemory = ReturnType<typeof inMemoryDependencies>;

const inMemoryEmployees = () => {
  const records = new Map<string, EmployeeRecord>();
  const claims = new Map<string, Claim>();
  return { records, claims, employees: overlayEmployees(NO_EMPLOYEES, { records, claims }) };
};

type InMemoryAccount = {
  readonly id: string;
  readonly email: string;
  readonly license: License;
  readonly active: boolean;
};

const inMemoryDirectory = () => {
  const accounts = new Map<string, InMemoryAccount>();
  const calls: string[] = [];
  let made = 0;
  const addAccount = (email: string, license: License = "Basic", active = true) => {
    made += 1;
    const account = { id: `U${made}`, email, license, active };
    accounts.set(account.id, account);
    return account;
  };
  const set = (accountId: string, changes: Partial<InMemoryAccount>) => {
    const account = accounts.get(accountId);
    if (account === undefined) throw new Failure("DirectoryUserMissing", "no such user");
    accounts.set(accountId, { ...account, ...changes });
  };
  const directory: Directory = {
    find: async (email) => {
      calls.push("find");
      return [...accounts.values()].find((account) => account.email === email);
    },
    create: async ({ email }) => {
      calls.push("create");
      return addAccount(email);
    },
    change: async (accountId, { license, profile }) => {
      const said = [license, profile && `${profile.email} ${profile.displayName ?? "-"}`];
      calls.push(["set", accountId, ...said.filter((each) => each !== undefined)].join(" "));
      set(accountId, { ...(license === undefined ? {} : { license }), ...profile });
    },
    deactivate: async (accountId) => {
      calls.push(`deactivate ${accountId}`);
      set(accountId, { active: false });
    },
    reactivate: async (accountId) => {
      calls.push(`reactivate ${accountId}`);
      set(accountId, { active: true });
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
