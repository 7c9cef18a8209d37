import { createRequire } from "node:module";

type Iterator = { close(): Promise<void>; return?: () => Promise<void> };
type Level = Record<"keys" | "values", (options?: object) => Iterator>;
type Dynalite = { create(options?: object): { readonly db: Level } };

/**
 * dynalite 4.0.0 ends its iterators with `return`, which those of its database do not have (db/index.js,
 * createKeyStream and createValueStream), so none is closed, and each keeps the whole table as it was when a Query or
 * Scan began. Here `wakeWaiting` alone makes eight of them a second. Importing this file gives them a `return`.
 */
const dynalite = createRequire(import.meta.url)("dynalite/db") as Dynalite;
const { create } = dynalite;
dynalite.create = (options) => {
  const store = create(options);
  for (const name of ["keys", "values"] as const) {
    const open = store.db[name].bind(store.db);
    store.db[name] = (range) => {
      const iterator = open(range);
      iterator.return = () => iterator.close();
      return iterator;
    };
  }
  return store;
};
