import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DirectoryListing, ListedAccount } from "../../../adapters/directories/open-directory.ts";
import type { Directory } from "../../../domain/accounts/directory.ts";
import type { DirectoryFile } from "../../../domain/accounts/directory-file.ts";

/** What a server may lack, whatever is asked of it. */
export type Lack =
  | "finds Ana@example.com as ana@example.com"
  | "reads quotes and backslashes in a filter"
  | "shows the groups of a user";

/** A directory that nobody is in yet. */
export type Subject = {
  readonly directory: Directory;
  readonly listing?: DirectoryListing;
  readonly lacks: readonly Lack[];
  close(): Promise<void>;
};

/** More than one page of any directory. */
const MANY = 101;

/** What every directory must do. What differs between two is what the file says of it, never its name. */
export const directoryContract = (name: string, file: DirectoryFile, start: () => Promise<Subject>): void => {
  describe(name, () => {
    let subject: Subject;
    let directory: Directory;
    beforeAll(async () => {
      subject = await start();
      directory = subject.directory;
    });
    afterAll(() => subject?.close());

    const lacks = (what: Lack) => subject.lacks.includes(what);
    /** Her account as a find shows it. */
    const shown = (id: string, license: string) => ({
      id,
      active: true,
      ...(file.protocol === "scim" && file.carrier.kind === "group" && lacks("shows the groups of a user")
        ? {}
        : { license }),
    });
    const licenses = file.licenses.map((each) => each.name);
    const [lowest = "", highest = lowest] = [licenses[0], licenses.at(-1)];
    let number = 0;
    const newPerson = (email = `user.${++number}@example.com`) => ({
      employeeId: `E-${email}`,
      email,
      displayName: `Ana Diaz ${number}`,
    });
    /** Somebody with the lowest license, as the domain makes her: what is not proven is set. */
    const hire = async (person = newPerson()) => {
      const { id, license } = await directory.create(person, lowest);
      if (license === undefined) await directory.change(id, { license: lowest });
      return { id, ...person };
    };

    test("finds nobody under an address that nobody has", async () => {
      await hire();
      expect(await directory.find(newPerson().email)).toBeUndefined();
    });

    test("creates a user with no license but the proven one, and finds her", async () => {
      const person = newPerson();
      const { id, license, active } = await directory.create(person, highest);
      expect(id).toMatch(/./);
      const found = await directory.find(person.email);
      expect(found).toMatchObject({ id, active: true });
      expect(active).not.toBe(false);
      if (license !== undefined) expect(license).toBe(found?.license);
    });

    test("finds a user in another case, or does not know her; never somebody else", async () => {
      const { id, email } = await hire(newPerson("Case.Counts@Example.com"));
      expect((await directory.find(email))?.id).toBe(id);
      expect((await directory.find(email.toLowerCase()))?.id).toBe(
        lacks("finds Ana@example.com as ana@example.com") ? undefined : id,
      );
    });

    test.for(["o'brien@example.com", "plus+tag@example.com", 'a"b@example.com', "back\\slash@example.com"])(
      "an address such as %s is found, or refused for good",
      async (email, { skip }) => {
        skip(/["\\]/.test(email) && lacks("reads quotes and backslashes in a filter"));
        expect(await directory.find(email)).toBeUndefined();
        const made = await directory.create(newPerson(email), lowest).catch((error: unknown) => error);
        if (made instanceof Error) expect(made).toMatchObject({ code: "DirectoryRejected" });
        else expect(await directory.find(email)).toMatchObject(made as object);
      },
    );

    test("a second creation returns the first one's user, with her license or without any", async () => {
      const { id, ...person } = await hire();
      const { license = lowest, ...again } = await directory.create(person, highest);
      expect([again.id, license]).toEqual([id, lowest]);
      expect(await directory.find(person.email)).toMatchObject(shown(id, lowest));
    });

    test("changes to each license, shows it, takes it twice, and leaves others alone", async () => {
      const [{ id, email }, other] = [await hire(), await hire()];
      for (const license of [...licenses, ...licenses.toReversed(), highest]) {
        await directory.change(id, { license });
        await directory.change(id, { license });
        expect(await directory.find(email)).toMatchObject(shown(id, license));
      }
      expect(await directory.find(other.email)).toMatchObject(shown(other.id, lowest));
    });

    test.runIf(file.can.deactivate)("deactivates and reactivates, twice each, and keeps the license", async () => {
      const { id, email } = await hire();
      await directory.change(id, { license: highest });
      await directory.deactivate(id);
      await directory.deactivate(id);
      expect(await directory.find(email)).toMatchObject({ id, active: false });
      await directory.reactivate(id);
      await directory.reactivate(id);
      expect(await directory.find(email)).toMatchObject(shown(id, highest));
    });

    test.runIf(file.can.deactivate)("a creation of somebody inactive returns her", async () => {
      const { id, ...person } = await hire();
      await directory.deactivate(id);
      expect((await directory.create(person, lowest)).id).toBe(id);
      await directory.reactivate(id);
      expect(await directory.find(person.email)).toMatchObject({ id, active: true });
    });

    test("an ID that nobody has is DirectoryUserMissing", async () => {
      const missing = { code: "DirectoryUserMissing" };
      const id = "00000000-0000-4000-8000-000000000000";
      await expect(directory.change(id, { license: highest })).rejects.toMatchObject(missing);
      if (!file.can.deactivate) return;
      await expect(directory.reactivate(id)).rejects.toMatchObject(missing);
      await expect(directory.deactivate(id)).rejects.toMatchObject(missing);
    });

    test.runIf(file.can.rename)("changes email and name with the license or alone, and may do it again", async () => {
      const { id, email } = await hire();
      const profile = { email: `renamed.${email}`, displayName: "Ana Lopez" };
      await directory.change(id, { license: highest, profile });
      await directory.change(id, { profile });
      expect(await directory.find(profile.email)).toMatchObject(shown(id, highest));
      expect(await directory.find(email)).toBeUndefined();
      await directory.change(id, { profile: { email } });
      expect(await directory.find(email)).toMatchObject(shown(id, highest));
    });

    test.runIf(file.protocol === "scim")("lists everybody, page by page, each once", async () => {
      const made = new Map<string, string>();
      while (made.size < MANY) {
        const person = newPerson();
        made.set((await directory.create(person, lowest)).id, person.email);
      }
      const listed: ListedAccount[] = [];
      for await (const account of subject.listing?.list() ?? []) listed.push(account);
      expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length);
      const emails = new Map(listed.map(({ id, email }) => [id, email]));
      expect([...made.keys()].map((id) => emails.get(id))).toEqual([...made.values()]);
    });
  });
};
