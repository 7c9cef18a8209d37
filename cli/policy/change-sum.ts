import { createHash } from "node:crypto";
import type { PolicyChange } from "../../domain/policy/policy-change.ts";

/** Changes by what they add up to. `hex` is the sum of the SHA-256 of each, modulo 2^256: in any order it is the same. */
export type ChangeSum = { add(change: PolicyChange): void; count(): number; hex(): string };

const MODULUS = 2n ** 256n;

export const changeSum = (): ChangeSum => {
  let [sum, count] = [0n, 0];
  return {
    add: (change) => {
      sum = (sum + hashOf(change)) % MODULUS;
      count += 1;
    },
    count: () => count,
    hex: () => sum.toString(16).padStart(64, "0"),
  };
};

const hashOf = ({ employeeId, from, to, ruleBefore, ruleAfter }: PolicyChange): bigint => {
  const content = JSON.stringify([employeeId, from, to, ruleBefore, ruleAfter]);
  return BigInt(`0x${createHash("sha256").update(content).digest("hex")}`);
};
