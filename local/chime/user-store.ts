import { chimeError } from "./chime-error.ts";
import { emailKey, type WireUser } from "./user.ts";

/** A user, its place in the order of creation, and when it came, in ms since the epoch. */
export type Entry = { readonly user: WireUser; readonly sequence: number; readonly addedAt: number };

/** Users in order of creation, indexed by ID and by email. */
export const userStore = () => {
  const entries = new Map<string, Entry>();
  const idsOfEmail = new Map<string, Set<string>>();
  let sequence = 0;

  const put = (entry: Entry): void => {
    const { UserId, PrimaryEmail } = entry.user;
    entries.set(UserId, entry);
    const ids = idsOfEmail.get(emailKey(PrimaryEmail)) ?? new Set();
    idsOfEmail.set(emailKey(PrimaryEmail), ids.add(UserId));
  };
  const forgetEmail = ({ UserId, PrimaryEmail }: WireUser) => idsOfEmail.get(emailKey(PrimaryEmail))?.delete(UserId);

  return {
    /** @throws ChimeError ConflictException if the ID is in use */
    add: (user: WireUser): void => {
      if (entries.has(user.UserId)) throw chimeError("ConflictException", "The user ID is in use");
      sequence += 1;
      put({ user, sequence, addedAt: Date.now() });
    },
    /** Keeps the user's place. */
    replace: (before: WireUser, after: WireUser): void => {
      const { sequence: place = 0, addedAt = 0 } = entries.get(before.UserId) ?? {};
      forgetEmail(before);
      put({ user: after, sequence: place, addedAt });
    },
    remove: (user: WireUser): void => {
      forgetEmail(user);
      entries.delete(user.UserId);
    },
    get: (userId: string): WireUser | undefined => entries.get(userId)?.user,
    /** The users with this email, without regard to case. Only users that were put in by hand can share one. */
    withEmail: (email: string): readonly Entry[] =>
      [...(idsOfEmail.get(emailKey(email)) ?? [])].flatMap((userId) => entries.get(userId) ?? []),
    all: (): Iterable<Entry> => entries.values(),
  };
};
