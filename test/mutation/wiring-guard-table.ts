import type { Guard } from "./guard.ts";

/** Settings and wiring: what decides nothing, and still makes the service wrong if it is changed. */
export const WIRING_GUARDS: readonly Guard[] = [];
