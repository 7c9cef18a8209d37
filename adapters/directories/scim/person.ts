import type { Person } from "../../../domain/accounts/directory.ts";
import type { CreateSource, ScimFile } from "../../../domain/accounts/directory-file.ts";
import { isSameEmail } from "../../../domain/facts/email.ts";
import type { Edit } from "./edits.ts";

/** The type of the address that we set. Source: RFC 7643, 4.1.2. */
const WORK = { type: "work" } as const;

/** Sources that an employee may change; her ID stays. */
type Profile = { readonly email: string; readonly displayName?: string };
const CHANGES_WITH: Readonly<Record<Exclude<CreateSource, "employeeId">, "email" | "displayName">> = {
  email: "email",
  emailLocalPart: "email",
  work: "email",
  displayName: "displayName",
  givenName: "displayName",
  familyName: "displayName",
};

/** What a new user has of the person, as the directory file says. Who has no name is called as her address begins. */
export const personEdits = (person: Person, { create }: Pick<ScimFile, "create">): readonly Edit[] => {
  const named = { ...person, displayName: person.displayName ?? localPartOf(person.email) };
  return Object.entries(create).map(([path, source]) => editOf(path, source, named));
};

/** What a user has anew of a changed address or name. A name that HR does not say is left alone. */
export const profileEdits = (profile: Profile, { create }: Pick<ScimFile, "create">): readonly Edit[] =>
  Object.entries(create)
    .filter(([, source]) => source !== "employeeId" && profile[CHANGES_WITH[source]] !== undefined)
    .map(([path, source]) =>
      editOf(path, source, { ...profile, displayName: profile.displayName ?? "", employeeId: "" }),
    );

const editOf = (path: string, source: CreateSource, person: Required<Person>): Edit => {
  const isAddress = source === "email" || source === "work";
  const topic = isAddress || source === "emailLocalPart" ? "email" : "name";
  const value = SOURCES[source](person);
  const isSame = isAddress ? (shown: string) => isSameEmail(shown.trim(), value) : isSameAs(value);
  if (source !== "work") return { topic, kind: "attribute", path, value, isSame };
  return { topic, kind: "element", element: { list: path, where: WORK }, value, also: { primary: true }, isSame };
};

const isSameAs = (value: string) => (shown: string) => comparable(shown) === comparable(value);
const comparable = (text: string): string => text.normalize("NFC").trim().replaceAll(/\s+/g, " ").toLowerCase();

const localPartOf = (email: string): string => email.slice(0, email.lastIndexOf("@"));

/** A display name is all that HR says: its last word is the family's, and a single word is both. */
const SOURCES: Readonly<Record<CreateSource, (person: Required<Person>) => string>> = {
  email: ({ email }) => email,
  work: ({ email }) => email,
  emailLocalPart: ({ email }) => localPartOf(email),
  employeeId: ({ employeeId }) => employeeId,
  displayName: ({ displayName }) => displayName,
  givenName: ({ displayName }) => displayName.trim().split(/\s+/).slice(0, -1).join(" ") || displayName.trim(),
  familyName: ({ displayName }) => displayName.trim().split(/\s+/).at(-1) ?? "",
};
