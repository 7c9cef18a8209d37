import { createHmac, randomBytes } from "node:crypto";
import { chimeError } from "../chime-error.ts";

const SECRET = randomBytes(32);

type Page = { readonly "max-results": number; readonly "next-token"?: string | undefined };

/**
 * The items of one page of those that are found, and the token of the next one if there is more. Items are in rising
 * order of `sequence`. A token is good for the query that it was given for, and says behind which item to go on: items
 * that come or go while a client pages move no other item to another page. Copies the page alone, because 50,000 users
 * have 250 of them.
 * @throws ChimeError BadRequestException for any other token
 */
export const pageOf = <T extends { readonly sequence: number }>(
  items: Iterable<T>,
  isFound: (item: T) => boolean,
  { "max-results": size, "next-token": token }: Page,
  query: readonly unknown[],
): { readonly items: readonly T[]; readonly NextToken?: string } => {
  const after = token === undefined ? 0 : sequenceOf(token, query);
  let last = after;
  const page: T[] = [];
  for (const item of items) {
    if (item.sequence <= after || !isFound(item)) continue;
    if (page.length === size) return { items: page, NextToken: tokenOf(last, query) };
    page.push(item);
    last = item.sequence;
  }
  return { items: page };
};

/** Signed, so that a token that was made up or belongs to another query is known. */
const tokenOf = (sequence: number, query: readonly unknown[]): string => {
  const signature = createHmac("sha256", SECRET).update(JSON.stringify([sequence, query]));
  return `${sequence}.${signature.digest("base64url")}`;
};

const sequenceOf = (token: string, query: readonly unknown[]): number => {
  const sequence = Number(token.split(".")[0]);
  if (token !== tokenOf(sequence, query)) throw chimeError("BadRequestException", "Invalid next-token");
  return sequence;
};
