import { expect, test } from "vitest";
import type { ByHand, SentEvent, Step } from "../simulation/history.ts";
import { handle, simulateInOrder } from "../simulation/in-order.ts";
import { change, hire, leave } from "./events.ts";
import { judge } from "./judge.ts";

const byHand = (act: ByHand): Step => ({ do: "byHand", act, user: 0, license: "ProTrial" });
/** Whatever HR has published until then comes and is handled. */
const until = (days: number): readonly Step[] => [
  { do: "wait", seconds: days * 86_400 },
  ...handle("changed"),
  ...handle("left"),
  ...handle("hired"),
];
const run = async (events: readonly SentEvent[], steps: readonly Step[]) =>
  judge(await simulateInOrder(events, { steps }));

test("a license that was changed by hand is right again after an event that comes a day later", async () => {
  const later = change({ publishedDay: 11.1, title: "Basic" });
  const { users } = await run([hire(), later], [...handle("hired"), byHand("license"), ...until(1.2)]);
  expect(users).toEqual(["e1@example.com Basic"]);
});

test("it lasts no longer if events come each half day", async () => {
  const each = [10.5, 11, 11.5].map((publishedDay) =>
    change({ id: `on-${publishedDay}`, publishedDay, title: "Basic" }),
  );
  const steps = [...handle("hired"), byHand("license"), ...until(0.51), ...until(0.5), ...until(0.5)];
  const { users } = await run([hire(), ...each], steps);
  expect(users).toEqual(["e1@example.com Basic"]);
});

test("within a day a confirmation is believed, and another license is set at once", async () => {
  const [same, other] = [change({ title: "Basic" }), change({ id: "other", effectiveDay: 3, title: "Plus" })];
  const { users, times } = await run(
    [hire(), same, other],
    [...handle("hired"), byHand("license"), ...handle("changed", 1)],
  );
  expect(users).toEqual(["e1@example.com Plus"]);
  expect(times("UpdateUser")).toBe(1);
});

test("a user who was deleted by hand is created anew by the next event that needs her", async () => {
  const { users, deadLettered } = await run([hire(), change()], [...handle("hired"), byHand("delete"), ...until(0.01)]);
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(deadLettered).toBe(0);
});

test("a user who was deleted and made again by hand is adopted", async () => {
  const { users, times } = await run([hire(), change()], [...handle("hired"), byHand("remake"), ...until(0.01)]);
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(times("CreateUser")).toBe(1);
});

test("a leaver whose user was deleted by hand has nothing to release", async () => {
  const { users, deadLetters } = await run([hire(), leave()], [...handle("hired"), byHand("delete"), ...until(0.01)]);
  expect([users, deadLetters]).toEqual([[], []]);
});

test("a suspended user with the address of a hire is active afterwards", async () => {
  const steps = [byHand("suspend"), ...handle("hired")];
  const { users } = judge(await simulateInOrder([hire()], { users: ["e1@example.com"], steps }));
  expect(users).toEqual(["e1@example.com Basic"]);
});
