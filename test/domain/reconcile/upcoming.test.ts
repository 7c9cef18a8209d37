import { describe, expect, test } from "vitest";
import { Failure } from "../../../domain/failures.ts";
import { cancelled, hired, left, NOW, roleChanged } from "../../support/hr-events.ts";
import { inMemoryDependencies } from "../../support/in-memory-dependencies.ts";
import { afterHire, DAY, deliver, handle, handleTogether, licenseOf, resync, titled, wait, wakeDue } from "./passes.ts";

const TOMORROW = new Date(NOW.getTime() + DAY).toISOString();
const NEXT_WEEK = new Date(NOW.getTime() + 7 * DAY).toISOString();
const promotion = roleChanged({ id: "promotion", effectiveAt: TOMORROW, ...titled("Pro") });
const later = roleChanged({ id: "later", effectiveAt: NEXT_WEEK, ...titled("Plus") });

const WAITS = { outcome: "waiting", because: "NotYetEffective", until: TOMORROW, licenseChanged: false, steps: [] };

describe("a future fact", () => {
  test("waits for its day, also if it is delivered again, and touches nothing", async () => {
    const memory = await afterHire();
    expect(await deliver(memory, promotion)).toEqual(WAITS);
    expect(await deliver(memory, promotion)).toEqual(WAITS);
    expect(memory.calls).toEqual([]);
    expect(memory.records.get("E1")).toMatchObject({ upcoming: [{ eventId: "promotion" }], state: 1 });
    expect(memory.records.get("E1")?.decisions.map(({ eventId }) => eventId)).toEqual(["hire-1"]);
  });

  test("is applied by the first resync after its day, with a decision", async () => {
    const memory = await afterHire();
    await deliver(memory, promotion);
    wait(memory, DAY);
    expect(await resync(memory.dependencies)).toMatchObject({ outcome: "updated", from: "Basic", license: "Pro" });
    const { decisions, upcoming, recentEvents } = memory.records.get("E1") ?? {};
    expect(decisions?.at(-1)).toMatchObject({
      eventId: "promotion",
      outcome: "updated",
      from: "Basic",
      license: "Pro",
    });
    expect([licenseOf(memory), upcoming, recentEvents]).toEqual(["Pro", [], ["hire-1 /hr", "promotion /hr"]]);
  });

  test("is applied once, however often the resync comes", async () => {
    const memory = await afterHire();
    await deliver(memory, promotion);
    wait(memory, DAY);
    await resync(memory.dependencies);
    expect(await resync(memory.dependencies)).toMatchObject({ outcome: "unchanged" });
    expect(await deliver(memory, promotion)).toMatchObject({ outcome: "duplicate", license: "Pro" });
    expect(memory.calls).toEqual(["set U1 Pro"]);
    expect(memory.records.get("E1")?.decisions).toHaveLength(2);
  });

  test("is applied by itself when it is due, and so is the next one", async () => {
    const memory = await afterHire();
    await handleTogether(memory.dependencies, [later, promotion]);
    expect(await wakeDue(memory)).toEqual([]);
    wait(memory, DAY);
    expect(await wakeDue(memory)).toEqual(["updated"]);
    expect(licenseOf(memory)).toBe("Pro");
    wait(memory, 6 * DAY);
    expect(await wakeDue(memory)).toEqual(["updated"]);
    expect([licenseOf(memory), await wakeDue(memory)]).toEqual(["Plus", []]);
  });

  test("that comes due with a newer one is overtaken by it", async () => {
    const memory = await afterHire();
    await handleTogether(memory.dependencies, [later, promotion]);
    wait(memory, 8 * DAY);
    await wakeDue(memory);
    expect(memory.calls).toEqual(["set U1 Plus"]);
  });

  test("is kept for somebody unknown, who gets her account on her first day", async () => {
    const memory = inMemoryDependencies();
    await deliver(memory, hired({ effectiveAt: TOMORROW, ...titled("Pro") }));
    expect(await resync(memory.dependencies)).toEqual({ outcome: "unchanged", licenseChanged: false, steps: [] });
    expect(memory.calls).toEqual([]);
    wait(memory, DAY);
    expect(await wakeDue(memory)).toEqual(["created"]);
    expect(licenseOf(memory)).toBe("Pro");
  });

  test("that takes effect when nobody is entitled touches nothing", async () => {
    const memory = await afterHire();
    await deliver(memory, left());
    memory.calls.length = 0;
    await deliver(memory, promotion);
    wait(memory, DAY);
    await wakeDue(memory);
    expect(memory.accounts.get("U1")).toMatchObject({ license: "Basic", active: false });
  });
});

test("a resync of nobody known does nothing", async () => {
  const memory = inMemoryDependencies();
  expect(await resync(memory.dependencies, "E9")).toEqual({ outcome: "unchanged", licenseChanged: false, steps: [] });
  expect(memory.records.size).toBe(0);
});

