import { FunctionNotFound } from "../../adapters/lambda/event-source-mappings.ts";
import { functionEnvironment } from "../../adapters/lambda/function-environment.ts";
import { LOCAL } from "../../config/local-stage.ts";
import type { StagePolicy } from "../../domain/policy/license-policy.ts";
import { CommandFailed } from "../errors.ts";
import { queueFunctions, withLambda } from "../stage-functions.ts";
import { visible } from "../visible.ts";

/**
 * Checks that each function of a stage that decides has this policy: a resync would apply another one. `old` is the
 * digest of the policy before it.
 * @throws CommandFailed with what to do if one has not, or if AWS cannot be reached
 */
export const requireDeployed = async ({ stage, digest }: StagePolicy, path: string, old: string): Promise<void> => {
  const others = await withLambda(stage, async (client) => {
    const found: (readonly [name: string, digest: string | undefined])[] = [];
    for (const name of queueFunctions(stage)) {
      const { LICENSE_POLICY_DIGEST } = await functionEnvironment(client, name).catch(notDeployed(stage));
      if (LICENSE_POLICY_DIGEST !== digest) found.push([name, LICENSE_POLICY_DIGEST]);
    }
    return found;
  });
  if (others.length === 0) return;
  const how = stage === LOCAL ? "start `npm run dev` again with it" : `\`npm run deploy -- --stage ${stage}\``;
  const names = others.map(([name]) => name).join(", ");
  const has = others.every(([, deployed]) => deployed === old)
    ? "still the old policy, not that"
    : "neither the old policy nor that";
  throw new CommandFailed(`${names}: ${has} of ${visible(path)}. Deploy that first: ${how}. Nothing was sent`);
};

const notDeployed =
  (stage: string) =>
  (cause: unknown): never => {
    if (!(cause instanceof FunctionNotFound)) throw cause;
    throw new CommandFailed(`${cause.message}: is the stage "${stage}" deployed here? Nothing was sent`, { cause });
  };
