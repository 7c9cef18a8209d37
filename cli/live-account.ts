import type { AccountLookUp, ShownAccount } from "../adapters/directories/account-look-up.ts";
import type { Claim } from "../domain/accounts/transfer.ts";
import type { EmployeeRecord } from "../domain/employee-record.ts";
import { isSameEmail } from "../domain/facts/email.ts";
import { comparable } from "../domain/policy/comparable.ts";

/** One thing as the record has it and as the directory shows it; `agrees` is missing if one of them says nothing. */
export type ComparedField = {
  readonly field: "license" | "active" | "email" | "name";
  readonly recorded?: string | boolean;
  readonly shown?: string | boolean;
  readonly agrees?: boolean;
};

/**
 * What the directory says of an employee. `account` is the linked one, read by its ID, or one that has her address if none
 * is linked; `missing` is the linked one if the directory has it no more. `other` has the address that HR says, and is
 * not the linked one. `ownedBy` is the employee whose account it is by now, if somebody else's: then nothing is compared.
 * `agrees`: no field differs that Seatkeeper keeps in step, or the account of somebody who is to have none is gone;
 * missing if nothing can be compared.
 */
export type LiveAccount = {
  readonly linked: boolean;
  readonly account?: string;
  readonly missing?: string;
  readonly other?: string;
  readonly ownedBy?: string;
  readonly fields: readonly ComparedField[];
  readonly agrees?: boolean;
};

type LiveDependencies = {
  readonly lookUp: AccountLookUp;
  readonly claimOn: (accountId: string) => Promise<Claim>;
  /** Whether the directory can change address and name. */
  readonly canRename: boolean;
};

/** Asks by ID, and by address only if that leaves something open. @throws Failure */
export const liveAccount = async (
  record: EmployeeRecord,
  { lookUp, claimOn, canRename }: LiveDependencies,
): Promise<LiveAccount> => {
  const { accountId = record.link.candidateId } = record.link;
  const linked = accountId === undefined ? undefined : await lookUp.byId(accountId);
  const found = await accountWithHerAddress(record, linked, lookUp);
  const account = accountId === undefined ? found : linked;
  const owner = account === undefined ? undefined : (await claimOn(account.id)).ownerId;
  const ownedBy = owner === undefined || owner === record.employeeId ? {} : { ownedBy: owner };
  const fields = account === undefined || "ownedBy" in ownedBy ? [] : compareFields(record, account);
  const missing = accountId !== undefined && linked === undefined ? { missing: accountId } : {};
  return {
    linked: accountId !== undefined,
    ...(account === undefined ? {} : { account: account.id }),
    ...missing,
    ...(found === undefined || found.id === account?.id ? {} : { other: found.id }),
    ...ownedBy,
    fields,
    ...("missing" in missing ? { agrees: !isEntitled(record) } : agreement(fields, canRename)),
  };
};

/** Nobody is looked up if the linked account has the address that HR says, or if HR said none. */
const accountWithHerAddress = async (
  { role }: EmployeeRecord,
  linked: ShownAccount | undefined,
  lookUp: AccountLookUp,
): Promise<ShownAccount | undefined> => {
  const email = role?.fact.email;
  if (email === undefined || (linked !== undefined && hasEmail(linked, email))) return undefined;
  return lookUp.byEmail(email);
};

const hasEmail = ({ emails }: ShownAccount, email: string): boolean => emails.some((each) => isSameEmail(each, email));

/** A profile that was applied, else what HR said last: Chime's accounts keep the address that they were made with. */
const compareFields = ({ applied, role }: EmployeeRecord, account: ShownAccount): readonly ComparedField[] => {
  const { email = role?.fact.email, displayName = role?.fact.displayName } = applied?.profile ?? {};
  const isSameName = (name: string) => displayName !== undefined && comparable(name) === comparable(displayName);
  return [
    compared("license", applied?.license, account.license),
    compared("active", applied?.active, account.active),
    compared("email", email, account.emails.find((each) => email && isSameEmail(each, email)) ?? account.emails[0], {
      isSame: (one, other) => isSameEmail(String(one), String(other)),
    }),
    compared("name", displayName, account.names.find(isSameName) ?? account.names[0], {
      isSame: (one, other) => comparable(one) === comparable(other),
    }),
  ];
};

type Value = string | boolean;

const compared = (
  field: ComparedField["field"],
  recorded: Value | undefined,
  shown: Value | undefined,
  { isSame }: { readonly isSame: (one: Value, other: Value) => boolean } = { isSame: (one, other) => one === other },
): ComparedField => ({
  field,
  ...(recorded === undefined ? {} : { recorded }),
  ...(shown === undefined ? {} : { shown }),
  ...(recorded === undefined || shown === undefined ? {} : { agrees: isSame(recorded, shown) }),
});

/** Of somebody who is to have none, an account that is gone leaves nothing to do. */
const isEntitled = ({ applied, employment }: EmployeeRecord): boolean =>
  applied === undefined ? employment?.status !== "left" : applied.entitled;

/** An address or a name that the directory cannot change is shown, and no disagreement. */
const agreement = (fields: readonly ComparedField[], canRename: boolean): Pick<LiveAccount, "agrees"> => {
  const kept = fields.filter(({ field }) => canRename || field === "license" || field === "active");
  const known = kept.flatMap(({ agrees }) => agrees ?? []);
  return known.length === 0 ? {} : { agrees: known.every((each) => each) };
};
