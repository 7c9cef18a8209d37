import type { Account } from "../../../domain/accounts/directory.ts";
import { type Finding, notKnown, ok } from "../finding.ts";
import { type Left, probeLeave } from "./probe-leave.ts";
import { probeUser } from "./probe-user.ts";
import { isCreation, mayHaveCreated } from "./recorded-call.ts";
import { type Probed, type Probing, stepped } from "./step.ts";

/** `left` is how the user is left behind; `accountId` is there if she was made by the probe. */
export type ProbeReport = {
  readonly findings: readonly Probed[];
  readonly accountId?: string;
  readonly left: Left | "not made" | "in doubt";
};

/**
 * Makes one user, changes her in each way that the directory file knows, deactivates her, and says of each claim of the
 * file whether it held. Touches nobody whose creation was not answered as one. Whoever calls has looked that nobody has the
 * address.
 */
export const probeDirectory = async (probing: Probing): Promise<ProbeReport> => {
  const { calls } = probing;
  const { finding, account } = await createUser(probing);
  if (account === undefined) return { findings: [finding], left: calls.some(mayHaveCreated) ? "in doubt" : "not made" };
  const findings = [finding, ...(await probeUser(probing, account.id))];
  const { findings: leaving, left } = await probeLeave(probing, account.id);
  return { findings: [...findings, ...leaving], accountId: account.id, left };
};

const NOT_OURS = "A user with this address is there, and no answer (HTTP 201) says that she was made now.";

/** The account is there only if the directory said that it was made now. */
const createUser = async ({ directory, file, person, calls }: Probing) => {
  const license = file.licenses[0]?.name ?? "";
  let account: Account | undefined;
  const finding = await stepped("create", calls, async () => {
    const created = await directory.create(person, license);
    if (!calls.some(isCreation)) return notKnown("create", NOT_OURS);
    account = created;
    return createdOf(created, license);
  });
  return { finding, account };
};

const createdOf = ({ id, license: shown }: Account, license: string): Finding =>
  ok(
    "create",
    shown === license
      ? `${id} was made, with the license ${license}.`
      : `${id} was made, without proof of a license: a hire sets it with another call.`,
  );
