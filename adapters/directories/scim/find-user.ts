import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import { Failure } from "../../../domain/failures.ts";
import type { Send } from "./client.ts";
import { equals } from "./filter.ts";
import type { Json } from "./json.ts";
import { userPages } from "./pages.ts";
import { hasEmail, onlyUser } from "./users.ts";

/** So many users under other emails show that the directory ignores the filter; to read on would be to read everybody. */
const MAX_OTHERS = 1_000;

/**
 * The user with this very email, active or not; undefined if there is none. Every page is read, because two users may
 * have it.
 * @throws Failure `AmbiguousUser`; `DirectoryUnavailable` if the filter is ignored, and there are too many users to read
 */
export const findUser = async (send: Send, email: string, file: Pick<ScimFile, "match">): Promise<Json | undefined> => {
  const found: Json[] = [];
  let others = 0;
  for await (const users of userPages(send, equals(file.match.by, email))) {
    const hits = users.filter((user) => hasEmail(user, email, file));
    found.push(...hits);
    others += users.length - hits.length;
    if (others > MAX_OTHERS) {
      throw new Failure(
        "DirectoryUnavailable",
        `GET of users ignores the filter on ${file.match.by}: correct match.by`,
      );
    }
  }
  return onlyUser(found);
};
