import type { Answer } from "./answer.ts";
import type { Send } from "./client.ts";
import type { Json } from "./json.ts";

/** What may say that a user is gone: `accepts` is for a caller who wants her gone. */
type Reading = { readonly accepts?: (answer: Answer) => boolean };

/** Where a user is, below the base URL. */
export const userPath = (id: string): string => `Users/${encodeURIComponent(id)}`;

/** One user, read alone. @throws Failure `DirectoryUserMissing` */
export const readUser = async (
  send: Send,
  id: string,
  reading: Reading = {},
): Promise<Answer & { readonly user: Json }> => {
  const call = { method: "GET", path: userPath(id), what: "a user", about: "user", purpose: "prove" } as const;
  const answer = await send({ ...call, ...reading });
  return { ...answer, user: answer.body ?? {} };
};
