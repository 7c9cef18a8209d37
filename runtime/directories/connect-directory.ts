import type { OpenDirectories } from "../../adapters/directories/open-directory.ts";
import type { DirectoryFile } from "../../domain/accounts/directory-file.ts";

/**
 * Connects to the directory of the stage, at cold start. Each file here that speaks a protocol exports one as
 * `connectDirectory`, and a bundle has that of its stage alone: `seatkeeper:connect` (config/directory-plugin.ts).
 * @throws Error that names the environment variable that is missing
 */
export type ConnectDirectory = (file: DirectoryFile) => OpenDirectories;
