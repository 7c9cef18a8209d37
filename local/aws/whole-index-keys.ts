import { createRequire } from "node:module";

type Item = Readonly<Record<string, unknown>>;
type Table = { readonly KeySchema: readonly { readonly AttributeName: string }[] };
type Done = (error?: Error) => void;
type IndexDb = {
  put(key: string, item: Item, done: Done): void;
  del(key: string, done: Done): void;
};
type Store = { getIndexDb(type: string, table: string, index: string): IndexDb };
type Dynalite = {
  createIndexKey(item: Item, table: Table, keySchema: unknown): string;
  updateIndexes(store: Store, table: Table, existing: Item | null, item: Item | null, done: Done): void;
};

/** The table's own key of an item, in characters that sort before what dynalite ends a range with. */
const wholeKey = ({ KeySchema }: Table, item: Item): string =>
  Buffer.from(JSON.stringify(KeySchema.map(({ AttributeName }) => item[AttributeName]))).toString("hex");

/** The indexes of a store, with keys that end with the table's own. */
const withWholeKeys = (store: Store, table: Table, existing: Item | null): Store => ({
  getIndexDb: (...name) => {
    const index = store.getIndexDb(...name);
    return {
      put: (key, item, done) => index.put(key + wholeKey(table, item), item, done),
      del: (key, done) => index.del(key + wholeKey(table, existing ?? {}), done),
    };
  },
});

/**
 * dynalite 4.0.0 ends the key of an index entry with 24 bits of a hash of the table's key: of two items with the same
 * index key, such as employees who are due at the same moment, one takes the other's place if their hashes meet
 * (db/index.js, createIndexKey). Of 10,000 it lost one. Importing this file ends the key with the whole of the table's.
 */
const db = createRequire(import.meta.url)("dynalite/db") as Dynalite;
const { createIndexKey, updateIndexes } = db;
db.createIndexKey = (item, table, keySchema) => createIndexKey(item, table, keySchema) + wholeKey(table, item);
db.updateIndexes = (store, table, existing, item, done) =>
  updateIndexes(withWholeKeys(store, table, existing), table, existing, item, done);
