/** What connects to it; config/directory-plugin.ts resolves it to the file of runtime/directories/ that speaks its protocol. */
declare module "seatkeeper:connect" {
  export const connectDirectory: import("./connect-directory.ts").ConnectDirectory;
}
