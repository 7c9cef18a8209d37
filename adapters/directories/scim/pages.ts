import { Failure } from "../../../domain/failures.ts";
import type { Send } from "./client.ts";
import { isObject, type Json, memberOf, textOf } from "./json.ts";
import { idOf } from "./users.ts";

/** How many users a page has at most. Who has smaller pages sends smaller ones. */
const PAGE = 100;
/** More pages than any directory has: a list without an end is given up. */
const MAX_PAGES = 10_000;

/**
 * The users that match the filter, or everybody, page by page, and nobody twice. It ends at a page with nobody new,
 * whatever the total says: a list may shrink or loop while it is read. Source: RFC 7644, 3.4.2.4.
 * @throws Failure
 */
export async function* userPages(send: Send, filter?: string): AsyncGenerator<readonly Json[]> {
  const seen = new Set<string>();
  let startIndex = 1;
  for (let number = 0; number < MAX_PAGES; number += 1) {
    const { users, total } = await readPage(send, startIndex, filter);
    const fresh = users.filter((user) => !seen.has(idOf(user) ?? ""));
    for (const user of fresh) seen.add(idOf(user) ?? "");
    yield fresh;
    startIndex += users.length;
    if (fresh.length === 0 || startIndex > total) return;
  }
  throw new Failure("DirectoryUnavailable", `GET of users has no end: ${MAX_PAGES} pages were read`);
}

const readPage = async (send: Send, startIndex: number, filter?: string) => {
  const query = {
    ...(filter === undefined ? {} : { filter }),
    ...(startIndex === 1 ? {} : { startIndex: String(startIndex) }),
    count: String(PAGE),
  };
  const call = { method: "GET", path: "Users", what: "users", about: "directory", purpose: "find", query } as const;
  const { body } = await send(call);
  const resources = memberOf(body, "Resources");
  const total = Number(textOf(memberOf(body, "totalResults")) ?? 0);
  // Where nobody was found, `Resources` may be left out.
  if (!Array.isArray(resources) && !(total === 0 && memberOf(body, "totalResults") !== undefined)) {
    throw new Failure("DirectoryUnavailable", "GET of users returned no list");
  }
  return { users: (Array.isArray(resources) ? resources : []).filter(isObject), total };
};
