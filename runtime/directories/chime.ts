import { chimeClients } from "../../adapters/directories/chime/clients.ts";
import { chimeDirectory } from "../../adapters/directories/chime/directory.ts";
import { nodeTimer } from "../../adapters/timer.ts";
import { readChimeConfig } from "../config.ts";
import type { ConnectDirectory } from "./connect-directory.ts";

/** Amazon Chime. @see ConnectDirectory */
export const connectDirectory: ConnectDirectory = (file) => {
  if (file.protocol !== "chime") throw new Error(`The directory file ${file.name} is none of Chime: package it again`);
  const { CHIME_ACCOUNT_ID: accountId } = readChimeConfig();
  return chimeDirectory({ clients: chimeClients(), accountId, account: file, timer: nodeTimer });
};
