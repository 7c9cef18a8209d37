import { type Context, Hono } from "hono";
import * as z from "zod";
import { checked, refused } from "../emulator/control-request.ts";
import { commonRoutes } from "../emulator/control-routes.ts";
import { groupSeed, userSeed } from "./directory.ts";
import { type FaultSettings, faultsSchema } from "./faults.ts";
import { isUnassigned, type JsonObject, withMember } from "./json-object.ts";
import type { Entry, ResourceStore } from "./resource-store.ts";
import { seatOf } from "./seat.ts";
import type { Emulation } from "./serve-request.ts";
import { LOCAL_CREDENTIALS } from "./tokens.ts";
import { nonBlank, userMembers, withDefaults } from "./user.ts";

/** Endpoints that no vendor has: faults, the calls received, the seats in use, users and groups, the token, a reset. */
export const controlRoutes = (emulation: Emulation) => {
  const { directory, faults, limits, tokens, log, profile } = emulation;
  const set = (settings: FaultSettings): void => {
    faults.set(settings);
    limits.set(settings.limits);
  };
  return new Hono()
    .route("/", commonRoutes({ schema: faultsSchema, settings: faults.settings, set }, log))
    .get("/seats", (context) => context.json(seatsIn(emulation)))
    .get("/profile", (context) => context.json(profile))
    .put("/token", async (context) => {
      tokens.set(await checked(credentialsSchema, context));
      return context.body(null, 204);
    })
    .post("/reset", (context) => {
      set(faultsSchema.parse({}));
      tokens.set();
      directory.reset();
      log.clear();
      return context.body(null, 204);
    })
    .route("/users", controlUsers(emulation))
    .route("/groups", controlGroups(emulation));
};

const credentialsSchema = z.strictObject({
  token: nonBlank.default(LOCAL_CREDENTIALS.token),
  clientSecret: nonBlank.default(LOCAL_CREDENTIALS.clientSecret),
});

const seatsIn = ({ directory, profile }: Emulation): Readonly<Record<string, number>> => {
  const seats: Record<string, number> = {};
  for (const { attributes } of directory.users.all()) {
    const seat = seatOf(profile.seat, attributes);
    if (seat !== undefined) seats[seat] = (seats[seat] ?? 0) + 1;
  }
  return seats;
};

const userChanges = z.looseObject({ ...userMembers, id: z.never().optional() }).partial();

/** What an administrator does by hand: no rule of the vendor is asked, and two users may have one name. */
const controlUsers = ({ directory, profile }: Emulation) => {
  const { users } = directory;
  return new Hono()
    .get("/", (context) => context.json(users.all().map(plain)))
    .post("/", async (context) => {
      const seed = await checked(userSeed, context);
      requireFree(users, seed.id);
      return context.json(plain(directory.addUser(seed)), 201);
    })
    .patch("/:id", async (context) => {
      const user = entryOf(users, context);
      const changes = await checked(userChanges, context);
      return context.json(plain(users.change(user, withDefaults(profile, withChanges(user, changes)))));
    })
    .delete("/:id", (context) => {
      directory.removeUser(entryOf(users, context));
      return context.body(null, 204);
    });
};

const controlGroups = ({ directory }: Emulation) =>
  new Hono()
    .get("/", (context) => context.json(directory.groups.all().map(plain)))
    .post("/", async (context) => {
      const seed = await checked(groupSeed, context);
      requireFree(directory.groups, seed.id);
      return context.json(plain(directory.addGroup(seed)), 201);
    })
    .delete("/:id", (context) => {
      directory.groups.remove(entryOf(directory.groups, context));
      return context.body(null, 204);
    });

const plain = ({ id, attributes, madeBy }: Entry) => ({ ...attributes, id, madeBy });

/** Null takes an attribute away. */
const withChanges = ({ attributes }: Entry, changes: JsonObject): JsonObject =>
  Object.entries(changes).reduce(
    (user, [name, value]) => withMember(user, name, isUnassigned(value) ? undefined : value),
    attributes,
  );

const requireFree = (store: ResourceStore, id: string | undefined): void => {
  if (id !== undefined && store.get(id) !== undefined) throw refused(409, ["The ID is in use"]);
};

const entryOf = (store: ResourceStore, context: Context): Entry => {
  const entry = store.get(context.req.param("id") ?? "");
  if (entry === undefined) throw refused(404, ["There is none with this ID"]);
  return entry;
};
