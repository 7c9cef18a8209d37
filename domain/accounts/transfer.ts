import type { EmployeeRecord } from "../employee-record.ts";
import { applyDue } from "../facts/apply-fact.ts";
import { CLAIM_FENCE_MS, isCreatePending } from "./link.ts";

/** Whose an account is, when it was held for its release last (ISO 8601 UTC), and whether others may claim it since. */
export type Claim = { readonly ownerId?: string; readonly heldAt?: string; readonly letGo?: boolean };

/**
 * What a transfer is decided by: the two employees as the operator named them, their records, if there are any, and the
 * claim on the account that `from` has.
 */
export type TransferRequest = {
  readonly fromId: string;
  readonly toId: string;
  readonly from?: EmployeeRecord;
  readonly to?: EmployeeRecord;
  readonly claim: Claim;
  readonly now: Date;
};

/**
 * What makes an account another employee's, in this order, and each step may be repeated. `letGo`: the new owner may claim
 * it. `adopt`: it is linked to her, then claimed. `resync`: her function sets the license. `untie`: the old owner's
 * record loses it, last, because whoever starts again after a crash finds the account there.
 */
export type TransferStep = "letGo" | "adopt" | "resync" | "untie";

/** The steps that are left, or why there are none, and what to do about it. Sentences without personal data. */
export type TransferDecision =
  | { readonly accountId: string; readonly steps: readonly TransferStep[] }
  | { readonly refused: string; readonly fix: string };

/** The account that an employee has, claimed or not. */
export const accountOf = (record: EmployeeRecord | undefined): string | undefined =>
  record?.link.accountId ?? record?.link.candidateId;

/**
 * Whether an account may be handed from one employee to another. Pure. The first row that fits counts.
 *
 *     what is known                                       decision
 *     --------------------------------------------------  ------------------------------------
 *  1  both are the same employee                          refuse
 *  2  nothing is known of one of them                     refuse
 *  3  the old owner has no account                        refuse
 *  4  the new one has another account                     refuse
 *  5  the claim is the new one's                          what is left of an interrupted transfer
 *  6  the claim is somebody else's                        refuse
 *  7  the old owner works here                            refuse: HR says first that she left
 *  8  the new one has left, or nothing of her counts yet  refuse
 *  9  a creation for the new one was begun just now       refuse
 * 10  the account's release was not begun                 refuse
 * 11  it was begun under two minutes ago                  refuse: a call of it may be under way
 * 12  else                                                all steps
 */
export const decideTransfer = (request: TransferRequest): TransferDecision => {
  const { fromId, toId, from, to, claim, now } = request;
  if (fromId === toId) return refuse(`${fromId} is both the old owner and the new one.`, "Name two employees.");
  if (from === undefined || to === undefined) {
    return refuse(`Nothing is known of ${from === undefined ? fromId : toId}.`, "Check the employee ID and the stage.");
  }
  const accountId = accountOf(from);
  if (accountId === undefined) return refuse(`${fromId} has no account.`, "There is nothing to hand over.");
  const others = [to.link.accountId, to.link.candidateId].filter((each) => each !== undefined && each !== accountId);
  if (others.length > 0) {
    return refuse(`${toId} has the account ${others[0]}.`, `An employee has one account, so ${accountId} stays here.`);
  }
  if (claim.ownerId === toId) {
    return { accountId, steps: [...(accountOf(to) === undefined ? (["adopt"] as const) : []), "resync", "untie"] };
  }
  return (
    refusalOfOwner(applyDue(from, now), accountId, claim) ??
    refusalOfHeir(applyDue(to, now), accountId, now) ??
    refusalOfRelease(fromId, accountId, claim, now) ?? { accountId, steps: ["letGo", "adopt", "resync", "untie"] }
  );
};

type Refusal = Extract<TransferDecision, { readonly refused: string }>;

const refuse = (refused: string, fix: string): Refusal => ({ refused, fix });

const refusalOfOwner = (
  { employeeId, employment }: EmployeeRecord,
  accountId: string,
  { ownerId = employeeId }: Claim,
): Refusal | undefined => {
  if (ownerId !== employeeId) {
    return refuse(`The account ${accountId} belongs to ${ownerId} by now.`, "There is nothing to hand over.");
  }
  if (employment?.status === "left") return undefined;
  return refuse(
    `${employeeId} works here.`,
    `Have HR publish hr.employee.left.v1 for ${employeeId}. The account then passes by itself to a hire with its ` +
      "address; for another address, transfer it again.",
  );
};

const refusalOfHeir = (
  { employeeId, role, employment, link }: EmployeeRecord,
  accountId: string,
  now: Date,
): Refusal | undefined => {
  if (employment?.status === "left") {
    return refuse(`${employeeId} has left.`, `Have HR publish the hire of ${employeeId}, then transfer it again.`);
  }
  if (role === undefined) {
    return refuse(`Nothing that HR said of ${employeeId} is in effect yet.`, "Transfer it again once it is.");
  }
  if (link.candidateId === accountId || !isCreatePending(link, now)) return undefined;
  return refuse(`An account for ${employeeId} may just be created.`, "Transfer it again in five minutes.");
};

const refusalOfRelease = (fromId: string, accountId: string, { heldAt }: Claim, now: Date): Refusal | undefined => {
  if (heldAt === undefined) {
    return refuse(
      `${fromId} has left, but the release of ${accountId} has not begun.`,
      `\`seatkeeper employee show ${fromId}\` says what it waits for; if nothing, look for a dead letter of ${fromId}.`,
    );
  }
  const freeFrom = Date.parse(heldAt) + CLAIM_FENCE_MS;
  if (freeFrom <= now.getTime()) return undefined;
  return refuse(
    `The account ${accountId} is just being released.`,
    `Transfer it again after ${new Date(freeFrom).toISOString()}.`,
  );
};
