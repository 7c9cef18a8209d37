import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import type { ListedAccount } from "../open-directory.ts";
import type { Send } from "./client.ts";
import { userPages } from "./pages.ts";
import { accountOf, emailsOf, idOf } from "./users.ts";

/** Everybody in the directory, without a license if lists do not show it. Who has no ID is left out. @throws Failure */
export async function* listAccounts(send: Send, file: ScimFile): AsyncGenerator<ListedAccount> {
  for await (const users of userPages(send)) {
    for (const user of users) {
      const id = idOf(user);
      if (id === undefined) continue;
      const { license, ...account } = accountOf(user, id, file);
      const [email] = emailsOf(user, file);
      const isKnown = license !== undefined && file.listShowsLicense;
      yield { ...account, ...(isKnown ? { license } : {}), ...(email === undefined ? {} : { email }) };
    }
  }
}
