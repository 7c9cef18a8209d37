import { scimDirectories } from "../../adapters/directories/scim/directory.ts";
import { awsSecret } from "../../adapters/secrets.ts";
import { nodeTimer } from "../../adapters/timer.ts";
import type { ScimFile } from "../../domain/accounts/directory-file.ts";
import { readScimConfig } from "../config.ts";
import type { ConnectDirectory } from "./connect-directory.ts";

/** A directory that speaks SCIM 2.0, where its file says, or where the embedded stack has it. @see ConnectDirectory */
export const connectDirectory: ConnectDirectory = (file) => {
  if (file.protocol !== "scim") throw new Error(`The directory file ${file.name} is none of SCIM: package it again`);
  const { DIRECTORY_URL: baseUrl = file.baseUrl, DIRECTORY_TOKEN_URL: tokenUrl } = readScimConfig();
  const secret = awsSecret(file.auth.secret);
  return scimDirectories({
    file: withTokenUrl(file, tokenUrl),
    baseUrl,
    secret: secret.read,
    freshSecret: secret.readAgain,
    timer: nodeTimer,
  });
};

const withTokenUrl = (file: ScimFile, tokenUrl = ""): ScimFile =>
  file.auth.scheme === "oauth2" && tokenUrl !== "" ? { ...file, auth: { ...file.auth, tokenUrl } } : file;
