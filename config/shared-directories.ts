import type { LoadedStage } from "./load-stage.ts";
import { LOCAL, type SettingProblem } from "./stage-settings.ts";

/**
 * A line for each stage that keeps in step what an earlier one does: if both hear of the same people, each undoes what
 * the other does. It may be meant, if they do not.
 */
export const sharedDirectories = (loaded: ReadonlyMap<string, LoadedStage>): readonly string[] => {
  const first = new Map<string, string>();
  return [...loaded].flatMap(([stage, each]) => {
    const kept = stage === LOCAL ? undefined : keptBy(each);
    if (kept === undefined) return [];
    const other = first.get(kept.address);
    if (other === undefined) first.set(kept.address, stage);
    return other === undefined ? [] : [each.wrong([{ ...kept, reason: `${other} ${kept.reason}` }]).message];
  });
};

type Kept = SettingProblem & { readonly address: string };

/** Some vendors have one address for all customers: there the token says which of them it is. */
const keptBy = ({ settings, directory }: LoadedStage): Kept | undefined => {
  if (directory.protocol === "scim") {
    const { baseUrl: address } = directory;
    const reason = `has the address ${address}, too: expected tokens of two organizations, or events of other people`;
    return { setting: ["directory"], address, reason };
  }
  const address = settings.chimeAccountId ?? "";
  const reason = "has this Chime account, too: expected another, or events of other people";
  return address === "" ? undefined : { setting: ["chimeAccountId"], address, reason };
};
