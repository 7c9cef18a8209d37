import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type ChimeClients, chimeClients } from "../adapters/directories/chime/clients.ts";
import type { ScimOptions } from "../adapters/directories/scim/connection.ts";
import { awsSecret } from "../adapters/secrets.ts";
import { nodeTimer } from "../adapters/timer.ts";
import { withChimeAccount } from "../config/chime-account.ts";
import { DirectoryFileError } from "../config/compile-directory-file.ts";
import { loadLicensePolicy } from "../config/load-license-policy.ts";
import { type LoadedStage, loadStage } from "../config/load-stage.ts";
import { LOCAL, StageSettingsError } from "../config/stage-settings.ts";
import type { ChimeFile, ScimFile } from "../domain/accounts/directory-file.ts";
import type { LicensePolicy } from "../domain/policy/license-policy.ts";
import { cliEnvironment } from "./environment.ts";
import { CommandFailed } from "./errors.ts";
import { CONFIG } from "./project.ts";
import { localOptions, regionOf, requireLocalStack, TIMEOUTS } from "./stage.ts";

/** The directory of a stage, ready to be called. `policy` throws LicensePolicyError. */
export type StageDirectory = { policy(): LicensePolicy } & (
  | { readonly file: ChimeFile; readonly chime: { readonly clients: ChimeClients; readonly accountId: string } }
  | { readonly file: ScimFile; readonly scim: ScimOptions }
);

/** @throws CommandFailed if the stage or its directory file is wrong, or if `local` does not run */
export const stageDirectory = (stage: string): StageDirectory => {
  const local = stage === LOCAL ? requireLocalStack() : undefined;
  const loaded = orFailed(() => loadStage(CONFIG, stage, local?.directory.name));
  const policy = () => loadLicensePolicy(CONFIG, stage, loaded);
  const { directory: file } = loaded;
  if (file.protocol === "chime") {
    const clients = chimeClients(local === undefined ? {} : endpointOf(local.directory.url));
    return { policy, file, chime: { clients, accountId: accountOf(stage, loaded) } };
  }
  const client = new SecretsManagerClient(
    local === undefined
      ? { region: () => regionOf(stage), requestHandler: TIMEOUTS }
      : localOptions(local.secretsManager),
  );
  const { read: secret, readAgain: freshSecret } = awsSecret(file.auth.secret, client);
  const { url: baseUrl = file.baseUrl, tokenUrl } = local?.directory ?? {};
  const placed = withTokenUrl(file, tokenUrl);
  return { policy, file: placed, scim: { file: placed, baseUrl, secret, freshSecret, timer: nodeTimer } };
};

const endpointOf = (url: string) => {
  const { endpoint, credentials } = localOptions(url);
  return { endpoint, credentials };
};

const withTokenUrl = (file: ScimFile, tokenUrl: string | undefined): ScimFile =>
  file.auth.scheme === "oauth2" && tokenUrl !== undefined ? { ...file, auth: { ...file.auth, tokenUrl } } : file;

/** As a deployment takes it: from the file, or from the environment. */
const accountOf = (stage: string, loaded: LoadedStage): string =>
  orFailed(() => {
    const { chimeAccountId } = withChimeAccount(stage, loaded, cliEnvironment().chimeAccountId);
    if (chimeAccountId) return chimeAccountId;
    const reason = "it is empty: set it, or the environment variable CHIME_ACCOUNT_ID";
    throw loaded.wrong([{ setting: ["chimeAccountId"], reason }]);
  });

const orFailed = <T>(act: () => T): T => {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof StageSettingsError || cause instanceof DirectoryFileError)
      throw new CommandFailed(cause.message, { cause });
    throw cause;
  }
};
