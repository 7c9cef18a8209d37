import { createRequire } from "node:module";
import { expect, test, vi } from "vitest";
import "../../../local/aws/close-iterators.ts";

type Stream = { take(count: number): { join(done: (items: unknown[]) => void): void } };
type Items = { put(key: string, item: object, done: () => void): void; createValueStream(range: object): unknown };
type Store = {
  readonly db: { attachResource(iterator: object): void; detachResource(iterator: object): void };
  getItemDb(table: string): Items;
};
const dynalite = createRequire(import.meta.url)("dynalite/db") as {
  create(): Store;
  lazy(stream: unknown): Stream;
};

test.each([
  ["to the end", 100, 5],
  ["as far as a page goes", 2, 2],
])("a table that was read %s is not kept as it was then", async (_, most, read) => {
  const { db, getItemDb } = dynalite.create();
  const items = getItemDb("employees");
  for (const key of ["a", "b", "c", "d", "e"]) await new Promise<void>((done) => items.put(key, { key }, done));
  const opened = vi.spyOn(db, "attachResource");
  const closed = vi.spyOn(db, "detachResource");
  const found = await new Promise((done) => dynalite.lazy(items.createValueStream({})).take(most).join(done));
  expect(found).toHaveLength(read);
  expect(opened).toHaveBeenCalledTimes(1);
  await vi.waitFor(() => expect(closed.mock.calls).toEqual(opened.mock.calls));
});
