import { join } from "node:path";
import { chimeClients } from "../../adapters/directories/chime/clients.ts";
import { nodeTimer } from "../../adapters/timer.ts";
import type { StageDirectory } from "../../cli/stage-directory.ts";
import { loadLicensePolicy } from "../../config/load-license-policy.ts";
import { loadStage } from "../../config/load-stage.ts";
import type { ChimeFile, ScimFile } from "../../domain/accounts/directory-file.ts";
import { LOCAL_CLIENT, LOCAL_TOKEN } from "../../local/scim/tokens.ts";

const CONFIG = join(import.meta.dirname, "../../config");

type ScimOptions = Extract<StageDirectory, { readonly file: ScimFile }>["scim"];
type Emulator = { readonly endpoint: string; readonly baseUrl: string };

/** The stage local with this directory file, and `changes` to it, at an emulator that runs. */
export const scimStage = (
  name: string,
  { endpoint, baseUrl }: Emulator,
  changes: Partial<ScimFile> = {},
  options: Partial<ScimOptions> = {},
): StageDirectory => {
  const loaded = loadStage(CONFIG, "local", name);
  const compiled = loaded.directory as ScimFile;
  const { auth } = compiled;
  const placed =
    auth.scheme === "oauth2" ? { ...auth, tokenUrl: `${endpoint}${new URL(auth.tokenUrl).pathname}` } : auth;
  const file = { ...compiled, auth: placed, ...changes };
  const secret = async () => (auth.scheme === "oauth2" ? JSON.stringify(LOCAL_CLIENT) : LOCAL_TOKEN);
  const scim = { file, baseUrl, secret, freshSecret: secret, timer: nodeTimer, ...options };
  return { policy: () => loadLicensePolicy(CONFIG, "local", loaded), file, scim };
};

/** The same for Chime. */
export const chimeStage = (endpoint: string, accountId: string, changes: Partial<ChimeFile> = {}): StageDirectory => {
  const loaded = loadStage(CONFIG, "local", "chime");
  const file = { ...(loaded.directory as ChimeFile), ...changes };
  const clients = chimeClients({ endpoint, credentials: { accessKeyId: "test", secretAccessKey: "test" } });
  return { policy: () => loadLicensePolicy(CONFIG, "local", loaded), file, chime: { clients, accountId } };
};
