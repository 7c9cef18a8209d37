import { describe } from "vitest";
import { loadDirectoryFile } from "../../../config/load-stage.ts";
import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import { PROFILES, type ProfileName } from "../../../local/scim/profiles/table.ts";
import { directoryContract, type Lack } from "./contract.ts";
import { startScimmy } from "./servers/scimmy.ts";
import {
  chimeSubject,
  emulatorSubject,
  hasBetterAuth,
  scimFileOf,
  serverSubject,
  startBetterAuth,
} from "./subjects.ts";

describe("Chime's emulator", () => {
  const chime = loadDirectoryFile("config", "chime");
  directoryContract("chime.yml", chime, () => chimeSubject(chime.licenses.map(({ name }) => name)));
});

const plain = scimFileOf("scim");

/** What no profile has. */
const MORE = {
  "put-replace": { ...plain, update: "put-replace" },
  "a group": { ...plain, carrier: { kind: "group" } },
} satisfies Readonly<Record<string, ScimFile>>;

/** What a server that follows the RFCs can be asked for. `email` is no attribute of theirs. */
const FILES: Readonly<Record<string, ScimFile>> = {
  "scim.yml": plain,
  "figma.yml": scimFileOf("figma"),
  "github.yml": scimFileOf("github"),
  "slack.yml with emails.value": { ...scimFileOf("slack"), match: { by: "emails.value" } },
  "an attribute": { ...plain, carrier: { kind: "attribute", path: "userType" } },
  "put-replace of one element of several": { ...scimFileOf("figma"), update: "put-replace", proof: "get" },
  ...MORE,
};

describe("the SCIM emulator", () => {
  for (const profile of Object.keys(PROFILES) as ProfileName[]) {
    const file = scimFileOf(profile);
    directoryContract(`${profile}.yml`, file, () => emulatorSubject(profile, file));
  }
  for (const [name, file] of Object.entries(MORE)) directoryContract(name, file, () => emulatorSubject("scim", file));
});

describe("SCIMMY", () => {
  const lacks: readonly Lack[] = [
    "finds Ana@example.com as ana@example.com",
    "reads quotes and backslashes in a filter",
    "shows the groups of a user",
  ];
  // It adds to a list what a PATCH without a path replaces: servers/scimmy.test.ts.
  for (const [name, file] of Object.entries(FILES).filter(([, { update }]) => update !== "patch-pathless")) {
    directoryContract(name, file, () => serverSubject(startScimmy, file, lacks));
  }
});

describe.runIf(hasBetterAuth)("Better Auth, which `npm run test:peers` installs", () => {
  for (const [name, file] of Object.entries(FILES)) {
    directoryContract(name, file, () => serverSubject(startBetterAuth, file, ["shows the groups of a user"]));
  }
});
