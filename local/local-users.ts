import { ChimeClient, paginateListUsers } from "@aws-sdk/client-chime";
import type { DirectoryFile } from "../domain/accounts/directory-file.ts";
import type { License } from "../domain/accounts/license.ts";
import { LOCAL_CREDENTIALS } from "./aws/credentials.ts";
import { REGION, type Stack } from "./stack.ts";

export type UsersByLicense = Readonly<Record<License, number>>;

/** How many users of the emulated directory have which license, from zero for each license that it has. */
export const localUsers = async (
  stack: Pick<Stack, "accountId" | "directory" | "endpoints">,
): Promise<UsersByLicense> => {
  const { file } = stack.directory;
  const found = file.protocol === "chime" ? await chimeUsers(stack) : await seatsOf(stack.endpoints.directory, file);
  return { ...Object.fromEntries(file.licenses.map(({ name }) => [name, 0])), ...found };
};

const chimeUsers = async ({
  accountId,
  endpoints,
}: Pick<Stack, "accountId" | "endpoints">): Promise<UsersByLicense> => {
  const client = new ChimeClient({ region: REGION, credentials: LOCAL_CREDENTIALS, endpoint: endpoints.directory });
  const users: Record<License, number> = {};
  try {
    for await (const { Users = [] } of paginateListUsers({ client, pageSize: 200 }, { AccountId: accountId }))
      for (const { LicenseType } of Users) if (LicenseType) users[LicenseType] = (users[LicenseType] ?? 0) + 1;
  } finally {
    client.destroy();
  }
  return users;
};

/** From the emulator's own control route, since a vendor may not show licenses in lists. */
const seatsOf = async (endpoint: string, { licenses }: DirectoryFile): Promise<UsersByLicense> => {
  const response = await fetch(`${endpoint}/_emulator/seats`);
  const seats = Object.entries((await response.json()) as UsersByLicense);
  return Object.fromEntries(
    seats.map(([seat, count]) => [licenses.find(({ value }) => value === seat)?.name ?? seat, count]),
  );
};
