/** Amazon Chime's license tiers; source: `License` in the Chime service model, API version 2018-05-01. */
export const LICENSES = ["Basic", "Plus", "Pro", "ProTrial"] as const;
export type License = (typeof LICENSES)[number];
