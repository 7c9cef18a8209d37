import type { License } from "../../../domain/accounts/license.ts";
import type { ByHand } from "./history.ts";

export type SimulatedUser = {
  readonly userId: string;
  email: string;
  name: string;
  /** Several, with a `+` between them, if the directory lets somebody have several at a time. */
  license: License;
  active: boolean;
  /** In ms of the simulated clock. */
  readonly createdAt: number;
  /** False if the user existed before Seatkeeper ran, or an operator made it. */
  readonly created: boolean;
};

export const normalize = (email: string): string => email.trim().toLowerCase();

/**
 * The users of a simulated directory, whatever it speaks. Each has `firstLicense` until it is changed. A list
 * does not show users younger than `lag()` ms.
 */
export const openUsers = (now: () => number, lag: () => number, firstLicense: License) => {
  const all: SimulatedUser[] = [];
  let added = 0;
  const byEmail = (email: string) => all.find((user) => normalize(user.email) === normalize(email));
  const byId = (userId: string) => all.find((user) => user.userId === userId);
  const isListed = (user: SimulatedUser) => !user.created || now() - user.createdAt >= lag();

  const add = (email: string, created: boolean): SimulatedUser => {
    added += 1;
    const state = { name: "", license: firstLicense, active: true };
    const user = { userId: `U${added}`, email, ...state, createdAt: now(), created };
    all.push(user);
    return user;
  };

  const byHand = (act: ByHand, user: SimulatedUser, license: License): void => {
    if (act === "license") user.license = license;
    else if (act === "suspend") user.active = false;
    else all.splice(all.indexOf(user), 1);
    if (act === "remake") add(user.email, false);
  };
  return { all, add, byEmail, byId, isListed, byHand };
};

export type SimulatedUsers = ReturnType<typeof openUsers>;
