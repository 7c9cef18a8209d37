import { DirectoryFileError } from "./compile-directory-file.ts";
import { LicensePolicyError } from "./compile-license-policy.ts";
import { PolicyCasesError } from "./policy-cases.ts";
import { StageSettingsError } from "./stage-settings.ts";

/** Whether the author of a file of config/ is told all by the message: what is wrong, line by line. */
export const isSettingsError = (error: unknown): error is Error =>
  [StageSettingsError, DirectoryFileError, LicensePolicyError, PolicyCasesError].some(
    (known) => error instanceof known,
  );

/** Calls `act`. The framework prints an error's stack if there is one; of these the message is enough. */
export const messageOnly = <T>(act: () => T): T => {
  try {
    return act();
  } catch (error) {
    if (isSettingsError(error)) error.stack = error.message;
    throw error;
  }
};
