import type { ColumnProfile } from "./column-profile.ts";

/** What a column may be for. */
export const PURPOSES = [
  "employeeId",
  "email",
  "displayName",
  "firstName",
  "lastName",
  "status",
  "startDate",
  "lastDay",
  "employmentType",
  "title",
  "department",
  "level",
  "location",
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The columns that were found, by what they are for. */
export type Found = Readonly<Partial<Record<Purpose, ColumnProfile>>>;

/** What each is called in exports, in small letters and digits: the better names first. */
const NAMES: Readonly<Record<Purpose, readonly RegExp[]>> = {
  employeeId: [
    /^(employee|emp|worker|personnel|person|staff|associate)(id|no|nr|number|num|code)$/,
    /^(personalnummer|personalnr|matricule|fileno|filenumber)$/,
    /^id$/,
  ],
  email: [/^(work|business|ad|company|office|primary)?e?mail(address|work)?$/, /mail/],
  displayName: [/^(display|full|preferred|employee|worker)name$/, /^name$/],
  firstName: [/^(legal|preferred)?(first|given|fore)name$/, /^vorname$/, /^prenom$/],
  lastName: [/^(legal|preferred)?(last|family|sur)name$/, /^nachname$/, /^nom$/],
  status: [/^(employee|employment|worker|hr)status$/, /^status$/, /^active$/],
  startDate: [
    /^(start|hire|hired|entry|joining|join|begin|onboarding)(date|ed|ing)?$/,
    /^(dateofhire|dateofjoining|eintrittsdatum|eintritt)$/,
  ],
  lastDay: [
    /^(last(working)?day|exitdate|terminationdate|termdate|enddate|leavedate|leavingdate|separationdate)$/,
    /^(lastdayofwork|dateoftermination|austrittsdatum|austritt|contractend(date)?)$/,
  ],
  employmentType: [/^(employee|employment|worker|contract)type$/, /^(contract|vertragsart|fulltimeparttime|ftpt)$/],
  title: [/^(job|business|position|worker)?title$/, /^(jobname|position|jobprofile|stelle|job)$/],
  department: [/^(department|dept|abteilung)(name)?$/, /^(department|dept)type$/, /^(orgunit|costcentername|team)$/],
  level: [/^(job|career|management|comp)?(level|grade)$/],
  location: [/^(work|office)?(location|site|office|country|state|city)$/, /^standort$/],
};

/** Goes by names first; an address is known by its @. A column serves once. */
export const findColumns = (profiles: readonly ColumnProfile[]): Found => {
  const found: Partial<Record<Purpose, ColumnProfile>> = {};
  const free = new Set(profiles.filter(isUsable));
  for (const purpose of PURPOSES) {
    const column = byName(
      [...free],
      NAMES[purpose].map((name) => (each) => name.test(plain(each.name)) && suits(each, purpose)),
    );
    if (column === undefined) continue;
    found[purpose] = column;
    free.delete(column);
  }
  const addresses = [...free].find(isAddresses);
  return found.email === undefined && addresses !== undefined ? { ...found, email: addresses } : found;
};

const byName = (
  columns: readonly ColumnProfile[],
  tests: readonly ((column: ColumnProfile) => boolean)[],
): ColumnProfile | undefined => tests.map((test) => columns.find(test)).find((column) => column !== undefined);

/** A template names a column in braces. */
const isUsable = ({ name }: ColumnProfile): boolean => !/[{}]/.test(name);

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

const suits = (column: ColumnProfile, purpose: Purpose): boolean => {
  if (purpose === "email") return column.filled === 0 || isAddresses(column);
  if (purpose === "startDate" || purpose === "lastDay") return column.filled === 0 || column.formats.length > 0;
  return purpose !== "status" || column.values !== undefined;
};

const isAddresses = ({ filled, addresses }: ColumnProfile): boolean => filled > 0 && addresses >= filled / 2;
