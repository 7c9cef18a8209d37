import { Failure } from "../../../domain/failures.ts";
import { type Finding, notKnown, ok, wrong } from "../finding.ts";
import { type Probed, type Probing, stepped } from "./step.ts";

const FIX = "Correct deactivateBy, update or leave.";

/** How she is left behind. */
export type Left = "active" | "deactivated" | "deleted";

/**
 * Lets the user leave, come back, and leave again: whatever happened before, or happens on the way, she ends as a leaver
 * does, and deactivated, if the directory knows that.
 */
export const probeLeave = async (
  probing: Probing,
  id: string,
): Promise<{ readonly findings: readonly Probed[]; readonly left: Left }> => {
  const { file, shouldStop } = probing;
  const { license } = file.leave;
  const findings: Probed[] = [];
  if (license !== undefined) findings.push(await leaveLicense(probing, id, license));
  if (!file.can.deactivate) {
    findings.push({ ...notKnown("leave", "The directory file says that nobody is deactivated."), calls: 0 });
    return { findings, left: "active" };
  }
  const deletes = file.protocol === "scim" && file.irreversible === true;
  const things = deletes || shouldStop() ? ONCE : TWICE;
  for (const thing of things) findings.push(await switched(probing, id, thing));
  if (findings.at(-1)?.verdict !== "ok") return { findings, left: "active" };
  return { findings, left: deletes ? "deleted" : "deactivated" };
};

/** Nobody comes back from a deletion. */
const ONCE = ["deactivate"] as const;
const TWICE = ["deactivate", "reactivate", "deactivate"] as const;

const leaveLicense = ({ directory, calls }: Probing, id: string, license: string): Promise<Probed> =>
  stepped(
    "leave: license",
    calls,
    async () => {
      await directory.change(id, { license });
      return ok("leave: license", `A leaver gets ${license}.`);
    },
    FIX,
  );

const switched = (
  { directory, person, calls }: Probing,
  id: string,
  thing: "deactivate" | "reactivate",
): Promise<Probed> => {
  const act = async (): Promise<Finding> => {
    await directory[thing](id).catch(thing === "deactivate" ? unlessMissing : rethrown);
    const found = await directory.find(person.email);
    const isOther = found?.active === (thing === "deactivate");
    if (isOther) return wrong(thing, `It was done, and then she was ${found.active ? "" : "not "}active.`, FIX);
    return ok(thing, SAYS[thing]);
  };
  return stepped(thing, calls, act, FIXES[thing]);
};

/** Some directories delete whoever is not active. Then she is gone, as wanted. */
const unlessMissing = (error: unknown): void => {
  if (!(error instanceof Failure && error.code === "DirectoryUserMissing")) throw error;
};

const rethrown = (error: unknown): never => {
  throw error;
};

const SAYS = { deactivate: "She is not active, or gone.", reactivate: "She is active again." } as const;
const FIXES = {
  deactivate: FIX,
  reactivate:
    "Correct update. If active: false deletes her there, nobody comes back: the file needs irreversible: true.",
} as const;
