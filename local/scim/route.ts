import type { OperationName } from "./operation-names.ts";
import type { Profile } from "./profile.ts";

export type Route = { readonly operation: OperationName; readonly id: string };

const ROUTES: readonly [method: string, pattern: RegExp, operation: OperationName][] = [
  ["GET", /^\/Users\/?$/, "ListUsers"],
  ["POST", /^\/Users\/?$/, "CreateUser"],
  ["GET", /^\/Users\/([^/]+)$/, "GetUser"],
  ["PUT", /^\/Users\/([^/]+)$/, "ReplaceUser"],
  ["PATCH", /^\/Users\/([^/]+)$/, "PatchUser"],
  ["DELETE", /^\/Users\/([^/]+)$/, "DeleteUser"],
  ["GET", /^\/Groups\/?$/, "ListGroups"],
  ["GET", /^\/Groups\/([^/]+)$/, "GetGroup"],
  ["PATCH", /^\/Groups\/([^/]+)$/, "PatchGroup"],
  ["GET", /^\/ServiceProviderConfig$/, "GetServiceProviderConfig"],
  ["GET", /^\/ResourceTypes$/, "ListResourceTypes"],
  ["GET", /^\/Schemas$/, "ListSchemas"],
];

/** What a request asks for, by its method and path; undefined if the emulator does not know it. */
export const routeOf = ({ path, oauth }: Profile, method: string, { pathname }: URL): Route | undefined => {
  if (oauth !== undefined && method === "POST" && pathname === oauth.path) return { operation: "GetToken", id: "" };
  if (!pathname.startsWith(`${path}/`)) return undefined;
  for (const [routed, pattern, operation] of ROUTES) {
    const found = routed === method ? pattern.exec(pathname.slice(path.length)) : null;
    if (found !== null) return { operation, id: decoded(found[1] ?? "") };
  }
  return undefined;
};

/** A damaged ID is nobody's. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
};
