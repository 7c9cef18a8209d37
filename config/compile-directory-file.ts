import type { ChimeFile, DirectoryFile, ScimFile } from "../domain/accounts/directory-file.ts";
import { checkScimFile } from "./check-scim-file.ts";
import { ofAccountType } from "./chime-account-type.ts";
import { compileLeave } from "./directory-leave.ts";
import { compileLicenses } from "./directory-licenses.ts";
import { type ChimeSource, directorySource, type ScimSource } from "./directory-source.ts";
import { type DirectoryStage, fillVariables } from "./fill-variables.ts";
import { oneOf } from "./nearest.ts";
import { schemaProblems } from "./schema-problems.ts";
import { type Report, readYaml } from "./yaml-file.ts";

/** Has one line for each problem: file, line, what is wrong, and what was expected. */
export class DirectoryFileError extends Error {
  override readonly name = "DirectoryFileError";
}

/** `name` is that of the file without `.yml`. Without a stage, a variable stands for any text. */
type FileOf = { readonly name: string; readonly stage?: DirectoryStage | undefined };

/**
 * Compiles a directory file from its YAML, so that nothing is left to check at run time. `${VARIABLES}` come from the
 * stage. @throws DirectoryFileError that lists every problem
 */
export const compileDirectoryFile = (text: string, { name, stage }: FileOf): DirectoryFile => {
  const fileName = `config/directories/${name}.yml`;
  const { source, report, stopIfAny } = readYaml(text, {
    fileName,
    holds: "protocol, licenses and the rest that docs/directories.md lists",
    failWith: (message) => new DirectoryFileError(message),
  });
  const filled = fillVariables(source, stage, report);
  const { data, error } = directorySource.safeParse(filled);
  for (const { path, reason } of schemaProblems(error?.issues ?? [], filled)) report(path, reason);
  stopIfAny();
  // Zod has data or an error.
  const file = compile(name, data as ChimeSource | ScimSource, report);
  stopIfAny();
  return file;
};

const compile = (name: string, source: ChimeSource | ScimSource, report: Report): DirectoryFile =>
  source.protocol === "chime" ? compileChime(name, source, report) : compileScim(name, source, report);

/** Source: `License` in the Chime service model, API version 2018-05-01. */
const CHIME_LICENSES = ["Basic", "Plus", "Pro", "ProTrial"];

const compileChime = (name: string, { protocol, ...source }: ChimeSource, report: Report): ChimeFile => {
  const licenses = compileLicenses(source.licenses, "exact", report);
  licenses.forEach((license, index) => {
    const path = ["licenses", Array.isArray(source.licenses) ? index : license.name];
    // Records and metrics of stages that were deployed before have Chime's own names.
    if (license.name !== license.value) report(path, `${license.name}: Chime's licenses have Chime's names here`);
    if (!CHIME_LICENSES.includes(license.value))
      report(path, `Chime has no license ${license.value}: expected ${oneOf(CHIME_LICENSES, license.value)}`);
  });
  const leave = compileLeave(source.leave, licenses, report);
  return { name, licenses, leave, protocol, ...ofAccountType() };
};

const compileScim = (name: string, source: ScimSource, report: Report): ScimFile => {
  const { protocol, headers, match, create, update, compare, proof } = source;
  const licenses = compileLicenses(source.licenses, compare, report);
  const leave = compileLeave(source.leave, licenses, report);
  checkScimFile(source, licenses, report);
  return {
    name,
    licenses,
    leave,
    can: { create: true, rename: source.rename, deactivate: true },
    protocol,
    baseUrl: withoutSlash(source.baseUrl),
    auth: authOf(source.auth),
    headers,
    match,
    create,
    update,
    deactivateBy: source.leave.delete === true ? "delete" : source.deactivateBy,
    ...(source.irreversible ? { irreversible: true } : {}),
    carrier: carrierOf(source.carrier),
    compare,
    proof,
    listShowsLicense: source.lists.license,
    ...(source.limits === undefined ? {} : { limits: limitsOf(source.limits) }),
    answers: source.answers.map(withoutUndefined) as ScimFile["answers"],
  };
};

const withoutSlash = (url: string): string => url.replace(/\/+$/, "");

const authOf = ({ bearer, oauth2 }: ScimSource["auth"]): ScimFile["auth"] => {
  if (oauth2 === undefined) return { scheme: "bearer", secret: bearer?.secret ?? "" };
  const { scope, ...others } = oauth2;
  return { scheme: "oauth2", ...others, ...(scope === undefined ? {} : { scope }) };
};

const carrierOf = (carrier: ScimSource["carrier"]): ScimFile["carrier"] => {
  if (typeof carrier === "string") return { kind: carrier };
  const { attribute, list, where } = carrier;
  if (attribute !== undefined) return { kind: "attribute", path: attribute };
  return { kind: "element", list: list ?? "", ...(where === undefined ? {} : { where }) };
};

const limitsOf = (limits: NonNullable<ScimSource["limits"]>): NonNullable<ScimFile["limits"]> => {
  const { perSecond, perMinute, perHour, burst } = limits;
  if (perSecond !== undefined) return { calls: perSecond, perSeconds: 1, burst };
  if (perMinute !== undefined) return { calls: perMinute, perSeconds: 60, burst };
  return { calls: perHour ?? 0, perSeconds: 3600, burst };
};

const withoutUndefined = (answer: object): object =>
  Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined));
