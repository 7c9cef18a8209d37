import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import { Failure } from "../../../domain/failures.ts";
import { type Finding, notKnown, ok, wrong } from "../finding.ts";
import { rateGovernor } from "../rate-governor.ts";
import { isDone } from "./answer.ts";
import { ask, type Outcome } from "./ask.ts";
import { assessConfig } from "./assess-config.ts";
import { assessUsers, hitsIn, NOBODY } from "./assess-users.ts";
import type { Send } from "./client.ts";
import { type ScimOptions, scimConnection } from "./connection.ts";
import { equals } from "./filter.ts";
import { memberOf, textOf } from "./json.ts";

/**
 * What a stage will find at its SCIM server, one finding for each thing, in the order in which they have to be right.
 * Only reads. @throws Error if the address is none that a token may be sent to
 */
export const scimPreflight = async (options: ScimOptions, signal: AbortSignal): Promise<readonly Finding[]> => {
  const { file } = options;
  const { tokens, open } = scimConnection(options, rateGovernor(file.limits));
  const secret = await triedOut("secret", `${file.auth.secret} can be read.`, options.secret, fixOfSecret(file));
  if (secret.verdict !== "ok") return [secret, ...rest("The secret has to be right before.", file)];
  const token = await triedOut("token", tokenSays(file), tokens.get, fixOfToken(file));
  if (token.verdict !== "ok") return [secret, token, ...rest("The token has to be right before.", file).slice(1)];
  return [secret, token, ...(await atServer(open(signal), options)), limitsOf(file)];
};

const atServer = async (send: Send, options: ScimOptions): Promise<readonly Finding[]> => {
  const { file } = options;
  const nobody = await ask(send, { ...USERS, query: { filter: equals(file.match.by, NOBODY), count: "1" } });
  const everybody = await ask(send, { ...USERS, query: { count: "1" } });
  const users = assessUsers(nobody, countOf(everybody), options);
  if (users[0]?.verdict !== "ok") return [...users, ...configAndGroups("The address has to be right before.", file)];
  const config = await ask(send, { what: "the ServiceProviderConfig", path: "ServiceProviderConfig" });
  return [...users, ...assessConfig(config, file), ...(await groups(send, file))];
};

const USERS = { what: "users", path: "Users" } as const;

const countOf = (outcome: Outcome): number | undefined =>
  outcome instanceof Failure || !isDone(outcome) ? undefined : hitsIn(outcome);

const triedOut = async (thing: string, says: string, act: () => Promise<unknown>, fix: string): Promise<Finding> => {
  try {
    await act();
    return ok(thing, says);
  } catch (error) {
    if (error instanceof Failure) return wrong(thing, `${error.message}.`, fix);
    throw error;
  }
};

const fixOfSecret = ({ auth: { secret } }: ScimFile): string =>
  `Create ${secret} in the stage's region and account; whoever runs this needs secretsmanager:GetSecretValue.`;

const tokenSays = ({ auth }: ScimFile): string =>
  auth.scheme === "bearer" ? "The secret has one." : `${auth.tokenUrl} gives one for the secret's client.`;

const fixOfToken = ({ auth }: ScimFile): string =>
  auth.scheme === "bearer"
    ? `Put the token into ${auth.secret}: docs/directories.md.`
    : `Correct the client in ${auth.secret}, or tokenUrl and grant: docs/directories.md.`;

const rest = (because: string, file: ScimFile): readonly Finding[] => [
  ...["token", "address", "rights", "filter"].map((thing) => notKnown(thing, because)),
  ...configAndGroups(because, file),
  limitsOf(file),
];

const configAndGroups = (because: string, file: ScimFile): readonly Finding[] =>
  ["ServiceProviderConfig", ...groupsIn(file).map(({ thing }) => thing)].map((thing) => notKnown(thing, because));

const groupsIn = ({ carrier, licenses }: ScimFile) =>
  carrier.kind === "group" ? licenses.map(({ name, value }) => ({ thing: `group of ${name}`, id: value })) : [];

const groups = async (send: Send, file: ScimFile): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const { thing, id } of groupsIn(file)) {
    const path = `Groups/${encodeURIComponent(id)}`;
    const outcome = await ask(send, { what: "a group", path, query: { excludedAttributes: "members" } });
    findings.push(groupOf(thing, id, outcome, file));
  }
  return findings;
};

const groupOf = (thing: string, id: string, outcome: Outcome, { name }: ScimFile): Finding => {
  if (outcome instanceof Failure) return notKnown(thing, `${outcome.message}.`);
  if (isDone(outcome))
    return ok(thing, `${id} is there: ${textOf(memberOf(outcome.body, "displayName")) ?? "no name"}.`);
  const { status } = outcome;
  if (status === 403) return wrong(thing, "HTTP 403: the token may not read groups.", "Give it the right.");
  if (status !== 404 && status !== 410) return notKnown(thing, `HTTP ${status} for the group ${id}.`);
  return wrong(
    thing,
    `There is no group ${id}.`,
    `Correct licenses in config/directories/${name}.yml: IDs, not names.`,
  );
};

/** A server does not say how many calls it takes. */
const limitsOf = ({ limits }: ScimFile): Finding =>
  notKnown(
    "limits",
    limits === undefined
      ? "The file has none: the rate is learnt, from whoever throttles. A service does not say its own."
      : `The file allows ${limits.calls} calls in ${limits.perSeconds} s, ${limits.burst} at once. A service does not say its own.`,
  );
