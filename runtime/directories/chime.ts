import { chimeClients } from "../../adapters/directories/chime/clients.ts";
import { chimeDirectory } from "../../adapters/directories/chime/directory.ts";
import { nodeTimer } from "../../adapters/timer.ts";
import { readChimeConfig } from "../config.ts";
import type { ConnectDirectory } from "./connect-directory.ts";

/** Amazon Chime. @see ConnectDirectory */
export const connectDirectory: ConnectDirectory = (file) =>
  chimeDirectory({
    clients: chimeClients(),
    accountId: readChimeConfig().CHIME_ACCOUNT_ID,
    ...(file.protocol === "chime" ? { account: file } : {}),
    timer: nodeTimer,
  });
