/** Wrong use: exit code 2. The message names the option or argument and what was expected. */
export class UsageError extends Error {}

/** What stands in the way of the command, in words for the person who typed it: exit code 1. */
export class CommandFailed extends Error {}
