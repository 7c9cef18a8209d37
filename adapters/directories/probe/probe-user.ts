import { type Finding, ok, wrong } from "../finding.ts";
import { assessTraffic, type LicenseSet } from "../scim/assess-traffic.ts";
import { type Probed, type Probing, stepped } from "./step.ts";

const MATCH_FIX = "Correct match.by: it has to find what create sets.";
const UPDATE_FIX = "Correct update, carrier, or what the file calls the license.";
const RENAME_FIX = "Set rename: false, or correct update.";

/** Finds the user, gives her each license in turn, ending with the lowest, and another name. */
export const probeUser = async (probing: Probing, id: string): Promise<readonly Probed[]> => {
  const { file, shouldStop } = probing;
  const sets: LicenseSet[] = [];
  const names = file.licenses.map(({ name }) => name);
  const steps = [
    () => findStep(probing, id, "match", probing.person.email),
    () => findStep(probing, id, "match in capitals", probing.person.email.toUpperCase()),
    ...[...names.slice(1), ...names.slice(0, 1)].map((license) => () => licenseStep(probing, id, license, sets)),
    ...(file.can.rename ? [() => renameStep(probing, id)] : []),
  ];
  const findings: Probed[] = [];
  for (const step of steps) if (!shouldStop()) findings.push(await step());
  const seen = file.protocol === "scim" ? assessTraffic(file, id, sets) : [];
  return [...findings, ...seen.map((finding) => ({ ...finding, calls: 0 }))];
};

const findStep = ({ directory, calls }: Probing, id: string, thing: string, email: string): Promise<Probed> =>
  stepped(
    thing,
    calls,
    async (): Promise<Finding> => {
      const found = await directory.find(email);
      if (found?.id === id) return ok(thing, "She is found by her address.");
      if (found !== undefined) return wrong(thing, "Another user is found by her address.", MATCH_FIX);
      return wrong(thing, "She is not found by her address.", thing === "match" ? MATCH_FIX : CAPITALS_FIX);
    },
    MATCH_FIX,
  );

const CAPITALS_FIX = "The directory tells capitals from small letters: HR has to spell addresses as it does.";

const licenseStep = (
  { directory, file, person, calls }: Probing,
  id: string,
  license: string,
  sets: LicenseSet[],
): Promise<Probed> => {
  const thing = `license ${license}`;
  const act = async (): Promise<Finding> => {
    const before = calls.length;
    await directory.change(id, { license });
    const between = calls.length;
    const found = (await directory.find(person.email))?.license;
    sets.push({ license, writing: calls.slice(before, between), lookUp: calls.slice(between), found });
    const isOther = found !== undefined && found !== license;
    if (isOther) return wrong(thing, `It was set, and then she had ${found}.`, UPDATE_FIX);
    const how = file.protocol === "scim" ? ` by update: ${file.update}` : "";
    return ok(thing, `Set${how} with ${counted(between - before)}.`);
  };
  return stepped(thing, calls, act, UPDATE_FIX);
};

const renameStep = ({ directory, person: { email }, calls }: Probing, id: string): Promise<Probed> =>
  stepped(
    "rename",
    calls,
    async () => {
      await directory.change(id, { profile: { email, displayName: "Seatkeeper Renamed" } });
      return ok("rename", "Her name was changed.");
    },
    RENAME_FIX,
  );

const counted = (count: number): string => `${count} ${count === 1 ? "call" : "calls"}`;
