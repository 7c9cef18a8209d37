import type { DirectoryFile } from "../domain/accounts/directory-file.ts";
import type { LeaveSource } from "./directory-source.ts";
import { oneOf } from "./nearest.ts";
import type { Report } from "./yaml-file.ts";

/** What becomes of leavers' accounts. A user that is deleted is deactivated by that. */
export const compileLeave = (
  { license, active, delete: deletes = false }: LeaveSource,
  licenses: DirectoryFile["licenses"],
  report: Report,
): DirectoryFile["leave"] => {
  const names = licenses.map(({ name }) => name);
  if (license === undefined && active !== false && !deletes)
    report(["leave"], "leave does nothing: expected a license, active: false, or both");
  if (license !== undefined && !names.includes(license))
    report(["leave", "license"], `leave: there is no license ${license}: expected ${oneOf(names, license)}`);
  return { ...(license === undefined ? {} : { license }), deactivate: active === false || deletes };
};
