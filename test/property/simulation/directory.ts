import { chimeAccount } from "./chime-account.ts";
import type { DirectoryName } from "./history.ts";
import { SCIM_FILES } from "./scim-files.ts";
import { SCIM_FORMS } from "./scim-forms.ts";
import { scimServer } from "./scim-server.ts";
import { openUsers } from "./users.ts";

const CHIME_DEFAULT_LICENSE = "Basic";

/** The directory of a history: its users, and what it does with a call. A list does not show users younger than `lag()` ms. */
export const openDirectory = (name: DirectoryName, now: () => number, lag: () => number) => {
  const users = openUsers(now, lag, name === "chime" ? CHIME_DEFAULT_LICENSE : SCIM_FORMS[name].firstLicense);
  const execute: (operation: string, input: object) => object =
    name === "chime" ? chimeAccount(users) : scimServer(name, users);
  const canRename = name !== "chime" && SCIM_FILES[name].can.rename;
  return { users, execute, canRename };
};
