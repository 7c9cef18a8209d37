import type { EmployeeRecord } from "../employee-record.ts";
import { Failure } from "../failures.ts";
import type { Fact } from "./hr-event.ts";

/**
 * Whether a fact is a hire for somebody who works here, under another address and another name: that is another person,
 * and the ID was given twice.
 */
export const isOtherPerson = ({ role, employment }: EmployeeRecord, fact: Fact): boolean => {
  if (fact.kind !== "hired" || employment?.status !== "hired" || role === undefined) return false;
  const { email, displayName } = role.fact;
  if (fact.email === email || fact.displayName === undefined || displayName === undefined) return false;
  return comparable(fact.displayName) !== comparable(displayName);
};

export const employeeIdReused = (): Failure =>
  new Failure("EmployeeIdReused", "an employee with this ID works here under another address and another name");

const comparable = (name: string): string => name.normalize("NFKC").replaceAll(/\s+/g, " ").trim().toLowerCase();
