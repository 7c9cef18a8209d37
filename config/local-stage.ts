/** The embedded stack emulates the account that its settings name, whatever the environment says. */
export const LOCAL = "local";
