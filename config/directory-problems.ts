import type { DirectoryFile } from "../domain/accounts/directory-file.ts";
import { oneOf } from "./nearest.ts";
import type { StageSettings } from "./stage-schema.ts";
import { LOCAL, type SettingProblem } from "./stage-settings.ts";
import type { Path } from "./yaml-place.ts";

type Problems = readonly SettingProblem[];

/** What a stage says of its directory and does not fit it. */
export const directoryProblems = (stage: string, settings: StageSettings, directory: DirectoryFile): Problems => [
  ...chimeProblems(settings, directory),
  ...(stage === LOCAL ? localProblems(directory) : []),
  ...suspensionProblems(settings, directory),
  ...leaveProblems(settings, directory),
  ...licenseProblems(["leave", "license"], settings.leave?.license, directory),
  ...Object.keys(settings.seatQuotas).flatMap((name) => licenseProblems(["seatQuotas", name], name, directory)),
];

/** A stage that inherits the settings of a Chime stage may have an empty one. */
const chimeProblems = ({ chimeAccountId }: StageSettings, { name, protocol }: DirectoryFile): Problems => {
  if (protocol === "chime" && chimeAccountId === undefined)
    return problem(
      ["chimeAccountId"],
      'expected the ID of the Chime account, or "" and the environment variable CHIME_ACCOUNT_ID',
    );
  if (protocol !== "chime" && (chimeAccountId ?? "") !== "")
    return problem(["chimeAccountId"], `the directory ${name} is not Chime: expected none`);
  return [];
};

/** Where nobody accepts invitations. */
const localProblems = (directory: DirectoryFile): Problems =>
  directory.protocol === "chime" && directory.accountType !== "EnterpriseLWA"
    ? problem(["chimeAccountType"], "the embedded stack emulates an EnterpriseLWA account: leave it out")
    : [];

/** A leaver who comes back must get her account back. */
const suspensionProblems = ({ leave }: StageSettings, directory: DirectoryFile): Problems => {
  const suspends = leave?.suspend ?? directory.leave.deactivate;
  if (!suspends || directory.protocol !== "chime" || directory.can.deactivate) return [];
  const type = directory.accountType;
  return problem(
    ["leave"],
    `a suspension cannot be taken back in a Chime account of the type ${type}: expected ` +
      "leave: { license: …, suspend: false }",
  );
};

/** A stage's own `leave` takes the place of the file's, and must free a seat as that does. */
const leaveProblems = ({ leave }: StageSettings, directory: DirectoryFile): Problems => {
  if (leave === undefined) return [];
  if (leave.license === undefined && !leave.suspend)
    return problem(["leave"], "leavers would keep their seats: expected a license, suspend: true, or both");
  const isSeat = directory.protocol === "scim" && directory.carrier.kind === "active";
  if (!isSeat || leave.license === undefined) return [];
  return problem(
    ["leave", "license"],
    `in the directory ${directory.name} the account is the license: expected { suspend: true }`,
  );
};

const licenseProblems = (setting: Path, license: string | undefined, { name, licenses }: DirectoryFile): Problems => {
  const names = licenses.map((listed) => listed.name);
  if (license === undefined || names.includes(license)) return [];
  return problem(setting, `the directory ${name} has no license ${license}: expected ${oneOf(names, license)}`);
};

const problem = (setting: Path, reason: string): Problems => [{ setting, reason }];
