import { refused } from "../emulator/control-request.ts";
import { ChimeError } from "./chime-error.ts";

/** @throws HTTPException 409 for what `act` throws as a ChimeError */
export const refusedIfConflict = <T>(act: () => T): T => {
  try {
    return act();
  } catch (error) {
    throw error instanceof ChimeError ? refused(409, [error.message]) : error;
  }
};
