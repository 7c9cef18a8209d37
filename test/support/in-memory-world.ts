import type { License } from "../../domain/accounts/license.ts";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import { foldEvent } from "../../domain/facts/fold-event.ts";
import { Failure } from "../../domain/failures.ts";
import type { ConvergePorts, DirectoryUser } from "../../domain/ports.ts";
import { NOW } from "./hr-events.ts";

/**
 * The ports over plain maps, for tests of the domain. Directory calls are noted in `calls`. The policy reads the title:
 * an employee whose title is a license's name gets that license, everybody else Basic, the account's default.
 */
export const inMemoryWorld = () => {
  const records = new Map<string, EmployeeRecord>();
  const claims = new Map<string, string>();
  const users = new Map<string, DirectoryUser & { email: string; license: License }>();
  const answers = new Map<string, DirectoryUser>();
  const calls: string[] = [];

  const recordOf = (employeeId: string): EmployeeRecord => {
    const record = records.get(employeeId);
    if (record === undefined) throw new Failure("StateUnavailable", "no such record");
    return record;
  };

  const addUser = (email: string, license: License = "Basic"): DirectoryUser => {
    const user = { userId: `U${users.size + 1}`, email, license };
    users.set(user.userId, user);
    return user;
  };

  const ports: ConvergePorts & Required<Pick<ConvergePorts, "createOnce">> = {
    employees: {
      fold: async (event) => {
        const fold = foldEvent(records.get(event.employeeId), event);
        records.set(event.employeeId, fold.record);
        return fold;
      },
      read: async (employeeId) => recordOf(employeeId),
      claimUser: async (userId, employeeId) => {
        const owner = claims.get(userId) ?? employeeId;
        if (owner !== employeeId) throw new Failure("UserOwnedByAnotherEmployee", "claimed");
        claims.set(userId, employeeId);
      },
      markCreatePending: async (employeeId, email, at) => {
        const record = recordOf(employeeId);
        const emails = record.creationEmails ?? new Set();
        const userId = record.userId ?? record.linkedUserId;
        if (userId !== undefined) return { emails: [...emails], userId };
        const creationEmails = new Set(emails).add(email);
        records.set(employeeId, { ...record, creationEmails, creationNotedAt: at.toISOString() });
        return { emails: [...creationEmails] };
      },
      linkUser: async ({ employeeId, creationNotedAt }, userId) => {
        const record = recordOf(employeeId);
        const isOther = (other = userId) => other !== userId;
        if (isOther(record.userId) || isOther(record.linkedUserId)) return false;
        if (record.creationNotedAt !== creationNotedAt) return false;
        records.set(employeeId, { ...record, linkedUserId: userId });
        return true;
      },
      unlinkUser: async (employeeId, userId) => {
        const { linkedUserId, ...record } = recordOf(employeeId);
        if (linkedUserId === userId) records.set(employeeId, record);
      },
      confirm: async (before, after) => {
        if (recordOf(before.employeeId).revision !== before.revision) return false;
        records.set(before.employeeId, after);
        return true;
      },
    },
    directory: {
      findUserByEmail: async (email) => {
        calls.push("find");
        return [...users.values()].find((user) => user.email === email);
      },
      createUser: async (email) => {
        calls.push("create");
        return addUser(email);
      },
      setLicense: async (userId, target) => {
        calls.push(`set ${userId} ${target.license}`);
        const user = users.get(userId);
        if (user === undefined) throw new Failure("DirectoryUserMissing", "no such user");
        users.set(userId, { ...user, license: target.license });
        return target;
      },
    },
    createOnce: async (employeeId, create) => {
      const stored = answers.get(employeeId);
      if (stored !== undefined) return { user: stored, ran: false };
      const user = await create();
      answers.set(employeeId, user);
      return { user, ran: true };
    },
    decideLicense: ({ role }) => {
      const license = (["Plus", "Pro", "ProTrial"] as const).find((name) => name === role.title) ?? "Basic";
      return { license, rule: `titled ${license}` };
    },
    now: () => NOW,
  };

  return { ports, records, claims, users, calls, addUser };
};
