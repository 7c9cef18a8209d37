import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import { Failure } from "../../../domain/failures.ts";
import type { AccountLookUp, ShownAccount } from "../account-look-up.ts";
import { rateGovernor } from "../rate-governor.ts";
import type { Send } from "./client.ts";
import { type ScimOptions, scimConnection } from "./connection.ts";
import { saysGone } from "./failures.ts";
import { findUser } from "./find-user.ts";
import { type Json, memberOf, textOf } from "./json.ts";
import { readUser } from "./read-user.ts";
import { accountOf, emailsOf, idOf } from "./users.ts";

/** Only reads. @throws Error if the address is none that a token may be sent to */
export const scimLookUp = (options: ScimOptions, signal: AbortSignal): AccountLookUp => {
  const { file } = options;
  const send = scimConnection(options, rateGovernor(file.limits)).open(signal);
  const byId = (id: string) => readAccount(send, id, file);
  return {
    byId,
    byEmail: async (email) => {
      const user = await findUser(send, email, file);
      if (user === undefined) return undefined;
      const id = idOf(user) ?? "";
      return file.listShowsLicense ? shown(user, id, file) : byId(id);
    },
  };
};

const readAccount = async (send: Send, id: string, file: ScimFile): Promise<ShownAccount | undefined> => {
  try {
    const answer = await readUser(send, id, { accepts: saysGone });
    return saysGone(answer) ? undefined : shown(answer.user, id, file);
  } catch (error) {
    if (error instanceof Failure && error.code === "DirectoryUserMissing") return undefined;
    throw error;
  }
};

const shown = (user: Json, id: string, file: ScimFile): ShownAccount => ({
  ...accountOf(user, id, file),
  emails: emailsOf(user, file),
  names: namesOf(user),
});

/** A full name, wherever it stands. Source: RFC 7643, 4.1.1. */
const namesOf = (user: Json): readonly string[] => {
  const name = memberOf(user, "name");
  const parts = [memberOf(name, "givenName"), memberOf(name, "familyName")].flatMap((part) => textOf(part) ?? []);
  const full = [memberOf(user, "displayName"), memberOf(name, "formatted"), parts.join(" ")];
  return [...new Set(full.flatMap((each) => textOf(each)?.trim() || []))];
};
