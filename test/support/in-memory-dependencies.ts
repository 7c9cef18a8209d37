import type { CreationLock } from "../../domain/accounts/create-account.ts";
import type { Account, Directory } from "../../domain/accounts/directory.ts";
import type { License } from "../../domain/accounts/license.ts";
import { type AccountLink, CLAIM_FENCE_MS } from "../../domain/accounts/link.ts";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import type { Employees } from "../../domain/employees.ts";
import { fold } from "../../domain/facts/fold.ts";
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

/** Whose an account is, when its release was begun last (ms), and whether others may claim it since. */
type Claim = { readonly owner: string; readonly heldAt?: number; readonly letGo?: boolean };

const inMemoryEmployees = () => {
  const records = new Map<string, EmployeeRecord>();
  const claims = new Map<string, Claim>();
  const recordOf = (employeeId: string): EmployeeRecord => {
    const record = records.get(employeeId);
    if (record === undefined) throw new Failure("StateUnavailable", "no such record");
    return record;
  };
  const relink = (employeeId: string, link: AccountLink) => records.set(employeeId, { ...recordOf(employeeId), link });
  const untie = (employeeId: string, accountId: string, changes: Partial<AccountLink> = {}) => {
    const { candidateId, accountId: linkedId, ...link } = recordOf(employeeId).link;
    const candidate = candidateId === undefined || candidateId === accountId ? {} : { candidateId };
    const linked = linkedId === undefined || linkedId === accountId ? {} : { accountId: linkedId };
    const { revision } = recordOf(employeeId);
    relink(employeeId, { ...link, ...candidate, ...linked, ...changes });
    // No pass that knew the account writes it back.
    records.set(employeeId, { ...recordOf(employeeId), revision: revision + 1 });
  };
  const employees: Employees = {
    fold: async (event, now) => {
      const folded = fold(records.get(event.employeeId), event, now);
      records.set(event.employeeId, folded.record);
      return folded;
    },
    read: async (employeeId) => records.get(employeeId),
    reread: async ({ employeeId }) => recordOf(employeeId),
    save: async (before, after) => {
      const { link, revision } = recordOf(before.employeeId);
      if (revision !== before.revision) return false;
      const { accountId } = after.link;
      records.set(before.employeeId, {
        ...after,
        link: { ...link, ...(accountId === undefined ? {} : { accountId }) },
      });
      return true;
    },
    claim: async (accountId, employeeId, now) => {
      const { owner = employeeId, letGo, heldAt = 0 } = claims.get(accountId) ?? {};
      const isFree = letGo === true && now.getTime() - heldAt >= CLAIM_FENCE_MS;
      if (owner !== employeeId && !isFree) throw new Failure("UserOwnedByAnotherEmployee", "claimed");
      claims.set(accountId, { owner: employeeId });
    },
    holdClaim: async (accountId, employeeId, now) => {
      relink(employeeId, { ...recordOf(employeeId).link, releasedAt: now.toISOString() });
      const { owner = employeeId } = claims.get(accountId) ?? {};
      if (owner !== employeeId) return false;
      claims.set(accountId, { owner: employeeId, heldAt: now.getTime() });
      return true;
    },
    letGo: async (accountId, employeeId) => {
      const claim = claims.get(accountId);
      if (claim?.owner === employeeId && claim.heldAt !== undefined) claims.set(accountId, { ...claim, letGo: true });
    },
    markCreatePending: async (employeeId, email, at) => {
      const { link } = recordOf(employeeId);
      if (link.accountId !== undefined || link.candidateId !== undefined) return link;
      const emails = [...new Set(link.createPending?.emails).add(email)];
      const marked = { ...link, createPending: { emails, at: at.toISOString() } };
      relink(employeeId, marked);
      return marked;
    },
    markInvited: async (employeeId, email, at) => {
      if (records.has(employeeId))
        relink(employeeId, { ...recordOf(employeeId).link, invited: { email, at: at.toISOString() } });
    },
    linkCandidate: async ({ employeeId, link: { createPending } }, candidateId) => {
      const { link } = recordOf(employeeId);
      const isOther = (other = candidateId) => other !== candidateId;
      if (isOther(link.accountId) || isOther(link.candidateId)) return false;
      if (link.createPending?.at !== createPending?.at) return false;
      relink(employeeId, { ...link, candidateId });
      return true;
    },
    unlink: async (employeeId, accountId) => untie(employeeId, accountId),
    forgetLost: async (employeeId, accountId) => {
      const { invited: _, ...link } = recordOf(employeeId).link;
      relink(employeeId, link);
      untie(employeeId, accountId, { lostId: accountId });
      if (claims.get(accountId)?.owner === employeeId) claims.delete(accountId);
    },
  };
  return { records, claims, employees };
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
