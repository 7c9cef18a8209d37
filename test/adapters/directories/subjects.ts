import { existsSync } from "node:fs";
import { join } from "node:path";
import { chimeDirectory } from "../../../adapters/directories/chime/directory.ts";
import type { ScimOptions } from "../../../adapters/directories/scim/connection.ts";
import { scimDirectories, scimListing } from "../../../adapters/directories/scim/directory.ts";
import { nodeTimer } from "../../../adapters/timer.ts";
import { loadDirectoryFile } from "../../../config/load-stage.ts";
import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import type { ScimEmulator } from "../../../local/scim/emulator.ts";
import type { ProfileName } from "../../../local/scim/profiles/table.ts";
import { LOCAL_CLIENT, LOCAL_TOKEN } from "../../../local/scim/tokens.ts";
import { ACCOUNT, emulatorForTest } from "../../support/chime-emulator.ts";
import { scimForTest } from "../../support/scim-emulator.ts";
import type { Lack, Subject } from "./contract.ts";
import type { ScimServer } from "./servers/server.ts";

const INVOCATION = { members: 1, remainingMs: 30_000, signal: new AbortController().signal };

/** The file of config/directories/, without its limits: how fast calls are made is no part of the contract. */
export const scimFileOf = (name: string): ScimFile => {
  const file = loadDirectoryFile("config", name);
  if (file.protocol !== "scim") throw new Error(`${name} is no SCIM directory`);
  const { limits: _, ...others } = file;
  return others;
};

export const chimeSubject = async (licenses: readonly string[]): Promise<Subject> => {
  const { client, close } = await emulatorForTest({ ...ACCOUNT, supportedLicenses: licenses } as typeof ACCOUNT);
  const clients = { find: client, create: client, update: client, waitWithin: () => {} };
  const open = chimeDirectory({ clients, accountId: ACCOUNT.accountId, timer: nodeTimer });
  return { directory: open(INVOCATION), lacks: [], close };
};

/** The emulator with a vendor's profile, its limits left out, too. */
export const emulatorSubject = async (profile: ProfileName, file: ScimFile): Promise<Subject> => {
  const emulator = await scimForTest(profile, { groups: groupsOf(file) });
  await emulator.setFaults({ limits: [] });
  return { ...scimSubject(emulated(file, emulator)), lacks: [], close: emulator.close };
};

/** The groups that are licenses in the file. */
export const groupsOf = ({ carrier, licenses }: ScimFile) =>
  carrier.kind === "group" ? licenses.map(({ value: id }) => ({ id, displayName: id })) : [];

/** The options of an adapter that reaches the emulator as the file says. */
export const emulated = (file: ScimFile, { baseUrl, endpoint }: Omit<ScimEmulator, "close">): ScimOptions => {
  const { auth } = file;
  if (auth.scheme === "bearer") return optionsOf(file, baseUrl, LOCAL_TOKEN);
  const tokenUrl = `${endpoint}/oauth/token`;
  return optionsOf({ ...file, auth: { ...auth, tokenUrl } }, baseUrl, JSON.stringify(LOCAL_CLIENT));
};

const optionsOf = (file: ScimFile, baseUrl: string, text: string): ScimOptions => {
  const secret = async () => text;
  return { file, baseUrl, secret, freshSecret: secret, timer: nodeTimer };
};

const scimSubject = (options: ScimOptions): Pick<Subject, "directory" | "listing"> => ({
  directory: scimDirectories(options)(INVOCATION),
  listing: scimListing(options),
});

/** A real server. The groups that are licenses are made first: a license's value becomes the ID of its group. */
export const serverSubject = async (
  start: () => Promise<ScimServer>,
  file: ScimFile,
  lacks: readonly Lack[],
): Promise<Subject> => {
  const server = await start();
  const withGroups = async (): Promise<ScimFile["licenses"]> =>
    Promise.all(file.licenses.map(async ({ name }) => ({ name, value: await makeGroup(server, name) })));
  const licenses = file.carrier.kind === "group" ? await withGroups() : file.licenses;
  return { ...scimSubject(optionsOf({ ...file, licenses }, server.url, server.token)), lacks, close: server.close };
};

const makeGroup = async ({ url, token }: ScimServer, displayName: string): Promise<string> => {
  const response = await fetch(`${url}/Groups`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/scim+json" },
    body: JSON.stringify({ schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName }),
  });
  return ((await response.json()) as { id: string }).id;
};

const PEERS = join(import.meta.dirname, "../../peers");

/** Whether `npm run test:peers` has installed it: its packages are no dependencies of the project. */
export const hasBetterAuth = existsSync(join(PEERS, "node_modules/installed-lock.json"));

export const startBetterAuth = async (): Promise<ScimServer> => {
  const path = join(PEERS, "better-auth.ts");
  const program = (await import(path)) as { startBetterAuth(): Promise<ScimServer> };
  return program.startBetterAuth();
};
