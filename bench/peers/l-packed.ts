import { BatchUpdateUserCommand } from "@aws-sdk/client-chime";
import type { SQSEvent } from "aws-lambda";
import { AccountId, chime, licenseOf, readFact, userOf } from "./facts.ts";

const USERS_PER_CALL = 20;

/**
 * L: as few calls as the API allows and nothing else: no duplicate detection, no ordering, no retries. Role changes
 * only.
 */
export const handler = async ({ Records }: SQSEvent) => {
  const chunks = Array.from({ length: Math.ceil(Records.length / USERS_PER_CALL) }, (_, index) =>
    Records.slice(index * USERS_PER_CALL, (index + 1) * USERS_PER_CALL),
  );
  await Promise.all(
    chunks.map(async (chunk) => {
      const facts = chunk.map(readFact);
      const UpdateUserRequestItems = await Promise.all(
        facts.map(async (fact) => ({ UserId: await userOf(fact), LicenseType: licenseOf(fact) })),
      );
      await chime.send(new BatchUpdateUserCommand({ AccountId, UpdateUserRequestItems }));
    }),
  );
  return { batchItemFailures: [] };
};
