import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import { type Finding, notKnown, ok, wrong } from "../finding.ts";
import { isDoneCall, isList, type RecordedCall } from "../probe/recorded-call.ts";
import { licenseEdits, licenseIn, valueOfLicense, valuesIn } from "./carriers.ts";
import { isShown } from "./edits.ts";
import { isObject, isSameText, type Json, memberOf, parseObject } from "./json.ts";
import { idOf } from "./users.ts";

/** What went over the wire as a license was set, and as the user was looked up after it. */
export type LicenseSet = {
  readonly license: string;
  readonly writing: readonly RecordedCall[];
  readonly lookUp: readonly RecordedCall[];
  /** The license with which she was found; undefined if the look-up showed none. */
  readonly found: string | undefined;
};

/** The claims of the file that one call says nothing of, by all that went over the wire about the user with this ID. */
export const assessTraffic = (file: ScimFile, id: string, sets: readonly LicenseSet[]): readonly Finding[] => [
  filterOf(file, id, sets),
  proofOf(file, sets),
  compareOf(file, id, sets),
  listsOf(file, id, sets),
];

/** Her address is hers alone, so whoever else is in a list of it came past the filter. */
const filterOf = ({ match: { by } }: ScimFile, id: string, sets: readonly LicenseSet[]): Finding => {
  const found = sets.flatMap(({ lookUp }) => lookUp.filter(isList)).flatMap(usersIn);
  if (found.length === 0) return notKnown("filter", `No filter on ${by} was answered with users.`);
  return found.every((user) => idOf(user) === id)
    ? ok("filter", `A filter on ${by} gives her alone.`)
    : wrong("filter", `A filter on ${by} gives others, too: each look-up reads them all.`, "Correct match.by.");
};

const proofOf = (file: ScimFile, sets: readonly LicenseSet[]): Finding => {
  const thing = `proof: ${file.proof}`;
  if (sets.length < file.licenses.length) return notKnown(thing, "Not every license could be set.");
  const told = sets.flatMap(({ license, writing, found }) => {
    const edits = licenseEdits(license, file);
    const body = parseObject(writing.findLast(isChange)?.text ?? "");
    return edits.length === 0 || !writing.some(isChange)
      ? []
      : [
          {
            isOther: found !== undefined && found !== license,
            shows: body !== undefined && edits.every((edit) => isShown(body, edit)),
          },
        ];
  });
  if (told.length === 0) return notKnown(thing, "No answer to a change could show a license.");
  if (told.some(({ shows, isOther }) => shows && isOther)) {
    const says = "An answer showed a license that was not set.";
    return file.proof === "get" ? ok(thing, `${says} So a read is needed.`) : wrong(thing, says, "Set proof: get.");
  }
  if (told.every(({ shows }) => shows)) return ok(thing, SHOWN[file.proof]);
  return ok(thing, "Not every answer shows the license, so a change reads the user once more.");
};

const SHOWN = {
  response: "Each answer showed the license, and it was set.",
  get: "Each answer showed the license, too: proof: response would save a call, if a 2xx is never wrong there.",
} as const;

const isChange = (call: RecordedCall): boolean => ["PUT", "PATCH"].includes(call.method) && isDoneCall(call);

const compareOf = (file: ScimFile, id: string, sets: readonly LicenseSet[]): Finding => {
  const thing = `compare: ${file.compare}`;
  const { carrier } = file;
  if (carrier.kind === "active" || carrier.kind === "group") return ok(thing, "Nothing is compared with this carrier.");
  const pairs = sets.flatMap(({ license, writing, lookUp }) => {
    const value = valueOfLicense(license, file);
    const users = [...writing, ...lookUp].flatMap(usersIn).filter((user) => idOf(user) === id);
    return users
      .flatMap((user) => valuesIn(user, carrier))
      .filter((shown) => isSameText(shown, value))
      .map((shown) => ({ shown, value }));
  });
  const other = pairs.find(({ shown, value }) => shown !== value);
  if (other !== undefined) {
    const says = `${other.value} comes back as ${other.shown}.`;
    return file.compare === "exact" ? wrong(thing, says, "Set compare: ignore-case.") : ok(thing, says);
  }
  return pairs.length === 0
    ? notKnown(thing, "No license came back.")
    : ok(thing, "Licenses come back as they are sent.");
};

const listsOf = (file: ScimFile, id: string, sets: readonly LicenseSet[]): Finding => {
  const thing = `lists: { license: ${file.listShowsLicense} }`;
  const listed = sets.flatMap(({ license, lookUp }) => {
    const user = lookUp
      .filter(isList)
      .flatMap(usersIn)
      .find((each) => idOf(each) === id);
    return user === undefined ? [] : [licenseIn(user, file) === license];
  });
  if (listed.length === 0) return notKnown(thing, "She was in no list.");
  const shows = listed.every((each) => each);
  if (shows) {
    return ok(
      thing,
      `A list shows the license.${file.listShowsLicense ? "" : " Without this line a find costs one call less."}`,
    );
  }
  const says = "A list does not show the license.";
  return file.listShowsLicense ? wrong(thing, says, "Set lists: { license: false }.") : ok(thing, says);
};

const usersIn = ({ text = "" }: RecordedCall): readonly Json[] => {
  const body = parseObject(text);
  const resources = memberOf(body, "Resources");
  if (Array.isArray(resources)) return resources.filter(isObject);
  return body === undefined ? [] : [body];
};
