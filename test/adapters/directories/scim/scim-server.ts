import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Json } from "../../../../adapters/directories/scim/json.ts";

export type Operation = { readonly op: string; readonly path?: string; readonly value?: unknown };

/** What a test looks at. */
type Body = Json & { readonly Operations: readonly Operation[] };

export type Received = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Body;
  readonly text: string;
};

/** A body that is no text is sent as JSON. `write` sends the rest by itself. */
export type Reply = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly write?: (response: ServerResponse) => void;
};

type Reaction = (received: Received) => Reply | undefined;
type User = Json & { readonly id: string };

export const scimError = (status: number, scimType?: string, detail?: string): Reply => ({
  status,
  body: { schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: String(status), scimType, detail },
});

/**
 * A SCIM server that keeps users, does what a plain one does, and notes every call. `react` comes before that: what it
 * returns is sent instead.
 */
export const startScimServer = async () => {
  const users = new Map<string, User>();
  const calls: Received[] = [];
  let react: Reaction = () => undefined;
  let token = "token-1";

  const server = createServer(async (request, response) => {
    const received = await receive(request);
    calls.push(received);
    const isWelcome = received.path.startsWith("/oauth") || received.headers.authorization === `Bearer ${token}`;
    send(response, react(received) ?? (isWelcome ? serve(users, received) : scimError(401)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    origin,
    baseUrl: `${origin}/scim/v2/`,
    users,
    calls,
    lines: () => calls.map(({ method, path }) => `${method} ${path.replace("/scim/v2", "")}`),
    react: (next: Reaction) => {
      react = next;
    },
    acceptOnly: (next: string) => {
      token = next;
    },
    add: (user: Json): string => {
      const id = `u${users.size + 1}`;
      users.set(id, { id, active: true, ...user });
      return id;
    },
    reset: () => {
      users.clear();
      calls.length = 0;
      react = () => undefined;
      token = "token-1";
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const receive = async (request: IncomingMessage): Promise<Received> => {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
  const body = await text(request);
  const json = body.startsWith("{") ? JSON.parse(body) : {};
  const { method = "", headers } = request;
  return {
    method,
    path: pathname,
    query: searchParams,
    headers,
    body: json,
    text: body,
  };
};

const send = (response: ServerResponse, { status = 200, headers = {}, body, write }: Reply): void => {
  response.writeHead(status, { "Content-Type": "application/scim+json", ...headers });
  if (write) write(response);
  else response.end(typeof body === "string" ? body : JSON.stringify(body));
};

const serve = (users: Map<string, User>, { method, path, query, body }: Received): Reply => {
  const id = /^\/scim\/v2\/Users\/(.+)$/.exec(path)?.[1];
  if (id === undefined) return method === "POST" ? create(users, body) : list([...users.values()], query);
  const user = users.get(decodeURIComponent(id));
  if (user === undefined) return scimError(404);
  if (method === "GET") return { body: user };
  if (method === "DELETE") {
    users.delete(user.id);
    return { status: 204, body: "" };
  }
  const changed = { ...(method === "PUT" ? body : patched(user, body.Operations)), id: user.id };
  users.set(user.id, changed);
  return { body: changed };
};

const create = (users: Map<string, User>, body: Json): Reply => {
  if ([...users.values()].some(({ userName }) => userName === body["userName"])) return scimError(409, "uniqueness");
  const user = { ...body, id: `u${users.size + 1}` };
  users.set(user.id, user);
  return { status: 201, body: user };
};

export const list = (users: readonly Json[], query: URLSearchParams): Reply => {
  const [, attribute = "", value = ""] = /^([\w.]+) eq (".*")$/.exec(query.get("filter") ?? "") ?? [];
  if (attribute !== "" && !isJson(value)) return scimError(400, "invalidFilter");
  const hits = attribute === "" ? users : users.filter((user) => has(user, attribute, JSON.parse(value)));
  const from = Number(query.get("startIndex") ?? 1) - 1;
  const Resources = hits.slice(from, from + Number(query.get("count") ?? 100));
  return { body: { totalResults: hits.length, startIndex: from + 1, itemsPerPage: Resources.length, Resources } };
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const has = (user: Json, attribute: string, value: string): boolean =>
  attribute === "emails.value"
    ? membersOf(user, "emails").some((each) => each["value"] === value)
    : user[attribute] === value;

const membersOf = (user: Json, name: string): readonly Json[] => (user[name] ?? []) as readonly Json[];

const patched = (user: User, operations: readonly Operation[]): Json => operations.reduce<Json>(applied, user);

/** Replaces by path, by the path of an element, or without one; anything else is added to a list. */
const applied = (user: Json, { op, path, value }: Operation): Json => {
  if (path === undefined) return { ...user, ...(value as Json) };
  const [, name = "", member = "", wanted = ""] = /^(\w+)\[(\w+) eq "(.*)"\]\.value$/.exec(path) ?? [];
  const change = (each: Json) => (each[member] === wanted ? { ...each, value } : each);
  if (name !== "") return { ...user, [name]: membersOf(user, name).map(change) };
  return { ...user, [path]: op === "add" ? [...membersOf(user, path), ...(value as Json[])] : value };
};
