import { type AccountLink, CLAIM_FENCE_MS } from "../../domain/accounts/link.ts";
import type { Claim } from "../../domain/accounts/transfer.ts";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import type { Employees } from "../../domain/employees.ts";
import { fold } from "../../domain/facts/fold.ts";
import { Failure } from "../../domain/failures.ts";

/** The records and claims that an overlay lies over; it reads them, and never writes. */
export type EmployeesBelow = {
  read(employeeId: string): Promise<EmployeeRecord | undefined>;
  claimOn(accountId: string): Promise<Claim>;
};

/** Nobody is known, and no account is anybody's. */
export const NO_EMPLOYEES: EmployeesBelow = { read: async () => undefined, claimOn: async () => ({}) };

/** What an overlay keeps by key. A Map is one. */
export type Store<V> = { get(key: string): V | undefined; set(key: string, value: V): unknown };

/** `claims` holds an empty claim for an account that was given up. */
export type OverlayStores = { readonly records: Store<EmployeeRecord>; readonly claims: Store<Claim> };

/**
 * Employees whose writes stay in `records` and `claims`: what is in neither is read from below, once. It accepts and
 * refuses what the employees table does. Nothing is awaited between a look at a store and the write that follows from it.
 */
export const overlayEmployees = (below: EmployeesBelow, { records, claims }: OverlayStores): Employees => {
  /** The last one who was not below: a fold looks again at once. */
  let unknown: string | undefined;
  const load = async (employeeId: string): Promise<EmployeeRecord | undefined> => {
    const known = records.get(employeeId);
    if (known !== undefined || employeeId === unknown) return known;
    const read = await below.read(employeeId);
    const meanwhile = records.get(employeeId);
    if (meanwhile !== undefined) return meanwhile;
    if (read === undefined) unknown = employeeId;
    else records.set(employeeId, read);
    return read;
  };
  const loadExisting = async (employeeId: string): Promise<EmployeeRecord> => {
    const record = await load(employeeId);
    if (record !== undefined) return record;
    throw new Failure("StateUnavailable", "the employee's record is gone");
  };
  /** What `act` makes of the claim, as it is then. */
  const onClaim = async <T>(accountId: string, act: (claim: Claim) => T): Promise<T> => {
    const known = claims.get(accountId);
    if (known !== undefined) return act(known);
    const read = await below.claimOn(accountId);
    return act(claims.get(accountId) ?? read);
  };

  /** What `act` makes of the record, as it is then. */
  const onRecord = async <T>(employeeId: string, act: (record: EmployeeRecord | undefined) => T): Promise<T> => {
    const known = records.get(employeeId);
    if (known !== undefined) return act(known);
    await load(employeeId);
    return act(records.get(employeeId));
  };

  /** Writes what the record becomes; false if `change` refuses it, or if there is none. */
  const update = (employeeId: string, change: (record: EmployeeRecord) => EmployeeRecord | undefined) =>
    onRecord(employeeId, (record) => {
      const changed = record === undefined ? undefined : change(record);
      if (changed !== undefined) records.set(employeeId, changed);
      return changed !== undefined;
    });
  const relink = (employeeId: string, change: (link: AccountLink) => AccountLink | undefined) =>
    update(employeeId, (record) => {
      const link = change(record.link);
      return link === undefined ? undefined : { ...record, link };
    });

  /** A candidate may be another account than the confirmed one: only what is this one goes. */
  const unlink = (employeeId: string, accountId: string) =>
    update(employeeId, (record) => {
      const { candidateId, accountId: linkedId, ...link } = record.link;
      const kept = {
        ...(candidateId === undefined || candidateId === accountId ? {} : { candidateId }),
        ...(linkedId === undefined || linkedId === accountId ? {} : { accountId: linkedId }),
      };
      const untied = [candidateId, linkedId].filter((each) => each === accountId).length;
      // No pass that knew the account writes it back.
      return { ...record, link: { ...link, ...kept }, revision: record.revision + untied };
    });

  return {
    fold: (event, now) =>
      onRecord(event.employeeId, (stored) => {
        const folded = fold(stored, event, now);
        if (folded.record !== stored) records.set(event.employeeId, folded.record);
        return folded;
      }),
    read: load,
    reread: ({ employeeId }) => loadExisting(employeeId),
    save: (before, after) => {
      const { accountId } = after.link;
      const known = accountId === undefined ? {} : { accountId };
      return update(before.employeeId, ({ link, revision }) =>
        revision === before.revision ? { ...after, link: { ...link, ...known } } : undefined,
      );
    },
    claim: (accountId, employeeId, now) =>
      onClaim(accountId, (claim) => {
        if (!mayClaim(claim, employeeId, now)) {
          const message = "the directory user with this email already belongs to another employee";
          throw new Failure("UserOwnedByAnotherEmployee", message);
        }
        claims.set(accountId, { ownerId: employeeId });
      }),
    holdClaim: async (accountId, employeeId, now) => {
      await relink(employeeId, (link) => ({ ...link, releasedAt: now.toISOString() }));
      return onClaim(accountId, ({ ownerId = employeeId }) => {
        if (ownerId !== employeeId) return false;
        claims.set(accountId, { ownerId, heldAt: now.toISOString() });
        return true;
      });
    },
    letGo: (accountId, employeeId) =>
      onClaim(accountId, (claim) => {
        if (claim.ownerId !== employeeId || claim.heldAt === undefined) return;
        claims.set(accountId, { ...claim, letGo: true });
      }),
    markCreatePending: async (employeeId, email, at) => {
      await relink(employeeId, (link) => {
        if (link.accountId !== undefined || link.candidateId !== undefined) return undefined;
        const emails = [...new Set(link.createPending?.emails).add(email)];
        return { ...link, createPending: { emails, at: at.toISOString() } };
      });
      return (await loadExisting(employeeId)).link;
    },
    markInvited: async (employeeId, email, at) => {
      await relink(employeeId, (link) => ({ ...link, invited: { email, at: at.toISOString() } }));
    },
    linkCandidate: ({ employeeId, link: { createPending } }, candidateId) =>
      relink(employeeId, (link) => {
        const isOther = (other = candidateId) => other !== candidateId;
        if (isOther(link.accountId) || isOther(link.candidateId)) return undefined;
        return link.createPending?.at === createPending?.at ? { ...link, candidateId } : undefined;
      }),
    unlink: async (employeeId, accountId) => void (await unlink(employeeId, accountId)),
    forgetLost: async (employeeId, accountId) => {
      await relink(employeeId, ({ invited: _, ...link }) =>
        link.accountId === accountId || link.candidateId === accountId ? { ...link, lostId: accountId } : undefined,
      );
      await unlink(employeeId, accountId);
      await onClaim(accountId, ({ ownerId }) => {
        if (ownerId === employeeId) claims.set(accountId, {});
      });
    },
  };
};

const mayClaim = ({ ownerId = "", heldAt = "", letGo = false }: Claim, employeeId: string, now: Date): boolean => {
  if (ownerId === "" || ownerId === employeeId) return true;
  return letGo && heldAt <= new Date(now.getTime() - CLAIM_FENCE_MS).toISOString();
};
