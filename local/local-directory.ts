import { join } from "node:path";
import { loadStage } from "../config/load-stage.ts";
import { LOCAL } from "../config/stage-settings.ts";
import type { DirectoryFile, ScimFile } from "../domain/accounts/directory-file.ts";
import { localAccount } from "./chime/account-settings.ts";
import { PROFILES, type ProfileName } from "./scim/profiles/table.ts";
import { LOCAL_CLIENT, LOCAL_TOKEN } from "./scim/tokens.ts";
import type { EmulatorSettings, StartedEmulator } from "./start-emulator.ts";

/** What the embedded stack keeps in step if nobody says otherwise. */
export const CHIME = "chime";

/** The directories that are emulated. */
export const LOCAL_DIRECTORIES = [CHIME, ...Object.keys(PROFILES)] as readonly string[];

/** A directory as the embedded stack runs it. */
export type LocalDirectory = {
  readonly file: DirectoryFile;
  /** What AWS Secrets Manager has for it, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  emulator(port: number): EmulatorSettings;
  /** Where the functions find it. */
  environment(started: StartedEmulator): Readonly<Record<string, string>>;
};

/** @throws StageSettingsError, DirectoryFileError */
export const localDirectory = (name: string, chimeAccountId: string): LocalDirectory => {
  const { directory: file } = loadStage(join(import.meta.dirname, "../config"), LOCAL, name);
  return file.protocol === "scim" ? scim(file, name as ProfileName) : chime(file, chimeAccountId);
};

const chime = (file: DirectoryFile, accountId: string): LocalDirectory => ({
  file,
  secrets: {},
  emulator: (port) => ({ emulates: "chime", port, accounts: [localAccount(accountId)] }),
  environment: ({ endpoint }) => ({ AWS_ENDPOINT_URL_CHIME: endpoint }),
});

const scim = (file: ScimFile, profile: ProfileName): LocalDirectory => ({
  file,
  secrets: { [file.auth.secret]: file.auth.scheme === "bearer" ? LOCAL_TOKEN : JSON.stringify(LOCAL_CLIENT) },
  emulator: (port) => ({ emulates: "scim", port, profile }),
  environment: ({ endpoint, baseUrl = endpoint }) => ({
    DIRECTORY_URL: baseUrl,
    ...(file.auth.scheme === "oauth2"
      ? { DIRECTORY_TOKEN_URL: `${endpoint}${new URL(file.auth.tokenUrl).pathname}` }
      : {}),
  }),
});
