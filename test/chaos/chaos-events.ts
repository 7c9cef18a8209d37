import type { License } from "../../domain/accounts/license.ts";
import { bodyOf, type SentEvent } from "../property/simulation/history.ts";
import type { Random } from "./seeded-random.ts";

type ChaosLicense = Exclude<License, "ProTrial">;

/** A role for each license, by config/license-policy.yml, for a hire and a role change alike. */
const ROLES: Readonly<Record<ChaosLicense, object>> = {
  Basic: { title: "Engineer", department: "Engineering" },
  Plus: { title: "Engineer", department: "Engineering", level: 5 },
  Pro: { title: "Engineering Manager", department: "Engineering" },
};
const LICENSES = Object.keys(ROLES) as ChaosLicense[];

/** After the hire: mostly role changes, some leaves, and some who are hired again. */
const LATER = ["role-changed", "role-changed", "role-changed", "left", "hired"] as const;

/** A hire and up to three other events for each employee, in any order. One in a hundred is not an event. */
export const chaosEvents = (random: Random, employees: number): readonly SentEvent[] => {
  const whole = (below: number) => Math.floor(random() * below);
  const events = Array.from({ length: employees }, (_, number) =>
    Array.from(
      { length: 1 + whole(4) },
      (_, index): SentEvent => ({
        id: `chaos-${number}-${index}`,
        kind: index === 0 ? "hired" : (LATER[whole(LATER.length)] ?? "role-changed"),
        employeeId: `C${number}`,
        email: `c${number}@example.com`,
        effectiveDay: whole(8),
        publishedDay: whole(3),
        title: LICENSES[whole(LICENSES.length)] ?? "Basic",
        ...(index > 0 && random() < 0.01 ? { poison: true } : {}),
      }),
    ),
  ).flat();
  return events
    .map((event) => ({ event, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);
};

/** The body of an event, with a role for which the real policy gives its license. */
export const bodyOfChaos = (event: SentEvent): string => {
  const body = bodyOf(event);
  if (event.poison === true || event.kind === "left") return body;
  const message = JSON.parse(body);
  return JSON.stringify({ ...message, data: { ...message.data, role: ROLES[event.title as ChaosLicense] } });
};
