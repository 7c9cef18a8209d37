import { License } from "@aws-sdk/client-chime";

/** Amazon Chime's license tiers, as the Chime service model lists them. */
export const LICENSES = Object.values(License);
