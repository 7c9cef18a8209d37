import { createRequire } from "node:module";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import "../../../local/aws/remember-expressions.ts";

/** dynalite's rules for expressions, conditions and updates, without its server and its database. */
const require = createRequire(import.meta.url);
const validations = require("dynalite/validations");
const OPERATIONS = ["getItem", "putItem", "updateItem", "deleteItem"];
const dynalite = new Map(
  OPERATIONS.map((name) => [
    name,
    { validation: require(`dynalite/validations/${name}`), action: require(`dynalite/actions/${name}`) },
  ]),
);

type Item = Record<string, unknown>;
type Input = { readonly [member: string]: unknown };
type Callback<T> = (error: unknown, value?: T) => void;

/** DynamoDB tables in memory, each with a string key. They return DynamoDB JSON, synchronously. */
export const openTables = (keys: Readonly<Record<string, string>>) => {
  const items = new Map(Object.keys(keys).map((table) => [table, new Map<string, Item>()]));
  const itemsOf = (table: string) => items.get(table) ?? new Map<string, Item>();
  const store = {
    options: { maxItemSize: 409_600 },
    getTable: (name: string, done: Callback<object>) => done(null, describe(name, keys[name] ?? "")),
    getItemDb: (name: string) => ({
      lock: (_key: string, locked: (release: <T>(done: T) => T) => void) => locked((done) => done),
      get: (key: string, done: Callback<Item>) => {
        const item = itemsOf(name).get(key);
        return item === undefined ? done({ name: "NotFoundError" }) : done(null, item);
      },
      put: (key: string, item: Item, done: Callback<void>) => {
        itemsOf(name).set(key, item);
        done(null);
      },
      del: (key: string, done: Callback<void>) => {
        itemsOf(name).delete(key);
        done(null);
      },
    }),
  };

  /** @throws ConditionalCheckFailedException, with the current item if the request asks for it */
  const execute = (operation: string, given: object): object => {
    const input = given as Input;
    const name = validations.toLowerFirst(operation);
    const { validation, action } = dynalite.get(name) ?? {};
    const data = validations.checkTypes({ ...input }, validation.types);
    validations.checkValidations(data, validation.types, validation.custom, store);
    let result: { readonly error: unknown; readonly output: object | undefined } | undefined;
    action(store, data, (error: unknown, output?: object) => {
      result = { error, output };
    });
    if (result === undefined) throw new Error(`${operation} did not complete synchronously`);
    if (result.error) throw conditionFailed(result.error, input);
    return result.output ?? {};
  };

  const conditionFailed = (error: unknown, input: Input): unknown => {
    const { body } = error as { body?: { __type?: string } };
    if (!body?.__type?.endsWith("ConditionalCheckFailedException")) return error;
    const key = keys[String(input["TableName"])] ?? "";
    const id = ((input["Key"] ?? input["Item"]) as Record<string, object>)[key];
    const { Item } = execute("GetItem", { TableName: input["TableName"], Key: { [key]: id } }) as { Item?: object };
    return new ConditionalCheckFailedException({
      message: "The conditional request failed",
      $metadata: {},
      ...(input["ReturnValuesOnConditionCheckFailure"] === "ALL_OLD" ? { Item: Item as never } : {}),
    });
  };

  /** All items of a table, in DynamoDB JSON. */
  const all = (table: string): readonly Item[] => [...itemsOf(table).values()];
  /** The item with this key. */
  const one = (table: string, id: string): Item | undefined =>
    all(table).find((item) => (item[keys[table] ?? ""] as { S: string }).S === id);
  return { execute, all, one };
};

const describe = (TableName: string, key: string) => ({
  TableName,
  KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
  AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
});
