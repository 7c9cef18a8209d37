/** Wrong use: exit code 2. The message names what is wrong and what was expected. */
export class UsageError extends Error {}

/** What keeps a command from its work, in words for the person who typed it: exit code 1. */
export class CommandFailed extends Error {}
