import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type Request } from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";
import type { ScimServer } from "./server.ts";

type Attributes = Readonly<Record<string, unknown>>;
type Stored = Attributes & { readonly id: string };
type Store = { readonly users: Map<string, Stored>; readonly groups: Map<string, Stored> };

/** What SCIMMY hands to its handlers. */
type Asked = {
  readonly id?: string | undefined;
  readonly filter?: { match(values: unknown[]): unknown[] } | undefined;
};

const PATH = "/scim/v2";
const TOKEN = "scimmy-token";

/**
 * A real SCIM server, not of ours: SCIMMY with its express routers, in memory, on a port of its own. It is lenient;
 * `userName eq` tells small letters from capitals.
 */
export const startScimmy = async (): Promise<ScimServer> => {
  const store: Store = { users: new Map(), groups: new Map() };
  const app = express();
  app.use((request, _, next) => {
    // SCIMMY makes numbers of startIndex and count, and Express 5 reads the query anew each time.
    Object.defineProperty(request, "query", { value: request.query });
    next();
  });
  app.use(PATH, new SCIMMYRouters({ type: "bearer", handler: requireToken, context: () => store }));
  const server = createServer(app);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}${PATH}`, token: TOKEN, close };
};

/** @throws Error, of which SCIMMY makes a 401 */
const requireToken = (request: Request): string => {
  if (request.header("authorization") !== `Bearer ${TOKEN}`) throw new Error("The token is missing or wrong");
  return "seatkeeper";
};

/** A filter is for the handler to apply: without it, each search finds everybody. */
const read = (stored: Map<string, Stored>, { id, filter }: Asked): Stored | Stored[] => {
  if (id === undefined) return (filter?.match([...stored.values()]) ?? [...stored.values()]) as Stored[];
  const found = stored.get(id);
  if (found === undefined) throw new SCIMMY.Types.Error(404, "", `Resource ${id} not found`);
  return found;
};

const write = (stored: Map<string, Stored>, { id = randomUUID() }: Asked, attributes: Attributes): Stored => {
  const resource = { ...(JSON.parse(JSON.stringify(attributes)) as Attributes), id };
  stored.set(id, resource);
  return resource;
};

const requireUniqueName = ({ users }: Store, { id }: Asked, { userName }: Attributes): void => {
  const isTaken = [...users.values()].some((user) => user.id !== id && user["userName"] === userName);
  if (isTaken) throw new SCIMMY.Types.Error(409, "uniqueness", "The userName is in use");
};

// It has no role types, and takes that for a list of those allowed: Figma's `seatType` would be a 400.
const roleType = SCIMMY.Schemas.User.definition.attribute("roles.type") as { config: { canonicalValues?: unknown } };
roleType.config.canonicalValues = false;

// SCIMMY's resource types are shared by the whole process: the store of each server comes as the context.
SCIMMY.Resources.declare(SCIMMY.Resources.User)
  .ingress((resource, user, { users, groups }: Store) => {
    const attributes = user as unknown as Attributes;
    requireUniqueName({ users, groups }, resource, attributes);
    return write(users, resource, attributes) as never;
  })
  .egress((resource, { users }: Store) => read(users, resource) as never)
  .degress(({ id = "" }, { users }: Store) => void users.delete(id));

SCIMMY.Resources.declare(SCIMMY.Resources.Group)
  .ingress((resource, group, { groups }: Store) => write(groups, resource, group as unknown as Attributes) as never)
  .egress((resource, { groups }: Store) => read(groups, resource) as never)
  .degress(({ id = "" }, { groups }: Store) => void groups.delete(id));
