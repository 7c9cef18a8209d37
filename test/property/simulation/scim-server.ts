import { distorted } from "./distort-answer.ts";
import type { ScimServerName } from "./scim-files.ts";
import { type Operation, SCIM_FORMS, type Wish } from "./scim-forms.ts";
import { patchGroup } from "./scim-groups.ts";
import { type Json, type ScimAnswer, type ScimRequest, scimError } from "./scim-messages.ts";
import { normalize, type SimulatedUser, type SimulatedUsers } from "./users.ts";

/**
 * A SCIM server in memory, which takes each email once, ignoring case. It shares no code with the adapter or the
 * emulator, so that a mistake in one shows in the other. What it refuses is an answer, too.
 */
export const scimServer = (name: ScimServerName, users: SimulatedUsers) => {
  const { all, add, byEmail, byId, isListed } = users;
  const form = SCIM_FORMS[name];
  const shown = (status: number, user: SimulatedUser): ScimAnswer => ({ status, body: form.whole(user) });
  const conflict = scimError(409, form.conflictType);

  const list = ({ filter = "", distortion }: ScimRequest): ScimAnswer => {
    const email = EMAIL_FILTER.exec(filter)?.[1];
    if (email === undefined) return scimError(400, "invalidFilter");
    const wanted = normalize(JSON.parse(email) as string);
    const isHit = (user: SimulatedUser) => distortion?.kind === "unfiltered" || normalize(user.email) === wanted;
    const hits = all.filter((user) => isListed(user) && isHit(user)).map(form.listed);
    const twins = ["twin-1", "twin-2"].map((id) => ({ id, userName: wanted, active: true }));
    return listOf(distortion?.kind === "two-hits" ? [...twins, ...hits] : hits);
  };

  const create = ({ body = {}, distortion }: ScimRequest): ScimAnswer => {
    const email = String(body["userName"]);
    if (distortion?.kind === "conflict") return scimError(409);
    if (byEmail(email) !== undefined) return conflict;
    const isIneffective = distortion?.kind === "ineffective";
    if (isIneffective && form.echoes) return { status: 201, body: { ...body, id: "nobody" } };
    const user = Object.assign(add(email, true), { name: String(body["displayName"] ?? "") });
    if (!isIneffective) Object.assign(user, form.wishOfNew(body));
    return shown(201, user);
  };

  const change = (
    user: SimulatedUser,
    wish: Wish | undefined,
    { body, ifMatch, distortion }: ScimRequest,
  ): ScimAnswer => {
    if (wish === undefined) return scimError(400, "noTarget");
    const version = (form.whole(user)["meta"] as { readonly version: string } | undefined)?.version;
    if (ifMatch !== undefined && ifMatch !== version) return scimError(412);
    if (![undefined, user].includes(byEmail(wish.email ?? user.email))) return conflict;
    if (distortion?.kind !== "ineffective") Object.assign(user, wish);
    else if (distortion.code % 2 === 1) return { status: 204 };
    else if (form.echoes) return { status: 200, body: { ...form.whole(user), ...body } };
    return shown(200, user);
  };

  const answer = (operation: string, request: ScimRequest): ScimAnswer => {
    const { id = "", body = {} } = request;
    if (operation === "GET users") return list(request);
    if (operation === "POST user") return create(request);
    if (operation === "PATCH group") return patchGroup(users, request);
    const user = byId(id);
    if (user === undefined) return scimError(404);
    if (operation === "GET user") return shown(200, user);
    if (operation === "PUT user") return change(user, form.wishOfPut(body), request);
    if (operation !== "PATCH user") throw new Error(`the simulated SCIM server has no ${operation}`);
    return change(user, form.wishOfPatch(body["Operations"] as readonly Operation[], user), request);
  };
  return (operation: string, request: ScimRequest): ScimAnswer =>
    distorted(answer(operation, request), request.distortion);
};

const EMAIL_FILTER = /^userName eq ("(?:[^"\\]|\\.)*")$/;

const listOf = (Resources: readonly Json[]): ScimAnswer => ({
  status: 200,
  body: { schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], totalResults: Resources.length, Resources },
});
