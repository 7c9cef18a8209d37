import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { JsonObject } from "./json-object.ts";
import type { Profile } from "./profile.ts";
import { type Entry, resourceStore } from "./resource-store.ts";
import { nonBlank, userMembers, withDefaults } from "./user.ts";

/** A user to put in as it is: no rule of the vendor is asked. `madeBy: scim` is as if a program had made it. */
export const userSeed = z.looseObject({
  ...userMembers,
  id: nonBlank.optional(),
  madeBy: z.enum(["scim", "hand"]).default("hand"),
});

export const groupSeed = z.strictObject({
  id: nonBlank.optional(),
  displayName: nonBlank,
  members: z.array(z.looseObject({ value: nonBlank })).default([]),
});

export const seedsSchema = z.strictObject({
  users: z.array(userSeed).default([]),
  groups: z.array(groupSeed).default([]),
});

export type UserSeed = z.output<typeof userSeed>;
export type GroupSeed = z.output<typeof groupSeed>;
export type Seeds = z.output<typeof seedsSchema>;

export const GROUP_URN = "urn:ietf:params:scim:schemas:core:2.0:Group";

/** The users and groups of one directory, with the ones of `seeds` at the start. */
export const openDirectory = (profile: Profile, seeds: Seeds, now: () => number) => {
  const users = resourceStore(now);
  const groups = resourceStore(now);

  const addUser = ({ id = randomUUID(), madeBy, ...attributes }: UserSeed): Entry =>
    users.add(id, withDefaults(profile, attributes), madeBy);
  const addGroup = ({ id = randomUUID(), displayName, members }: GroupSeed): Entry =>
    groups.add(id, { schemas: [GROUP_URN], displayName, members }, "hand");
  /** Its groups lose the member, too. */
  const removeUser = (user: Entry): void => {
    users.remove(user);
    for (const group of groupsOf(user.id)) {
      const members = membersOf(group).filter(({ value }) => value !== user.id);
      groups.change(group, { ...group.attributes, members });
    }
  };
  const groupsOf = (userId: string): readonly Entry[] =>
    groups.all().filter((group) => membersOf(group).some(({ value }) => value === userId));
  const reset = (): void => {
    users.clear();
    groups.clear();
    for (const user of seeds.users) addUser(user);
    for (const group of seeds.groups) addGroup(group);
  };

  reset();
  return { users, groups, addUser, addGroup, removeUser, groupsOf, reset };
};

export type Directory = ReturnType<typeof openDirectory>;

export const membersOf = ({ attributes }: Entry): readonly JsonObject[] =>
  Array.isArray(attributes["members"]) ? attributes["members"] : [];