describe("an event that arrives when an upcoming one is due", () => {
  test("and that is older brings the due one about, and is stale", async () => {
    const memory = await afterHire();
    await deliver(memory, promotion);
    wait(memory, DAY);
    const older = roleChanged({ id: "older", ...titled("Plus") });
    expect(await handle(memory.dependencies, older)).toMatchObject({ outcome: "stale", license: "Pro" });
    expect(licenseOf(memory)).toBe("Pro");
    expect(memory.records.get("E1")?.decisions.map(({ eventId, outcome }) => [eventId, outcome])).toEqual([
      ["hire-1", "created"],
      ["promotion", "updated"],
      ["older", "stale"],
    ]);
  });

  test("and that is newer overtakes it", async () => {
    const memory = await afterHire();
    await deliver(memory, promotion);
    wait(memory, DAY + 1);
    const published = memory.clock.now.toISOString();
    const newer = roleChanged({ id: "newer", publishedAt: published, effectiveAt: published });
    expect(await handle(memory.dependencies, newer)).toMatchObject({ license: "Basic" });
    expect(memory.calls).toEqual(["set U1 Basic"]);
    expect(await wakeDue(memory)).toEqual([]);
  });

  test("and that is upcoming itself brings the due one about", async () => {
    const memory = await afterHire();
    await deliver(memory, promotion);
    wait(memory, DAY);
    expect(await handle(memory.dependencies, later)).toMatchObject({ outcome: "waiting", until: NEXT_WEEK });
    expect(licenseOf(memory)).toBe("Pro");
    expect(memory.records.get("E1")?.decisions.at(-1)).toMatchObject({ eventId: "promotion", outcome: "updated" });
  });

  test.each([
    ["upcoming", later],
    ["a cancellation", cancelled("later")],
  ])("and that is %s fails with it: nobody else would try again", async (_, event) => {
    const memory = await afterHire();
    await deliver(memory, promotion);
    if ("cancels" in event) await deliver(memory, later);
    wait(memory, DAY);
    const change = () => Promise.reject(new Failure("DirectoryThrottled", "slow down"));
    const directory = { ...memory.dependencies.directory, change };
    await expect(handle({ ...memory.dependencies, directory }, event)).rejects.toMatchObject({
      code: "DirectoryThrottled",
    });
    await handle(memory.dependencies, event);
    expect(licenseOf(memory)).toBe("Pro");
  });

  test("of the same kind in the same pass carries the failure of the pass alone", async () => {
    const memory = await afterHire();
    const change = () => Promise.reject(new Failure("DirectoryThrottled", "slow down"));
    const directory = { ...memory.dependencies.directory, change };
    const events = [roleChanged(titled("Pro")), later];
    expect(await handleTogether({ ...memory.dependencies, directory }, events)).toEqual([
      "DirectoryThrottled",
      "waiting",
    ]);
  });
});

describe("a cancellation", () => {
  test("takes the upcoming fact back for good", async () => {
    const memory = await afterHire();
    await deliver(memory, promotion);
    const outcome = { outcome: "cancelled", licenseChanged: false, steps: [] };
    expect(await deliver(memory, cancelled("promotion"))).toEqual(outcome);
    expect(await deliver(memory, promotion)).toEqual(outcome);
    wait(memory, DAY);
    expect(await wakeDue(memory)).toEqual([]);
    expect([memory.calls, licenseOf(memory)]).toEqual([[], "Basic"]);
  });

  test("twice is the same as once, also of somebody of whom nothing else is known", async () => {
    const memory = inMemoryDependencies();
    await deliver(memory, hired({ effectiveAt: TOMORROW }));
    await deliver(memory, cancelled("hire-1"));
    expect(await deliver(memory, cancelled("hire-1"))).toMatchObject({ outcome: "cancelled" });
  });

  test("twice, of somebody with an account, writes and calls nothing", async () => {
    const memory = await afterHire();
    await deliver(memory, promotion);
    await deliver(memory, cancelled("promotion"));
    const before = memory.records.get("E1");
    expect(await deliver(memory, cancelled("promotion"))).toMatchObject({ outcome: "cancelled" });
    expect([memory.records.get("E1"), memory.calls]).toEqual([before, []]);
  });

  test("of a promotion that came due is refused, and the promotion stays", async () => {
    const memory = await afterHire();
    await deliver(memory, promotion);
    wait(memory, DAY);
    await expect(deliver(memory, cancelled("promotion"))).rejects.toMatchObject({ code: "AlreadyEffective" });
    await wakeDue(memory);
    await expect(deliver(memory, cancelled("promotion"))).rejects.toMatchObject({ code: "AlreadyEffective" });
    expect(licenseOf(memory)).toBe("Pro");
  });

  test("in the same pass as its fact, before or after it", async () => {
    const memory = await afterHire();
    expect(await handleTogether(memory.dependencies, [cancelled("promotion"), promotion])).toEqual([
      "CancelsUnknownEvent",
      "waiting",
    ]);
    expect(await handleTogether(memory.dependencies, [promotion, cancelled("promotion")])).toEqual([
      "waiting",
      "cancelled",
    ]);
  });
});
