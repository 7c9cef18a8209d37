import type { License } from "../domain/accounts/license.ts";
import { seededRandom } from "../test/chaos/seeded-random.ts";
import { eventBody } from "../test/support/event-bodies.ts";

/** A message and its queue. */
export type Message = { readonly queue: "employeeHired" | "roleChanged"; readonly body: string };

/**
 * `before` are the employees who already have a user with the default license; `after` is the license that each email
 * must end with. `isOneEach` if no license may be set more than once; `poison` is the number of unreadable messages.
 */
export type Workload = {
  readonly messages: readonly Message[];
  readonly before: readonly string[];
  readonly after: ReadonlyMap<string, License>;
  readonly isOneEach: boolean;
  readonly poison: number;
};

const ENGINEER = { title: "Engineer", department: "Engineering" };
const MANAGER = { title: "Engineering Manager", department: "Engineering" };
/** The license by config/license-policy.yml and by the peers. */
const licenseOf = (role: typeof ENGINEER): License => (role === MANAGER ? "Pro" : "Basic");

const employeeId = (index: number): string => `B${index}`;
export const emailOf = (id: string): string => `${id.toLowerCase()}@example.com`;

type Fact = { readonly id: string; readonly employeeId: string; readonly role: typeof ENGINEER; readonly day: number };

const KIND_OF = { employeeHired: "hired", roleChanged: "role-changed" } as const;

const messageOf = (queue: Message["queue"], { id, employeeId, role, day }: Fact): Message => {
  const time = new Date(Date.UTC(2026, 2, 1 + day)).toISOString();
  const data = { employeeId, email: emailOf(employeeId), effectiveAt: time, role };
  return { queue, body: JSON.stringify(eventBody(KIND_OF[queue], data, { id, time })) };
};

/** A reorganization: `count` existing employees become managers, each once. */
export const roleChanges = (count: number): Workload => {
  const ids = Array.from({ length: count }, (_, index) => employeeId(index));
  return {
    messages: ids.map((id) => messageOf("roleChanged", { id: `change-${id}`, employeeId: id, role: MANAGER, day: 1 })),
    before: ids,
    after: new Map(ids.map((id) => [emailOf(id), "Pro"])),
    isOneEach: true,
    poison: 0,
  };
};

/** `count` hires of managers. */
export const hires = (count: number): Workload => {
  const ids = Array.from({ length: count }, (_, index) => employeeId(index));
  return {
    messages: ids.map((id) => messageOf("employeeHired", { id: `hire-${id}`, employeeId: id, role: MANAGER, day: 1 })),
    before: [],
    after: new Map(ids.map((id) => [emailOf(id), "Pro"])),
    isOneEach: true,
    poison: 0,
  };
};

const CHANGES_EACH = 5;

/**
 * Of `count` messages, 30% are hires, 10% are duplicates, 1% are cut off in the middle, and the rest are role changes
 * of existing employees. Each of those changes back and forth five times, so that half of them end with their first
 * license. The seed determines the order; an employee's changes are not in order either.
 */
export const mixed = (count: number, seed: number): Workload => {
  const share = (percent: number) => Math.round((count * percent) / 100);
  const [poisoned, doubled, hired] = [share(1), share(10), share(30)];
  const changed = Math.floor((count - poisoned - doubled - hired) / CHANGES_EACH);
  const newHires = Array.from({ length: hired }, (_, index) => newHire(index));
  const existing = Array.from({ length: changed }, (_, index) => existingEmployee(index));
  const random = seededRandom(seed);
  const once = shuffle(
    [...newHires, ...existing].flatMap(({ messages }) => messages),
    random,
  );
  const poison = once.slice(0, poisoned).map(({ queue, body }) => ({ queue, body: body.slice(0, body.length / 2) }));
  return {
    messages: shuffle([...once, ...once.slice(0, doubled), ...poison], random),
    before: existing.map(({ id }) => id),
    after: new Map([...newHires, ...existing].map(({ id, license }) => [emailOf(id), license])),
    isOneEach: false,
    poison: poisoned,
  };
};

type Person = { readonly id: string; readonly messages: readonly Message[]; readonly license: License };

const newHire = (index: number): Person => {
  const id = `N${index}`;
  const role = index % 2 === 0 ? ENGINEER : MANAGER;
  const message = messageOf("employeeHired", { id: `hire-${id}`, employeeId: id, role, day: 1 });
  return { id, messages: [message], license: licenseOf(role) };
};

const existingEmployee = (index: number): Person => {
  const id = employeeId(index);
  const roles = Array.from({ length: CHANGES_EACH }, (_, day) => ((index + day) % 2 === 0 ? ENGINEER : MANAGER));
  const messages = roles.map((role, day) =>
    messageOf("roleChanged", { id: `change-${id}-${day}`, employeeId: id, role, day: day + 1 }),
  );
  return { id, messages, license: licenseOf(roles.at(-1) ?? ENGINEER) };
};

const shuffle = <T>(items: readonly T[], random: () => number): T[] =>
  items
    .map((item) => [random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
