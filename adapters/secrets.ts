import { SecretsProvider } from "@aws-lambda-powertools/parameters/secrets";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Failure } from "../domain/failures.ts";
import { errorName, isNetworkError } from "./error-names.ts";
import { limitBody, NEXT_TO_WIRE } from "./limit-body.ts";
import { STATE_TIMEOUTS } from "./timeouts.ts";

/** How long, in seconds, a secret is used before it is read again, whatever happens. */
const MAX_AGE_SECONDS = 300;

/** In ms: whoever is refused reads the secret again, but a hundred of a batch need only do so once. */
const FRESH_MS = 10_000;

/**
 * A secret's text. `read` takes it from the cache; `readAgain` is for whoever was refused with it: it may have been
 * rotated. Both throw Failure `DirectoryAccessDenied` or `DirectoryUnavailable`, whose message has the
 * secret's name and never its text.
 */
export type Secret = { read(): Promise<string>; readAgain(): Promise<string> };

/** A secret of AWS Secrets Manager, by its name or ARN. */
export const awsSecret = (name: string, client = secretsClient(), now = Date.now): Secret => {
  const provider = new SecretsProvider({ awsSdkV3Client: client });
  let readAt = Number.NEGATIVE_INFINITY;

  const get = async (forceFetch: boolean): Promise<string> => {
    try {
      if (forceFetch) readAt = now();
      const text = await provider.get(name, { maxAge: MAX_AGE_SECONDS, forceFetch });
      if (typeof text === "string" && text.trim() !== "") return text;
    } catch (error) {
      readAt = Number.NEGATIVE_INFINITY;
      const reason = errorName(error instanceof Error && error.cause !== undefined ? error.cause : error);
      const code = isNetworkError(reason) ? "DirectoryUnavailable" : "DirectoryAccessDenied";
      throw new Failure(code, `the secret ${name} cannot be read: ${reason}`, { cause: error });
    }
    throw new Failure("DirectoryAccessDenied", `the secret ${name} is empty, or no text`);
  };

  return { read: () => get(false), readAgain: () => get(now() - readAt >= FRESH_MS) };
};

const secretsClient = (): SecretsManagerClient => {
  const client = new SecretsManagerClient({ requestHandler: STATE_TIMEOUTS });
  client.middlewareStack.add(limitBody(STATE_TIMEOUTS.requestTimeout), NEXT_TO_WIRE);
  return client;
};
