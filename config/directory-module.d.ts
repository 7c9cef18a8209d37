/** The stage's compiled directory file; config/directory-plugin.ts puts it into the bundle. */
declare module "seatkeeper:directory" {
  const directory: import("../domain/accounts/directory-file.ts").DirectoryFile;
  export default directory;
}
