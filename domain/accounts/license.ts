/** The name of a license, as the file of the stage's directory lists it (config/directories/). */
export type License = string;

/** What a rule of the license policy says of somebody who gets no account. No license has this name. */
export const NO_LICENSE = "none";
